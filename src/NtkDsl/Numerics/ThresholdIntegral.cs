using System.Runtime.Intrinsics;

namespace NtkDsl;

/// <summary>
/// What correlation adds to expectations of steps and ramps with thresholds: with the density φ₂ of two standard normal variables of
/// correlation r, ∫₀^ρ φ₂(h, k; r) dr = P(x > h, y > k) − P(x > h)P(y > k) for steps and ∫₀^ρ (ρ − r) φ₂(h, k; r) dr for ramps (Plackett 1954).
/// </summary>
/// <remarks>
/// With r = cos ϑ and w = tan(ϑ/2), φ₂ dr is exp(−max(h², k²)/2 − q²) dϑ/2π for q = (|h+k|w − |h−k|/w)/√8: positive, and w is known from
/// the gaps, so that nothing cancels in either tail or near ρ = ±1. As q rises with w, the integrand counts in one window of log w.
/// Given is 1 − ρ and 1 + ρ, up to a common factor.
/// </remarks>
internal static class ThresholdIntegral
{
    /// <summary>In a larger box the corners one by one lose no more than a digit.</summary>
    private const double SmallBox = 0.04;

    private static readonly double[] Nodes = [.. GaussLegendre.Rule(Window.NodesPerPanel).Nodes];
    private static readonly double[] Weights = [.. GaussLegendre.Rule(Window.NodesPerPanel).Weights];

    /// <summary>P(x > h, y > k) − P(x > h)P(y > k).</summary>
    public static double Steps(Threshold s, Threshold t, double gap, double coGap) => gap <= coGap
        ? OfPoint(s, t, t.Standard, Ratio(gap, coGap), ramps: false)
        : -OfPoint(s, t, -t.Standard, Ratio(coGap, gap), ramps: false);

    /// <summary>E (x−h)₊(y−k)₊ − E (x−h)₊ E (y−k)₊ − ρ P(x > h)P(y > k).</summary>
    public static double Ramps(Threshold s, Threshold t, double gap, double coGap) => gap <= coGap
        ? OfPoint(s, t, t.Standard, Ratio(gap, coGap), ramps: true)
        : OfPoint(s, t, -t.Standard, Ratio(coGap, gap), ramps: true);

    /// <summary><see cref="Steps"/> at both ends of two intervals, with the signs of 1_[h, h′](x) 1_[k, k′](y).</summary>
    public static double StepBox(Interval x, Interval y, double gap, double coGap) => gap <= coGap
        ? OfBox(x, y, Ratio(gap, coGap), ramps: false)
        : OfBox(x, y.Mirrored, Ratio(coGap, gap), ramps: false);

    /// <summary><see cref="Ramps"/> at both ends of two intervals, with the signs of 1_[h, h′](x) 1_[k, k′](y).</summary>
    public static double RampBox(Interval x, Interval y, double gap, double coGap) => gap <= coGap
        ? OfBox(x, y, Ratio(gap, coGap), ramps: true)
        : -OfBox(x, y.Mirrored, Ratio(coGap, gap), ramps: true);

    /// <summary>tan²(θ/2).</summary>
    private static double Ratio(double gap, double coGap) => gap == 0 && coGap == 0 ? 1 : Math.Max(gap, 0) / coGap;

    /// <summary>The integral from <paramref name="start"/>, that is for ρ ≥ 0; k is the threshold of y or, for ρ &lt; 0, of −y.</summary>
    private static double OfPoint(Threshold s, Threshold t, double k, double start, bool ramps)
    {
        var h = s.Standard;
        var decay = Math.Abs(h) >= Math.Abs(k) ? s.Decay : t.Decay;
        if (decay == 0)
        {
            return 0;
        }

        var density = new PointDensity(h, k);
        return decay * Integrate(density, density.Window(Math.Sqrt(start)), start, ramps);
    }

    /// <summary>The same for a box, corner by corner unless these cancel. Mirroring exchanges the ends of an interval, and so the signs.</summary>
    private static double OfBox(Interval x, Interval y, double start, bool ramps)
    {
        if (x.Length * y.Length < SmallBox)
        {
            var density = new BoxDensity(x, y);
            return Integrate(density, density.Window(Math.Sqrt(start)), start, ramps);
        }

        var apart = Corner(x.Low, y.Low) - Corner(x.Low, y.High);
        return x.IsCentred && y.IsCentred ? 2 * apart : apart - Corner(x.High, y.Low) + Corner(x.High, y.High);

        double Corner(double h, double k)
        {
            var corner = new PointDensity(h, k);
            return Math.Exp(-Math.Max(h * h, k * k) / 2) * Integrate(corner, corner.Window(Math.Sqrt(start)), start, ramps);
        }
    }

    /// <summary>By Gauss' rule on panels of equal length in log w.</summary>
    private static double Integrate<TDensity>(TDensity density, Window window, double start, bool ramps)
        where TDensity : struct, ICorrelationDensity
    {
        if (!(window.Low < window.High))
        {
            return double.IsNaN(window.Low + window.High) ? double.NaN : 0;
        }

        var (first, half) = (Math.Log(window.Low), Math.Log(window.High / window.Low) / (2 * window.Panels));
        var sum = Vector256<double>.Zero;
        for (var panel = 0; panel < window.Panels; panel++)
        {
            var middle = Vector256.Create(first + (half * ((2 * panel) + 1)));
            for (var i = 0; i < Nodes.Length; i += Vector256<double>.Count)
            {
                var w = Vector256.Exp(middle + (half * Vector256.Create(Nodes.AsSpan(i))));
                var y = w * w;

                // dϑ = 2w d(log w)/(1 + w²), and ρ − r = 2(y − start)/(1 + start)(1 + y).
                var share = Vector256<double>.One / (Vector256<double>.One + y);
                var weight = Vector256.Create(Weights.AsSpan(i)) * w * share;
                sum += (ramps ? weight * (y - Vector256.Create(start)) * share : weight) * density.At(y);
            }
        }

        return Vector256.Sum(sum) * half / Math.PI * (ramps ? 2 / (1 + start) : 1);
    }
}
