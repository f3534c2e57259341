namespace NtkDsl;

/// <summary>Where a function under an expectation is not analytic: the zeros of the arguments of its kinked primitives.</summary>
internal static class Kinks
{
    private const int Samples = 2048;

    /// <summary>The kinks of f(u; slots) for |u| up to <paramref name="reach"/>.</summary>
    public static double[] Of(Lambda lambda, double[] slots, double reach) =>
        [.. lambda.KinkedArguments().SelectMany(argument => Zeros(argument, slots, reach)).Distinct().Order()];

    private static IEnumerable<double> Zeros(Expr argument, double[] slots, double reach)
    {
        var lambda = new Lambda(argument, slots.Length);
        if (Basis.IsAffine(argument, out var slope, out var offset))
        {
            yield return -Constant(offset, slots) / Constant(slope, slots);
            yield break;
        }

        // Not a straight line: bracket the zeros on a grid and bisect.
        var f = LambdaCompiler.Bind(lambda, slots);
        var step = 2 * reach / Samples;
        for (var i = 0; i < Samples; i++)
        {
            var (left, right) = ((i * step) - reach, ((i + 1) * step) - reach);
            if (f(left) == 0)
            {
                yield return left;
            }
            else if (Math.Sign(f(left)) * Math.Sign(f(right)) < 0)
            {
                yield return MathNet.Numerics.RootFinding.Brent.FindRoot(f, left, right, 1e-15 * reach);
            }
        }
    }

    private static double Constant(Expr value, double[] slots) => LambdaCompiler.Compile(new(value, slots.Length))(0, slots);
}
