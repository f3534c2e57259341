namespace NtkDsl;

/// <summary>The value of an <see cref="Expectation"/> by the reference integrator, from the values of its arguments.</summary>
internal static class Integration
{
    /// <summary>Standard deviations beyond which a kink does not matter.</summary>
    public const double Reach = 12;

    private const double AccuracyOfAngle = 1e-14;
    private const double CoarsestTolerance = 1e-5;

    /// <summary>Relative difference of the variances of duplicates, which is rounding alone.</summary>
    private const double Rounding = 1e-15;

    public static double Of(Expectation expectation, ReadOnlySpan<double> arguments) => Estimate(expectation, arguments).Value;

    /// <summary>The value with an estimate of its error.</summary>
    public static Estimate Estimate(Expectation expectation, ReadOnlySpan<double> arguments)
    {
        // A moment that does not exist, such as a variance given u = 0 where u is 0 throughout, leaves the value undefined.
        if (!double.IsFinite(arguments[0]) || (expectation.Right is not null && !double.IsFinite(arguments[1])))
        {
            return NtkDsl.Estimate.Undefined;
        }

        if (expectation.Right is null)
        {
            return Mean(expectation.Left, arguments[1..].ToArray(), Math.Sqrt(arguments[0]));
        }

        var pair = PairMoments.Of(arguments);
        var (f, g) = Sides(expectation.Left, expectation.Right, arguments[GaussianPair.ArgumentCount..], pair);
        return GaussianIntegral.Product(f.Value, g.Value, pair.SigmaU, pair.SigmaV, pair.Theta, f.Kinks, g.Kinks);
    }

    /// <summary>
    /// The value where it is wanted fast: functions without a kink are summed on a grid, if that settles. Not for the reference evaluator,
    /// which this one is held against.
    /// </summary>
    public static Estimate FastEstimate(Expectation expectation, ReadOnlySpan<double> arguments) =>
        AnalyticEstimate(expectation, arguments) ?? Estimate(expectation, arguments);

    private static Estimate? AnalyticEstimate(Expectation expectation, ReadOnlySpan<double> arguments)
    {
        if (expectation.Right is null || expectation.Left.HasKink || expectation.Right.HasKink)
        {
            return null;
        }

        var pair = PairMoments.Of(arguments);
        var (f, g) = Sides(expectation.Left, expectation.Right, arguments[GaussianPair.ArgumentCount..], pair);
        return AnalyticIntegral.Product(f.Value, g.Value, pair.SigmaU, pair.SigmaV, pair.Theta);
    }

    /// <summary>The gap behind an activation: the difference where it has its digits, else the expectation of a square.</summary>
    public static double Of(ActivationGap gap, ReadOnlySpan<double> arguments)
    {
        var subtracted = Function.Gap.Value(arguments[ActivationGap.Behind]);
        var (rootA, rootB) = (Math.Sqrt(arguments[ActivationGap.BehindA]), Math.Sqrt(arguments[ActivationGap.BehindB]));
        var scale = rootA * rootB;
        if (!ActivationGap.IsLost(subtracted, scale))
        {
            return subtracted;
        }

        var pair = PairMoments.Of(arguments);
        if (pair.P <= 0 && Math.Abs(pair.A - pair.B) <= Rounding * pair.A && gap.Left == gap.Right)
        {
            return 0;
        }

        var (f, g) = Sides(gap.Left, gap.Right, arguments[ActivationGap.FixedArguments..], pair);

        // What matters is the angle, which follows from the root of the gap.
        var tolerance = Math.Clamp(AccuracyOfAngle / Math.Sqrt(subtracted / scale), GaussianIntegral.DefaultTolerance, CoarsestTolerance);
        return scale * GaussianIntegral.SquaredDifference(
            u => f.Value(u) / rootA, v => g.Value(v) / rootB, pair.SigmaU, pair.SigmaV, pair.Theta, f.Kinks, g.Kinks, tolerance).Value;
    }

    /// <summary>f and g with their slots filled, and their kinks.</summary>
    private static (Side F, Side G) Sides(Lambda f, Lambda g, ReadOnlySpan<double> slots, PairMoments pair) =>
        (Side.Of(f, slots[..f.Slots].ToArray(), pair.SigmaU), Side.Of(g, slots[f.Slots..].ToArray(), pair.SigmaV));

    private static Estimate Mean(Lambda function, double[] slots, double sigma)
    {
        var f = Side.Of(function, slots, sigma);
        return GaussianIntegral.Mean(f.Value, sigma, f.Kinks);
    }

    private readonly record struct Side(Func<double, double> Value, double[] Kinks)
    {
        public static Side Of(Lambda function, double[] slots, double sigma) =>
            new(LambdaCompiler.Bind(function, slots), NtkDsl.Kinks.Of(function, slots, Reach * sigma));
    }
}
