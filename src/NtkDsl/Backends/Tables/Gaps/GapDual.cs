namespace NtkDsl;

/// <summary>
/// Gaps behind an activation without cancellation, by the formula of <see cref="ActivationGap"/>: the part of the angle from the dual of
/// the derivatives, which Price's theorem makes a mean with positive weights, and the part of unequal variances.
/// </summary>
/// <param name="slope">E f′(u)g′(v).</param>
/// <param name="radial">The part of unequal variances.</param>
internal sealed class GapDual(IDual slope, RadialGap radial)
{
    /// <summary>Exact for polynomials of degree 31 over [0, θ], and a small gap behind f leaves θ or f′ little room to vary.</summary>
    private static readonly Quadrature Rule = GaussLegendre.Rule(16);

    /// <summary>Replaces gaps for consecutive left points with one right point.</summary>
    /// <param name="theta">The angles of u and v.</param>
    /// <param name="gap">P of u and v.</param>
    /// <param name="isLost">Which gaps to replace.</param>
    /// <param name="firstRow">The first left point.</param>
    /// <param name="column">The right point.</param>
    /// <param name="result">The gaps behind the activation.</param>
    public void Replace(ReadOnlySpan<double> theta, ReadOnlySpan<double> gap, ReadOnlySpan<bool> isLost, int firstRow, int column, Span<double> result)
    {
        Span<double> turned = stackalloc double[theta.Length], mean = stackalloc double[theta.Length];
        mean.Clear();
        for (var k = 0; k < Rule.Count; k++)
        {
            var share = (1 + Rule.Nodes[k]) / 2;
            for (var i = 0; i < theta.Length; i++)
            {
                turned[i] = share * theta[i];
            }

            slope.Evaluate(turned, firstRow, column, turned);
            for (var i = 0; i < theta.Length; i++)
            {
                mean[i] += Rule.Weights[k] / 2 * SineShare(share, theta[i]) * turned[i];
            }
        }

        radial.Evaluate(isLost, firstRow, column, turned);
        for (var i = 0; i < theta.Length; i++)
        {
            result[i] = isLost[i] ? Math.Max(0, (gap[i] * mean[i]) + turned[i]) : result[i];
        }
    }

    /// <summary>θ sin(sθ)/(1 − cos θ), whose limit at θ = 0 is 2s.</summary>
    private static double SineShare(double share, double theta)
    {
        var half = Math.Sin(theta / 2);
        return half == 0 ? 2 * share : theta * Math.Sin(share * theta) / (2 * half * half);
    }
}
