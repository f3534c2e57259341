using static System.Runtime.Intrinsics.Vector256;
using Doubles = System.Runtime.Intrinsics.Vector256<double>;

namespace NtkDsl;

/// <summary>
/// The density e^−E(h, k) at the corners of a box, added with the signs + of (h, k) and (h′, k′), − of the others. Where the box is small,
/// this keeps its digits: about the corner with the least E it is ±(1 − e^−x)(1 − e^−z)e^−E + (1 − e^−m)e^−F, with the differences x and z
/// to its neighbours and m = (h′−h)(k′−k)(1/y − y)/4.
/// </summary>
internal readonly struct BoxDensity(Interval x, Interval y) : ICorrelationDensity
{
    private readonly double area = x.Length * y.Length / 4;

    /// <summary>Where it counts.</summary>
    public Window Window(double start)
    {
        ReadOnlySpan<PointDensity> corners = [new(x.Low, y.Low), new(x.Low, y.High), new(x.High, y.Low), new(x.High, y.High)];
        var least = double.PositiveInfinity;
        foreach (var corner in corners)
        {
            least = Math.Min(least, corner.Least(start));
        }

        Window? window = null;
        foreach (var corner in corners)
        {
            // One whose exponent is larger by this adds no digit.
            if (!(corner.Least(start) > least + NtkDsl.Window.Negligible))
            {
                window = window?.With(corner.Window(start)) ?? corner.Window(start);
            }
        }

        return window!.Value;
    }

    /// <inheritdoc/>
    public Doubles At(Doubles ratio)
    {
        // E = ((h−k)² u + (h+k)² v)/8.
        var (u, v) = (Doubles.One + (Doubles.One / ratio), Doubles.One + ratio);
        var (nearNear, nearFar) = (Exponent(x.Low, y.Low, u, v), Exponent(x.Low, y.High, u, v));
        var (farNear, farFar) = (Exponent(x.High, y.Low, u, v), Exponent(x.High, y.High, u, v));
        var isLowX = LessThanOrEqual(Min(nearNear, nearFar), Min(farNear, farFar));
        var isLowY = LessThanOrEqual(Min(nearNear, farNear), Min(nearFar, farFar));
        var least = Min(Min(nearNear, nearFar), Min(farNear, farFar));

        var alongX = Abs(ConditionalSelect(isLowY, Difference(x, y.Low, u, v), Difference(x, y.High, u, v)));
        var alongY = Abs(ConditionalSelect(isLowX, Difference(y, x.Low, u, v), Difference(y, x.High, u, v)));
        var mixed = area * ((Doubles.One - ratio) * v / ratio);
        var isDiagonal = ~(isLowX ^ isLowY);

        var apart = OneMinusExp(alongX) * OneMinusExp(alongY) * Exp(-least);
        var together = OneMinusExp(mixed) * Exp(-ConditionalSelect(isDiagonal, Max(nearNear, farFar), least + alongX + alongY));
        return together + ConditionalSelect(isDiagonal, apart, -apart);
    }

    private static Doubles Exponent(double h, double k, Doubles u, Doubles v) =>
        ((h - k) * (h - k) / 8 * u) + ((h + k) * (h + k) / 8 * v);

    /// <summary>E at the end of an interval less E at its start, for one threshold of the other variable.</summary>
    private static Doubles Difference(Interval interval, double other, Doubles u, Doubles v)
    {
        var (sum, eighth) = (interval.Low + interval.High, interval.Length / 8);
        return (eighth * (sum - (2 * other)) * u) + (eighth * (sum + (2 * other)) * v);
    }

    /// <summary>1 − e^−t for t ≥ 0: up to 1 as 2e^(−t/2) sinh(t/2).</summary>
    private static Doubles OneMinusExp(Doubles t)
    {
        var root = Exp(-0.5 * t);
        var square = 0.25 * t * t;
        var series = Create(1.0 / 6227020800);
        foreach (var factorial in (ReadOnlySpan<double>)[39916800, 362880, 5040, 120, 6, 1])
        {
            series = (series * square) + Create(1 / factorial);
        }

        return ConditionalSelect(LessThan(t, Doubles.One), t * root * series, Doubles.One - (root * root));
    }
}
