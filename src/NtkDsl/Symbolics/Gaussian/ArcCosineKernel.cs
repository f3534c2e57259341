using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>
/// The arc-cosine kernels J_p(θ) = P_p(ρ)(π − θ) + Q_p(ρ) sin θ with ρ = cos θ (Cho and Saul 2009): E (u₊v₊)ᵖ = (ab)^(p/2) J_p(θ)/2π.
/// </summary>
internal static class ArcCosineKernel
{
    public static Expr Of(int p, GaussianPair pair)
    {
        if (p == 1)
        {
            return pair.ArcCosine;
        }

        var (even, odd) = Coefficients(p);
        return (Polynomial(even, Cos(pair.Theta)) * pair.CoTheta) + (Polynomial(odd, Cos(pair.Theta)) * Sin(pair.Theta));
    }

    /// <summary>
    /// P_p is E (uv)ᵖ at a = b = 1. Q_p follows from Price's theorem J_p′ = p² J_{p−1} as (1−ρ²)Q′ − ρQ = p²(1−ρ²)Q_{p−1} − P_p,
    /// solved from the highest power down.
    /// </summary>
    private static (Rational[] P, Rational[] Q) Coefficients(int p)
    {
        var below = new Rational[p + 3];
        for (var degree = 1; ; degree++)
        {
            var even = Moments(degree, p + 3);
            var q = new Rational[p + 3];
            for (var m = degree; m >= 1; m--)
            {
                var right = (degree * degree * (below[m] - (m >= 2 ? below[m - 2] : 0))) - even[m];
                q[m - 1] = (((m + 1) * q[m + 1]) - right) / m;
            }

            if (degree == p)
            {
                return (even, q);
            }

            below = q;
        }
    }

    private static Rational[] Moments(int p, int length)
    {
        var coefficients = new Rational[length];
        coefficients[p] = Rational.One;
        for (var k = 1; k <= p; k++)
        {
            coefficients[p] *= k;
        }

        // (p!)²/((2ʲ j!)² (p−2j)!) by the ratio of neighbours.
        for (var j = 1; p - (2 * j) >= 0; j++)
        {
            var k = p - (2 * j);
            coefficients[k] = coefficients[k + 2] * new Rational((k + 1) * (k + 2), 4 * j * j);
        }

        return coefficients;
    }

    private static Expr Polynomial(Rational[] coefficients, Expr x) =>
        Sum.Of([.. coefficients.Select((coefficient, k) => Number.Of(coefficient) * Pow(x, k))]);
}
