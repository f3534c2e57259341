namespace NtkDsl;

/// <summary>f(σz; slots) for several nodes, each with a σ and slots of its own: one side of a dual E f(u)g(v).</summary>
internal sealed record DualNodes(Lambda Function, double[] Sigmas, double[][] Slots)
{
    private readonly VectorLambda vector = new(Function);

    public int Count => Sigmas.Length;

    public double LargestSigma => Sigmas.Max();

    /// <summary>False if a variance does not exist.</summary>
    public bool AreFinite => Array.TrueForAll(Sigmas, double.IsFinite);

    public bool HasKink { get; } = Function.KinkedArguments().Count > 0;

    /// <summary>The values that instructions of a section have for all its lanes.</summary>
    public static DualNodes Of(Lambda function, Instruction variance, Instruction[] slots, Lanes lanes)
    {
        var (sigmas, values) = (new double[lanes.Count], new double[lanes.Count][]);
        for (var i = 0; i < lanes.Count; i++)
        {
            sigmas[i] = Math.Sqrt(lanes.Read(variance)[i]);
            values[i] = new double[slots.Length];
            for (var k = 0; k < slots.Length; k++)
            {
                values[i][k] = lanes.Read(slots[k])[i];
            }
        }

        return new(function, sigmas, values);
    }

    /// <summary>f(σz) of a node for each z.</summary>
    public void Evaluate(int node, ReadOnlyMemory<double> z, Memory<double> values, CancellationToken cancellation) =>
        vector.Evaluate(z, Sigmas[node], Slots[node], values, cancellation);

    /// <summary>f(·; slots) of a node.</summary>
    public Func<double, double> At(int node) => LambdaCompiler.Bind(Function, Slots[node]);

    /// <summary>Where f is not analytic, for |u| up to twelve σ.</summary>
    public double[] Kinks(int node) => NtkDsl.Kinks.Of(Function, Slots[node], Integration.Reach * Sigmas[node]);

    /// <summary>Where f is not analytic in u/σ, for any node; 0 is always among them.</summary>
    public double[] KinksOverSigma => !HasKink ? [0]
        : [.. Enumerable.Range(0, Count).SelectMany(i => Kinks(i).Select(kink => Sigmas[i] > 0 ? kink / Sigmas[i] : 0)).Append(0).Distinct()];

    /// <summary>Some of the nodes.</summary>
    public DualNodes Pick(params int[] nodes) => this with { Sigmas = [.. nodes.Select(i => Sigmas[i])], Slots = [.. nodes.Select(i => Slots[i])] };
}
