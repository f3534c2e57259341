using static NtkDsl.Expr;

namespace NtkDsl.Symbolics;

/// <content>The elementary functions of which activations are composed.</content>
public sealed partial class Function
{
    internal static Function Exp { get; } = Of("exp", Math.Exp, Expr.Exp, atZero: 1, nonNegative: true);

    internal static Function Log { get; } = Of("log", Math.Log, x => 1 / x);

    internal static Function Sin { get; } = Of("sin", Math.Sin, Expr.Cos, atZero: 0, parity: Parity.Odd);

    internal static Function Cos { get; } = Of("cos", Math.Cos, x => -Expr.Sin(x), atZero: 1, parity: Parity.Even);

    internal static Function Tanh { get; } = Of("tanh", Math.Tanh, x => 1 - Pow(Expr.Tanh(x), 2), atZero: 0, parity: Parity.Odd);

    internal static Function Erf { get; } =
        Of("erf", Normal.Erf, x => 2 / Sqrt(Pi) * Expr.Exp(-(x * x)), atZero: 0, parity: Parity.Odd);

    internal static Function NormalCdf { get; } =
        Of("normalCdf", Normal.Cdf, x => Expr.Exp(-(x * x) / 2) / Sqrt(2 * Pi), atZero: Fraction(1, 2), nonNegative: true);

    internal static Function Sigmoid { get; } =
        Of("sigmoid", SigmoidOf, x => Expr.Sigmoid(x) * Expr.Sigmoid(-x), atZero: Fraction(1, 2), nonNegative: true);

    internal static Function Softplus { get; } = Of("softplus", SoftplusOf, Expr.Sigmoid, nonNegative: true);

    internal static Function Abs { get; } =
        Of("abs", Math.Abs, Expr.Sign, atZero: 0, parity: Parity.Even, nonNegative: true, kink: true, homogeneity: 1);

    internal static Function Sign { get; } =
        Of("sign", x => Math.Sign(x), x => 2 * Delta(x), atZero: 0, parity: Parity.Odd, kink: true, homogeneity: 0);

    internal static Function Step { get; } =
        Of("step", x => (Math.Sign(x) + 1) / 2.0, Delta, atZero: Fraction(1, 2), nonNegative: true, kink: true, homogeneity: 0);

    internal static Function Relu { get; } =
        Of("relu", x => Math.Max(x, 0), Expr.Step, atZero: 0, nonNegative: true, kink: true, homogeneity: 1);

    /// <summary>
    /// Dirac's δ, the derivative of a jump. It has a meaning under an expectation only, where it is integrated away;
    /// a derivative of it is refused.
    /// </summary>
    internal static Function Dirac { get; } = Of(
        "δ", x => x == 0 ? double.PositiveInfinity : 0, _ => throw new NtkDslException(Messages.DerivativeOfDelta),
        parity: Parity.Even, nonNegative: true, kink: true);

    /// <summary>
    /// f with a declared derivative (a surrogate gradient): arguments f(u) and s(u), value f(u).
    /// The derivative with respect to the second argument is what surrogate gradients back-propagate.
    /// </summary>
    internal static Function Surrogate { get; } = new("surrogate", 2, x => x[0], (_, index) => index == 0 ? 1 : 0);

    internal static Expr Delta(Expr x) => Call.Of(Dirac, x);

    private static double SigmoidOf(double x)
    {
        // Either branch takes the exponential of a negative number, which cannot overflow.
        var e = Math.Exp(-Math.Abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }

    private static double SoftplusOf(double x) => Math.Max(x, 0) + MathNet.Numerics.SpecialFunctions.Log1p(Math.Exp(-Math.Abs(x)));
}
