namespace NtkDsl;

/// <summary>
/// One side of a dual at all points of a data set, and at nodes between which it can be interpolated: in the variance of u, or,
/// if f has slots, in K₀(x, x), of which they and the variance are functions.
/// </summary>
internal sealed class DualPoints
{
    private const int KinkChecks = 6;

    private readonly Func<double[], DualNodes> atNodes;

    private DualPoints(DualNodes all, double[] axis, Func<double[], DualNodes> atNodes) => (All, Axis, this.atNodes) = (all, axis, atNodes);

    /// <summary>The range of the variances if nothing else matters, so that a table for it serves other data too.</summary>
    public VarianceRange? Range { get; private init; }

    /// <summary>Every point a node.</summary>
    public DualNodes All { get; }

    /// <summary>The variance or K₀(x, x) of each point.</summary>
    public double[] Axis { get; }

    /// <summary>
    /// Whether the only kinks are at 0: those elsewhere come together with the other side's at an angle of their own for each pair, near which no polynomial holds.
    /// </summary>
    public bool KinksAreAtZero => !All.HasKink || Sample(KinkChecks).All(i => Array.TrueForAll(All.Kinks(i), kink => kink == 0));

    /// <summary>A side without slots.</summary>
    public static DualPoints ByVariance(DualNodes all)
    {
        double[] variances = [.. all.Sigmas.Select(sigma => sigma * sigma)];
        return new(all, variances, others => AtVariances(all.Function, others)) { Range = VarianceRange.Of(variances) };
    }

    /// <summary>Points all over a range of variances.</summary>
    public static DualPoints Over(VarianceRange range, Lambda function)
    {
        var variances = range.Sample();
        return new(AtVariances(function, variances), variances, others => AtVariances(function, others));
    }

    /// <summary>A side whose variance and slots follow from K₀(x, x).</summary>
    public static DualPoints ByNorm(DualNodes all, double[] squaredNorms, Func<double[], DualNodes> atNorms) => new(all, squaredNorms, atNorms);

    /// <summary>The indices of a few points, spread over all.</summary>
    public IEnumerable<int> Sample(int size) => Enumerable.Range(0, size).Select(k => (int)((k + 0.5) / size * All.Count));

    /// <summary>Nodes of which the points are combinations.</summary>
    /// <param name="count">How many, if the points are not fewer.</param>
    public (InterpolationAxis Axis, DualNodes Nodes) Expand(int count)
    {
        var expansion = InterpolationAxis.Of(Axis, count);
        return (expansion, atNodes(expansion.Nodes));
    }

    private static DualNodes AtVariances(Lambda function, double[] variances) =>
        new(function, [.. variances.Select(Math.Sqrt)], [.. variances.Select(_ => Array.Empty<double>())]);
}

/// <summary>f(σz; slots) for several nodes, each with a σ and slots of its own: one side of a dual E f(u)g(v).</summary>
internal sealed record DualNodes(Lambda Function, double[] Sigmas, double[][] Slots)
{
    private readonly VectorLambda vector = new(Function);

    public int Count => Sigmas.Length;

    public double LargestSigma => Sigmas.Max();

    /// <summary>The node of the largest σ.</summary>
    public int Widest => Array.IndexOf(Sigmas, LargestSigma);

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
