namespace NtkDsl;

/// <summary>
/// E f(u) g(v) by the trapezoidal rule in the plane. For functions that are analytic in a strip around the real line its error falls
/// exponentially with the number of points (Trefethen and Weideman, 2014), so that it takes a few thousand values where panels take a million.
/// </summary>
internal static class AnalyticIntegral
{
    /// <summary>
    /// The distance of points, in standard deviations. They are no multiples of each other, so that a wave that one of them cannot see
    /// is seen by the next.
    /// </summary>
    private static readonly double[] Steps = [0.52, 0.3, 0.17, 0.1, 0.058];

    /// <summary>In units of u and v, over which functions are taken to vary on the scale of 1: what is finer would lie between the points.</summary>
    private const double LongestStep = 1;

    /// <summary>How far a grid lies from the origin, in steps along either axis: a function that is symmetric has no say.</summary>
    private const double OffsetZ = 0.37, OffsetW = 0.21;

    /// <summary>The points lie in a disc, on the rim of which the density is 3e-23.</summary>
    private const double Radius = 10;

    /// <summary>How much the outermost values may count, relative to E |f(u) g(v)|.</summary>
    private const double NegligibleRim = 1e-18;

    /// <summary>
    /// The difference of two steps is the error of the longer one, relative to E |f(u) g(v)|. The shorter one's is its power, by the
    /// ratio of the steps: 1e-15.
    /// </summary>
    private const double Agreement = 2e-9;

    private const double RoundingError = 2e-15;

    /// <returns>Null where the values do not settle, or grow too fast: that is for <see cref="GaussianIntegral.Product"/>.</returns>
    /// <inheritdoc cref="GaussianIntegral.Product" path="/param"/>
    internal static Estimate? Product(Func<double, double> f, Func<double, double> g, double sigmaU, double sigmaV, double theta)
    {
        double widest = Math.Max(sigmaU, sigmaV), before = double.NaN;
        for (int k = Array.FindIndex(Steps, step => step * widest <= LongestStep); k >= 0 && k < Steps.Length; k++)
        {
            if (OnGrid(Steps[k], f, g, sigmaU, sigmaV, theta) is not { Magnitude: > 0 } sum) return null;
            if (double.IsFinite(before))
            {
                double difference = Math.Abs(sum.Value - before) / sum.Magnitude;
                if (difference <= Agreement)
                {
                    double error = Math.Pow(difference, Steps[k - 1] / Steps[k]) + RoundingError;
                    return sum with { Error = error * sum.Magnitude };
                }
                if (Math.Pow(difference, Steps[k - 1] / Steps[^2]) > Agreement) return null;
            }
            before = sum.Value;
        }
        return null;
    }

    private static Estimate? OnGrid(double step, Func<double, double> f, Func<double, double> g, double sigmaU, double sigmaV, double theta)
    {
        (double sine, double cosine) = Math.SinCos(theta);
        double[] z = Axis(step, OffsetZ), w = Axis(step, OffsetW);
        double[] densities = Array.ConvertAll(w, x => step * Normal.Pdf(x));
        Estimate sum = default;
        double rim = 0;
        for (int i = 0; i < z.Length; i++)
        {
            double left = step * Normal.Pdf(z[i]) * f(sigmaU * z[i]), along = sigmaV * cosine * z[i], half = Math.Sqrt(Radius * Radius - z[i] * z[i]);
            int first = (int)Math.Ceiling((-half - w[0]) / step), last = (int)Math.Floor((half - w[0]) / step);
            // Row by row: a sum of a few hundred terms loses less than one of all.
            Estimate row = default;
            for (int j = first; j <= last; j++)
            {
                double term = left * densities[j] * g(along + sigmaV * sine * w[j]);
                row += Estimate.Exact(term);
                if (j == first || j == last) rim = Math.Max(rim, Math.Abs(term));
            }
            sum += row;
        }
        return double.IsFinite(sum.Value) && rim <= NegligibleRim * sum.Magnitude ? sum : null;
    }

    /// <summary>The points of an axis within the disc.</summary>
    private static double[] Axis(double step, double offset)
    {
        int first = (int)Math.Ceiling((-Radius / step) - offset), last = (int)Math.Floor((Radius / step) - offset);
        return [.. Enumerable.Range(first, last - first + 1).Select(i => (i + offset) * step)];
    }
}
