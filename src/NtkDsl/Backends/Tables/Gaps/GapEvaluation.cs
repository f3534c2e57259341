namespace NtkDsl;

/// <summary>Runs the instructions for gaps behind activations: subtracts, and mends what has lost its digits where they are in demand.</summary>
/// <param name="program">The program.</param>
/// <param name="build">What evaluates a gap without cancellation; null if the reference integrator has to. Asked at most once for each gap, when it is needed.</param>
internal sealed class GapEvaluation(TileProgram program, Func<Instruction, GapDual?> build)
{
    private readonly Dictionary<Instruction, Lazy<GapDual?>> duals = program.Sections.SelectMany(section => section)
        .Where(instruction => program.DemandedGaps.Contains(instruction.Node))
        .ToDictionary(instruction => instruction, instruction => new Lazy<GapDual?>(() => build(instruction)));

    public void Run(Instruction instruction, Lanes lanes, Span<double> result)
    {
        var a = lanes.Read(instruction.Arguments[ActivationGap.BehindA]);
        var b = lanes.Read(instruction.Arguments[ActivationGap.BehindB]);
        var c = lanes.Read(instruction.Arguments[ActivationGap.BehindC]);
        var demanded = duals.TryGetValue(instruction, out var dual);
        Span<bool> isLost = stackalloc bool[result.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Function.Gap.Value([a[i], b[i], c[i]]);
            isLost[i] = demanded && ActivationGap.IsLost(result[i], Math.Sqrt(a[i]) * Math.Sqrt(b[i]));
        }

        if (!isLost.Contains(true))
        {
            return;
        }

        if (dual!.Value is { } carried)
        {
            Replace(carried, instruction, lanes, isLost, result);
        }
        else
        {
            Integrate(instruction, lanes, isLost, result);
        }
    }

    private static void Replace(GapDual dual, Instruction instruction, Lanes lanes, ReadOnlySpan<bool> isLost, Span<double> result)
    {
        var (first, end) = (isLost.IndexOf(true), isLost.LastIndexOf(true) + 1);
        var p = lanes.Read(instruction.Arguments[GaussianPair.IndexOfP]);
        var q = lanes.Read(instruction.Arguments[GaussianPair.IndexOfQ]);
        Span<double> gap = stackalloc double[end - first], theta = stackalloc double[end - first];
        for (var i = first; i < end; i++)
        {
            gap[i - first] = p[i];
            theta[i - first] = new PairMoments(0, 0, 0, p[i], q[i]).Theta;
        }

        dual.Replace(theta, gap, isLost[first..end], lanes.FirstRow + first, lanes.Column, result[first..end]);
    }

    private static void Integrate(Instruction instruction, Lanes lanes, ReadOnlySpan<bool> isLost, Span<double> result)
    {
        var values = new double[instruction.Arguments.Length];
        for (var i = 0; i < result.Length; i++)
        {
            if (isLost[i])
            {
                lanes.ReadAll(instruction.Arguments.AsSpan(), i, values);
                result[i] = Integration.Of((ActivationGap)instruction.Node, values);
            }
        }
    }
}
