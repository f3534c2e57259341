using static NtkDsl.Expr;

namespace NtkDsl.Symbolics;

/// <content>The elementary functions of which activations are composed.</content>
public sealed partial class Function
{
    internal static Function Exp { get; } =
        Of("exp", Math.Exp, Expr.Exp, new("exp", @"\exp", "Math.Exp", "exp", "np.exp"), atZero: 1, nonNegative: true);

    /// <summary>eˣ − 1, without cancellation near 0.</summary>
    internal static Function ExpMinusOne { get; } = Of(
        "expm1", ExpMinusOneOf, Expr.Exp, atZero: 0, onPaper: x => Expr.Exp(x) - 1);

    internal static Function Log { get; } =
        Of("log", Math.Log, x => 1 / x, new("log", @"\log", "Math.Log", "log", "np.log"));

    internal static Function Sin { get; } = Of(
        "sin", Math.Sin, Expr.Cos, new("sin", @"\sin", "Math.Sin", "sin", "np.sin") { IsOperator = true },
        atZero: 0, parity: Parity.Odd, onPaper: SinOnPaper);

    internal static Function Cos { get; } = Of(
        "cos", Math.Cos, x => -Expr.Sin(x), new("cos", @"\cos", "Math.Cos", "cos", "np.cos") { IsOperator = true },
        atZero: 1, parity: Parity.Even, onPaper: CosOnPaper);

    internal static Function Tanh { get; } = Of(
        "tanh", Math.Tanh, x => 1 - Pow(Expr.Tanh(x), 2), new("tanh", @"\tanh", "Math.Tanh", "tanh", "np.tanh") { IsOperator = true },
        atZero: 0, parity: Parity.Odd);

    /// <summary>The hyperbolic sine; formulas show it, and numbers have forms that do not overflow.</summary>
    internal static Function Sinh { get; } = Of(
        "sinh", Math.Sinh, x => Call.Of(Cosh!, x), new("sinh", @"\sinh", "Math.Sinh", "sinh", "np.sinh") { IsOperator = true },
        atZero: 0, parity: Parity.Odd);

    /// <summary>The hyperbolic cosine; formulas show it, and numbers have forms that do not overflow.</summary>
    internal static Function Cosh { get; } = Of(
        "cosh", Math.Cosh, x => Call.Of(Sinh!, x), new("cosh", @"\cosh", "Math.Cosh", "cosh", "np.cosh") { IsOperator = true },
        atZero: 1, parity: Parity.Even, nonNegative: true);

    internal static Function Arccos { get; } = Of(
        "arccos", Math.Acos, x => -1 / Sqrt(1 - (x * x)), new("arccos", @"\arccos", "Math.Acos", "acos", "np.arccos"), nonNegative: true);

    internal static Function Arcsin { get; } = Of(
        "arcsin", Math.Asin, x => 1 / Sqrt(1 - (x * x)), new("arcsin", @"\arcsin", "Math.Asin", "asin", "np.arcsin"),
        atZero: 0, parity: Parity.Odd);

    internal static Function Erf { get; } = Of(
        "erf", Normal.Erf, x => 2 / Sqrt(Pi) * Expr.Exp(-(x * x)), new("erf", @"\operatorname{erf}", "Erf", "erf", "erf"),
        atZero: 0, parity: Parity.Odd);

    internal static Function NormalCdf { get; } = Of(
        "normalCdf", Normal.Cdf, x => Expr.Exp(-(x * x) / 2) / Sqrt(2 * Pi), new("Φ", @"\Phi", "NormalCdf", "normalCdf", "normal_cdf"),
        atZero: Fraction(1, 2), nonNegative: true);

    internal static Function Sigmoid { get; } = Of(
        "sigmoid", SigmoidOf, x => Expr.Sigmoid(x) * Expr.Sigmoid(-x), Spelling.OfWord("sigmoid"),
        atZero: Fraction(1, 2), nonNegative: true);

    internal static Function Softplus { get; } =
        Of("softplus", SoftplusOf, Expr.Sigmoid, Spelling.OfWord("softplus"), nonNegative: true);

    internal static Function Abs { get; } = Of(
        "abs", Math.Abs, Expr.Sign, Spelling.Bars("Math.Abs", "abs", "np.abs"),
        atZero: 0, parity: Parity.Even, nonNegative: true, kink: true, homogeneity: 1);

    internal static Function Sign { get; } = Of(
        "sign", SignOf, x => 2 * Delta(x), new("sign", @"\operatorname{sign}", "Math.Sign", "signum", "np.sign"),
        atZero: 0, parity: Parity.Odd, kink: true, homogeneity: 0, contents: Contents.Jump);

    internal static Function Step { get; } = Of(
        "step", StepOf, Delta, Spelling.OfWord("step"),
        atZero: Fraction(1, 2), nonNegative: true, kink: true, homogeneity: 0, contents: Contents.Jump);

    /// <summary>1 for x > 0 and 0 at 0, where x ≥ 0: whether a field of variance x has any. On paper it is 1.</summary>
    internal static Function Presence { get; } = Of(
        "presence", SignOf, _ => 0, new("presence", @"\operatorname{presence}", "Math.Sign", "signum", "np.sign"),
        atZero: 0, nonNegative: true, homogeneity: 0, onPaper: _ => 1);

    internal static Function Relu { get; } = Of(
        "relu", x => Math.Max(x, 0), Expr.Step, Spelling.OfWord("relu"),
        atZero: 0, nonNegative: true, kink: true, homogeneity: 1);

    /// <summary>
    /// Dirac's δ, the derivative of a jump. It has a meaning under an expectation only, where it is integrated away;
    /// a derivative of it is refused.
    /// </summary>
    internal static Function Dirac { get; } = Of(
        "δ", x => x == 0 ? double.PositiveInfinity : 0, _ => throw new NtkDslException(Messages.DerivativeOfDelta),
        new("δ", @"\delta"), parity: Parity.Even, nonNegative: true, kink: true, contents: Contents.Dirac);

    /// <summary>
    /// f with a declared derivative (a surrogate gradient): arguments f(u) and s(u), value f(u).
    /// The derivative with respect to the second argument is what surrogate gradients back-propagate.
    /// </summary>
    internal static Function Surrogate { get; } = new("surrogate", 2, x => x[0], (_, index) => index == 0 ? 1 : 0)
    {
        OnPaper = x => x[0],
        Contents = Contents.Surrogate,
    };

    internal static Expr Delta(Expr x) => Call.Of(Dirac, x);

    /// <summary>−1, 0 or 1, and NaN for NaN, where Math.Sign throws.</summary>
    private static double SignOf(double x) => double.IsNaN(x) ? x : Math.Sign(x);

    /// <summary>By Kahan's quotient: the errors of eˣ − 1 and of the logarithm of the rounded eˣ cancel.</summary>
    private static double ExpMinusOneOf(double x)
    {
        var e = Math.Exp(x);
        return e == 1 ? x : double.IsInfinity(e) || e - 1 == -1 ? e - 1 : (e - 1) * (x / Math.Log(e));
    }

    private static double SigmoidOf(double x)
    {
        // Either branch takes the exponential of a negative number, which cannot overflow.
        var e = Math.Exp(-Math.Abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }

    private static double SoftplusOf(double x) => Math.Max(x, 0) + MathNet.Numerics.SpecialFunctions.Log1p(Math.Exp(-Math.Abs(x)));
}
