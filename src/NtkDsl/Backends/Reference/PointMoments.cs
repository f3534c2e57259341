using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>What the recursion reads off two input points.</summary>
internal static class PointMoments
{
    /// <summary>|cos| above which the gap is taken from a difference of vectors, not of moments.</summary>
    public const double NearlyParallel = 0.9;

    /// <summary>⟨x, x′⟩/d.</summary>
    public static double Cross(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => TensorPrimitives.Dot(x, y) / x.Length;

    /// <summary>
    /// P₀ = 2(‖x‖‖x′‖ − ⟨x, x′⟩)/d, or with <paramref name="sign"/> = −1 Q₀ = 2(‖x‖‖x′‖ + ⟨x, x′⟩)/d.
    /// For nearly parallel points it is ‖x‖‖x′‖/d · |x/‖x‖ ∓ x′/‖x′‖|², which does not cancel.
    /// </summary>
    public static double Gap(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double a, double b, double c, int sign)
    {
        var scale = Math.Sqrt(a) * Math.Sqrt(b);
        if (scale == 0 || sign * c < NearlyParallel * scale)
        {
            return 2 * (scale - (sign * c));
        }

        var (inverseX, inverseY) = (1 / Math.Sqrt(a), sign / Math.Sqrt(b));
        double sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var difference = (x[i] * inverseX) - (y[i] * inverseY);
            sum += difference * difference;
        }

        return scale * sum / x.Length;
    }
}
