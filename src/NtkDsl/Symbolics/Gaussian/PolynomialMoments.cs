using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>
/// Expectations of polynomials. With F_j = E f⁽ʲ⁾(u)/j!, the coefficients of f in Hermite polynomials of u's variance a,
/// <code>E f(u) = F₀ and E f(u)g(v) = Σ_j j! F_j G_j cʲ.</code>
/// </summary>
/// <remarks>Isserlis (1918); as an expansion in Hermite polynomials Mehler (1866).</remarks>
internal static class PolynomialMoments
{
    /// <summary>F₀, F₁, … up to the degree of f for u ~ N(0, a); null if f is no polynomial.</summary>
    public static IReadOnlyList<Expr>? HermiteCoefficients(Expr f, Expr a)
    {
        var coefficients = new SortedList<int, Expr>();
        foreach (var term in Basis.Expand(f))
        {
            var degree = 0;
            if (!term.Function.IsOne && !Shapes.IsMonomial(term.Function, out degree))
            {
                return null;
            }

            coefficients.Add(degree, term.Coefficient);
        }

        var highest = coefficients.Keys.LastOrDefault();
        return [.. Enumerable.Range(0, highest + 1).Select(j => HermiteCoefficient(coefficients, highest, j, a))];
    }

    /// <summary>n!.</summary>
    public static Expr Factorial(int n) => MeanRules.DoubleFactorial(n) * MeanRules.DoubleFactorial(n - 1);

    /// <summary>F_j = Σ_m f_{j+2m} (j+2m)!/(j! m! 2ᵐ) aᵐ.</summary>
    private static Expr HermiteCoefficient(SortedList<int, Expr> coefficients, int highest, int j, Expr a)
    {
        var inVariance = new List<Expr>();
        for (int m = 0, degree = j; degree <= highest; m++, degree = j + (2 * m))
        {
            inVariance.Add(coefficients.TryGetValue(degree, out var f) ? f * (Factorial(degree) / (Factorial(j) * Factorial(m) * Pow(2, m))) : 0);
        }

        while (inVariance is [.., { IsZero: true }])
        {
            inVariance.RemoveAt(inVariance.Count - 1);
        }

        return Shift(inVariance) is { } shift
            ? inVariance[^1] * Pow(a - Number.Of(shift), inVariance.Count - 1)
            : Sum.Of([.. inVariance.Select((r, m) => r * Pow(a, m))]);
    }

    /// <summary>
    /// The s > 0 with Σ r_m aᵐ = r_M (a − s)ᴹ, if there is one. Hermite polynomials have s = 1, and multiplied out their moments would
    /// lose all digits near a = 1.
    /// </summary>
    private static Rational? Shift(List<Expr> inVariance)
    {
        var degree = inVariance.Count - 1;
        if (degree < 1 || inVariance[^2] / (degree * inVariance[^1]) is not Number { Value: { Sign: < 0 } minus })
        {
            return null;
        }

        var power = Number.Of(1);
        for (var m = degree; m >= 0; m--)
        {
            if (inVariance[m] != inVariance[^1] * Binomial(degree, m) * power)
            {
                return null;
            }

            power *= Number.Of(minus);
        }

        return -minus;
    }

    private static Expr Binomial(int n, int k) => Factorial(n) / (Factorial(k) * Factorial(n - k));
}
