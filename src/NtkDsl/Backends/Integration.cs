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

        var fixedArguments = expectation.Right is null ? 1 : 5;
        var leftSlots = arguments.Slice(fixedArguments, expectation.Left.Slots).ToArray();
        if (expectation.Right is null)
        {
            return Mean(expectation.Left, leftSlots, Math.Sqrt(arguments[0]));
        }

        var rightSlots = arguments[(fixedArguments + expectation.Left.Slots)..].ToArray();
        var (sigmaU, sigmaV) = (Math.Sqrt(arguments[0]), Math.Sqrt(arguments[1]));
        return GaussianIntegral.Product(
            LambdaCompiler.Bind(expectation.Left, leftSlots),
            LambdaCompiler.Bind(expectation.Right, rightSlots),
            sigmaU,
            sigmaV,
            Function.Angle.Value(arguments[..5]),
            Kinks.Of(expectation.Left, leftSlots, Reach * sigmaU),
            Kinks.Of(expectation.Right, rightSlots, Reach * sigmaV));
    }

    /// <summary>The gap behind an activation: the difference where it has its digits, else the expectation of a square.</summary>
    public static double Of(ActivationGap gap, ReadOnlySpan<double> arguments)
    {
        var subtracted = Function.Gap.Value(arguments[5..8]);
        var scale = Math.Sqrt(arguments[5]) * Math.Sqrt(arguments[6]);
        if (!ActivationGap.IsLost(subtracted, scale))
        {
            return subtracted;
        }

        if (arguments[3] <= 0 && Math.Abs(arguments[0] - arguments[1]) <= Rounding * arguments[0] && gap.Left == gap.Right)
        {
            return 0;
        }

        var leftSlots = arguments.Slice(ActivationGap.FixedArguments, gap.Left.Slots).ToArray();
        var rightSlots = arguments[(ActivationGap.FixedArguments + gap.Left.Slots)..].ToArray();
        var (sigmaU, sigmaV) = (Math.Sqrt(arguments[0]), Math.Sqrt(arguments[1]));
        var (f, g) = (LambdaCompiler.Bind(gap.Left, leftSlots), LambdaCompiler.Bind(gap.Right, rightSlots));
        var (rootA, rootB) = (Math.Sqrt(arguments[5]), Math.Sqrt(arguments[6]));
        return scale * GaussianIntegral.SquaredDifference(
            u => f(u) / rootA,
            v => g(v) / rootB,
            sigmaU,
            sigmaV,
            Function.Angle.Value(arguments[..5]),
            Kinks.Of(gap.Left, leftSlots, Reach * sigmaU),
            Kinks.Of(gap.Right, rightSlots, Reach * sigmaV),
            // What matters is the angle, which follows from the root of the gap.
            Math.Clamp(AccuracyOfAngle / Math.Sqrt(subtracted / scale), GaussianIntegral.DefaultTolerance, CoarsestTolerance)).Value;
    }

    private static Estimate Mean(Lambda function, double[] slots, double sigma) =>
        GaussianIntegral.Mean(LambdaCompiler.Bind(function, slots), sigma, Kinks.Of(function, slots, Reach * sigma));
}
