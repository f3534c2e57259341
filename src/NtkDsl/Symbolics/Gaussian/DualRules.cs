using System.Collections.Immutable;
using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>A closed form of the dual activation E f(u)g(v) for functions of a certain shape.</summary>
/// <param name="Name">The shape, in words.</param>
/// <param name="Law">The closed form.</param>
/// <param name="Apply">The closed form for f, g and the moments of u and v; null where the shape does not fit.</param>
internal sealed record DualRule(string Name, string Law, Func<Expr, Expr, GaussianPair, Expr?> Apply);

/// <summary>The closed forms, in the order in which they are tried; every one is tested against quadrature.</summary>
/// <remarks>
/// Sources: Cho and Saul (2009) for rectified monomials, Williams (1997) for erf and Gaussians, Tsuchida et al. (2018) for leaky
/// rectifiers, Tsuchida et al. (2021) for GELU, Stein (1981) and Isserlis (1918) for the rest.
/// </remarks>
internal static class DualRules
{
    public static ImmutableArray<DualRule> All { get; } =
    [
        new("a constant", "E k·g(v) = k·E g(v)", Constant),
        new("piecewise linear", "k·√(ab)(sin θ − θ cos θ) + h·c", PiecewiseLinear),
        new("piecewise constant", "h − k·θ", PiecewiseConstant),
        new("a step and a rectifier", "E step(u)·relu(v) = √b (1 + cos θ)/(2√(2π))", StepAndRectifier),
        new("Stein's lemma", "E u·g(v) = c·E g′(v)", Stein),
        new("polynomials", "Σ_j j! F_j G_j cʲ with F_j = E f⁽ʲ⁾(u)/j!", Polynomials),
        new("rectified monomials", "(ab)^(p/2) J_p(θ)/2π", RectifiedMonomials),
        new("error functions", "(2/π) arcsin(2stc/√((1+2s²a)(1+2t²b)))", ErrorFunctions),
        new("GELU", "c/4 + (…)/2π", Gelu),
        new("delta functions", "E δ(u − s)·g(v) = p(s) E[g(v) | u = s]", Deltas),
        new("a Gaussian factor", "E e^(−gu²)f(u)·e^(−hv²)k(v) = E′ f(u)k(v)/R", GaussianFactor),
        new("thresholds", "E f E g + c E f′ E g′ + Σ κᵢκⱼ Ψ₂(sᵢ, tⱼ)", Thresholds.Dual),
        new("sines and exponentials", "½[e^(−D/2) cos(s−t) − e^(−S/2) cos(s+t)], …", Waves),
    ];

    public static Expr? Apply(Expr f, Expr g, GaussianPair pair)
    {
        foreach (var rule in All)
        {
            if (rule.Apply(f, g, pair) is { } closed)
            {
                return closed;
            }
        }

        return null;
    }

    private static Expr? Constant(Expr f, Expr g, GaussianPair pair) =>
        Shapes.IsConstant(f) ? f * Gaussian.Mean(g, pair.B)
        : Shapes.IsConstant(g) ? g * Gaussian.Mean(f, pair.A)
        : null;

    private static Expr? PiecewiseLinear(Expr f, Expr g, GaussianPair pair)
    {
        if (!Shapes.IsPiecewiseLinear(f, out var f0, out var f1) || !Shapes.IsPiecewiseLinear(g, out var g0, out var g1))
        {
            return null;
        }

        // Same-side products weigh J₁(θ) = sin θ + (π−θ) cos θ, opposite-side products sin θ − θ cos θ = J₁(π−θ).
        var (same, opposite) = ((f0 * g0) + (f1 * g1), (f0 * g1) + (f1 * g0));
        return opposite.IsZero
            ? same / (2 * Pi) * pair.Scale * pair.ArcCosine
            : (same / 2 * pair.C) + ((same - opposite) / (2 * Pi) * pair.Scale * pair.SineMinus);
    }

    private static Expr? PiecewiseConstant(Expr f, Expr g, GaussianPair pair)
    {
        if (!Shapes.IsPiecewiseConstant(f, out var f0, out var f1) || !Shapes.IsPiecewiseConstant(g, out var g0, out var g1))
        {
            return null;
        }

        var (same, opposite) = ((f0 * g0) + (f1 * g1), (f0 * g1) + (f1 * g0));
        return opposite.IsZero
            ? same / (2 * Pi) * pair.CoTheta
            : (same / 2) - ((same - opposite) / (2 * Pi) * pair.Theta);
    }

    private static Expr? StepAndRectifier(Expr f, Expr g, GaussianPair pair)
    {
        if (!Shapes.IsPiecewiseConstant(f, out var f0, out var f1))
        {
            return Shapes.IsPiecewiseConstant(g, out _, out _) && Shapes.IsPiecewiseLinear(f, out _, out _)
                ? StepAndRectifier(g, f, pair.Transpose())
                : null;
        }

        return Shapes.IsPiecewiseLinear(g, out var g0, out var g1)
            ? Sqrt(pair.B) / (2 * Sqrt(2 * Pi))
                * ((((f1 * g1) - (f0 * g0)) * (1 + Cos(pair.Theta))) + (((f0 * g1) - (f1 * g0)) * (1 - Cos(pair.Theta))))
            : null;
    }

    private static Expr? Stein(Expr f, Expr g, GaussianPair pair) =>
        f == Lambda.Variable ? pair.C * Gaussian.Mean(Derivative.Of(g, Lambda.Variable), pair.B)
        : g == Lambda.Variable ? pair.C * Gaussian.Mean(Derivative.Of(f, Lambda.Variable), pair.A)
        : null;

    private static Expr? Polynomials(Expr f, Expr g, GaussianPair pair) =>
        PolynomialMoments.HermiteCoefficients(f, pair.A) is { } left && PolynomialMoments.HermiteCoefficients(g, pair.B) is { } right
            ? Sum.Of([.. left.Zip(right).Select((of, j) => PolynomialMoments.Factorial(j) * of.First * of.Second * Pow(pair.C, j))])
            : null;

    private static Expr? RectifiedMonomials(Expr f, Expr g, GaussianPair pair) =>
        f == g && Shapes.IsRectifiedMonomial(f, out var p)
            ? Pow(pair.Scale, p) / (2 * Pi) * ArcCosineKernel.Of(p, pair)
            : null;

    private static Expr? ErrorFunctions(Expr f, Expr g, GaussianPair pair)
    {
        if (!Shapes.IsErf(f, out var s) || !Shapes.IsErf(g, out var t))
        {
            return null;
        }

        var (a, b, c) = (1 + (2 * s * s * pair.A), 1 + (2 * t * t * pair.B), 2 * s * t * pair.C);
        return 2 / Pi * Call.Of(Function.ArcSine, a, b, c, Remainder(s * s, t * t, pair));
    }

    private static Expr? Gelu(Expr f, Expr g, GaussianPair pair)
    {
        if (!Shapes.IsGelu(f) || !Shapes.IsGelu(g))
        {
            return null;
        }

        var (a, b, c) = (pair.A, pair.B, pair.C);
        var (r, half) = (Remainder(Fraction(1, 2), Fraction(1, 2), pair), Fraction(1, 2) / Pi);
        return (c / 4)
            + (half * ((c / (1 + a) * (c / (1 + b)) / r) + (a / (1 + a) * (b / (1 + b)) * r)))
            + (half * c * Call.Of(Function.ArcSine, 1 + a, 1 + b, c, r));
    }

    private static Expr? Deltas(Expr f, Expr g, GaussianPair pair) =>
        Shapes.IsDirac(f, out var s)
            ? !Shapes.IsDirac(g, out var t) ? Given(s, g, pair) : s.IsZero && t.IsZero ? 1 / (2 * Pi * pair.Area) : Function.DensityAt(pair, s, t)
            : Shapes.IsDirac(g, out t) ? Given(t, f, pair.Transpose()) : null;

    /// <summary>E δ(u − s)g(v): given u = s, v has the mean cs/a and the variance Δ²/a.</summary>
    private static Expr Given(Expr s, Expr g, GaussianPair pair) =>
        Gaussian.Mean(Function.Delta(Lambda.Variable - s), pair.A)
            * Gaussian.Mean(g.Substitute(Lambda.Variable, Lambda.Variable + (pair.C * s / pair.A)), Pow(pair.Area, 2) / pair.A);

    /// <summary>Under the density tilted by e^(−gu²−hv²), u and v are Gaussian again, with the moments divided by R².</summary>
    private static Expr? GaussianFactor(Expr f, Expr g, GaussianPair pair)
    {
        var (inF, inG) = (Shapes.IsGaussianTimes(f, out var s, out var restF), Shapes.IsGaussianTimes(g, out var t, out var restG));
        if (!inF && !inG)
        {
            return null;
        }

        // Each term over R² for itself: Δ² alone may overflow.
        var r = Remainder(s, t, pair);
        var (area, tilt) = (Pow(pair.Area, 2) / Pow(r, 2), Pow(r, -2));
        var tilted = GaussianPair.Of((pair.A * tilt) + (2 * t * area), (pair.B * tilt) + (2 * s * area), pair.C * tilt);
        return Gaussian.ClosedForm(restF, restG, tilted) is { } rest ? rest / r : null;
    }

    private static Expr? Waves(Expr f, Expr g, GaussianPair pair)
    {
        if (Shapes.IsSine(f, out var s, out var p) && Shapes.IsSine(g, out var t, out var q))
        {
            var scaled = pair.Times(s, t);
            if (p.IsZero && q.IsZero)
            {
                // (x − y)/2 = tanh(log(x/y)/2)·(x + y)/2, which does not cancel for small variances.
                return Call.Of(Function.Tanh, scaled.C) * (Exp(-scaled.Distance / 2) + Exp(Fraction(-1, 2) * Total(scaled))) / 2;
            }

            return (Exp(-scaled.Distance / 2) * Cos(p - q) / 2) - (Exp(Fraction(-1, 2) * Total(scaled)) * Cos(p + q) / 2);
        }

        if (Shapes.IsExponential(f, out s, out p))
        {
            return Shapes.IsExponential(g, out t, out q) ? Exp((Total(pair.Times(s, t)) / 2) + p + q)
                : Shapes.IsSine(g, out t, out q) ? Exp((((s * s * pair.A) - (t * t * pair.B)) / 2) + p) * Sin(q + (s * t * pair.C))
                : null;
        }

        return Shapes.IsExponential(g, out _, out _) && Shapes.IsSine(f, out _, out _) ? Waves(g, f, pair.Transpose()) : null;

        static Expr Total(GaussianPair pair) => pair.A + pair.B + (2 * pair.C);
    }

    /// <summary>R = √((1+2ga)(1+2hb) − 4ghc²), written as √(1 + 2ga + 2hb + 4gh(ab − c²)) so that nothing cancels.</summary>
    private static Expr Remainder(Expr g, Expr h, GaussianPair pair) =>
        Call.Of(Function.Hypot, Sqrt(1 + (2 * g * pair.A) + (2 * h * pair.B)), 2 * Sqrt(g * h) * pair.Area);
}
