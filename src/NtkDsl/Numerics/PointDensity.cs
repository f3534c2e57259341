using System.Runtime.Intrinsics;

namespace NtkDsl;

/// <summary>e^−q², the density at one pair of thresholds but for its factor e^(−max(h², k²)/2).</summary>
internal readonly struct PointDensity(double h, double k) : ICorrelationDensity
{
    private static readonly double Root8 = Math.Sqrt(8);

    private readonly double rise = Math.Abs(h + k) / Root8;
    private readonly double fall = Math.Abs(h - k) / Root8;

    /// <summary>Where it counts.</summary>
    public Window Window(double start) => NtkDsl.Window.Of(rise, fall, start);

    /// <summary>The least exponent, with that of the factor.</summary>
    public double Least(double start)
    {
        var nearest = NtkDsl.Window.Nearest(rise, fall, start);
        return (Math.Max(h * h, k * k) / 2) + (nearest * nearest);
    }

    /// <inheritdoc/>
    public Vector256<double> At(Vector256<double> y)
    {
        // q² = (|h+k| y − |h−k|)²/8y
        var q = (rise * y) - Vector256.Create(fall);
        return Vector256.Exp(-(q * q / y));
    }
}
