namespace NtkDsl;

/// <summary>E f(u) for the variances of many points by one rule, held against the reference integrator at a few of them.</summary>
internal static class MeanRule
{
    /// <summary>Fewer means are integrated one by one.</summary>
    private const int FewestMeans = 16;
    private const int CheckedMeans = 4;
    private const double AcceptedError = 1e-13;

    /// <summary>The mean in every lane; null if there are few, or the rule is not accurate.</summary>
    public static double[]? TryMeans(Expectation mean, Instruction instruction, Lanes lanes, CancellationToken cancellation)
    {
        if (lanes.Count < FewestMeans)
        {
            return null;
        }

        var nodes = DualNodes.Of(mean.Left, instruction.Arguments[0], instruction.Arguments.AsSpan()[1..].ToArray(), lanes);
        if (!nodes.AreFinite)
        {
            return null;
        }

        var values = DualGrid.Means(nodes, cancellation);
        for (var i = 0; i < nodes.Count; i += Math.Max(1, (nodes.Count - 1) / CheckedMeans))
        {
            var exact = GaussianIntegral.Mean(nodes.At(i), nodes.Sigmas[i], nodes.Kinks(i));
            // Written so that NaN is not accurate.
            if (!(Math.Abs(values[i] - exact.Value) <= AcceptedError * exact.Magnitude))
            {
                return null;
            }
        }

        return values;
    }
}
