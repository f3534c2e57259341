namespace NtkDsl;

public static partial class Layers
{
    private const int HighestHermite = 64;

    /// <summary>u ↦ uᵏ.</summary>
    /// <param name="k">The power, from 1.</param>
    /// <exception cref="NtkDslException">k is not positive.</exception>
    public static Activation Monomial(int k) => Activation.Of("monomial", u => Expr.Pow(u, Positive("monomial", k)), k);

    /// <summary>
    /// The normalised Hermite polynomial h_k of the standard normal density, E h_j(z)h_k(z) = [j = k];
    /// for unit variances its dual is ρᵏ (Daniely, Frostig and Singer 2016).
    /// </summary>
    /// <param name="k">The degree, from 1 to 64.</param>
    /// <exception cref="NtkDslException">k is not positive, or larger than 64.</exception>
    public static Activation Hermite(int k) => k > HighestHermite
        ? throw new NtkDslException(Messages.DegreeTooHigh("hermite", k, HighestHermite))
        : Activation.Of("hermite", u => HermiteOf(Positive("hermite", k), u), k);

    /// <summary>u ↦ c₀ + c₁u + c₂u² + …</summary>
    /// <param name="coefficients">c₀, c₁, …, at least one.</param>
    /// <exception cref="NtkDslException">There is no coefficient.</exception>
    public static Activation Polynomial(params Expr[] coefficients) => coefficients.Length == 0
        ? throw new NtkDslException(Messages.NoCoefficients)
        : Activation.Of("polynomial", u => Symbolics.Sum.Of([.. coefficients.Select((c, k) => c * Expr.Pow(u, k))]), [.. coefficients]);

    /// <summary>He_k/√(k!) by He_{j+1}(u) = u·He_j(u) − j·He_{j−1}(u), multiplied out.</summary>
    private static Expr HermiteOf(int k, Expr u)
    {
        Rational[] below = [1], current = [0, 1];
        Rational factorial = 1;
        for (var j = 1; j < k; j++)
        {
            var next = new Rational[j + 2];
            for (var i = 0; i < next.Length; i++)
            {
                next[i] = (i > 0 ? current[i - 1] : 0) - (i < below.Length ? j * below[i] : 0);
            }

            (below, current) = (current, next);
            factorial *= j + 1;
        }

        return Symbolics.Sum.Of([.. current.Select((c, i) => Number.Of(c) * Expr.Pow(u, i))]) / Expr.Sqrt(Number.Of(factorial));
    }
}
