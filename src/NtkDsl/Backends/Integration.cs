namespace NtkDsl;

/// <summary>The value of an <see cref="Expectation"/> by the reference integrator, from the values of its arguments.</summary>
internal static class Integration
{
    /// <summary>Standard deviations beyond which a kink does not matter.</summary>
    public const double Reach = 12;

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

    private static Estimate Mean(Lambda function, double[] slots, double sigma) =>
        GaussianIntegral.Mean(LambdaCompiler.Bind(function, slots), sigma, Kinks.Of(function, slots, Reach * sigma));
}
