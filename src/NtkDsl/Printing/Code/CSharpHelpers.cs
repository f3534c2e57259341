using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>What generated C# may need beyond the base class library.</summary>
internal static class CSharpHelpers
{
    public static ImmutableArray<CodeNotation.Helper> All { get; } =
    [
        new("Erf", """
            private static double Erf(double x)
            {
                double size = Math.Abs(x), square = x * x;
                if (size < 3)
                {
                    double term = x, sum = x;
                    for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
                    {
                        term *= 2 * square / (2 * n + 1);
                        sum += term;
                    }

                    return 2 / Math.Sqrt(Math.PI) * Math.Exp(-square) * sum;
                }

                double fraction = 0;
                for (int k = 60; k > 0; k--)
                {
                    fraction = 0.5 * k / (size + fraction);
                }

                return Math.Sign(x) * (1 - Math.Exp(-square) / (Math.Sqrt(Math.PI) * (size + fraction)));
            }
            """),
        new("NormalCdf", "private static double NormalCdf(double x) => 0.5 * (1 + Erf(x / Math.Sqrt(2)));", "Erf"),
        new("Sigmoid", "private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));"),
        new("Softplus", "private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));"),
        new("Relu", "private static double Relu(double x) => Math.Max(x, 0);"),
        new("Step", "private static double Step(double x) => 0.5 * (1 + Math.Sign(x));"),
        new("Area", "private static double Area(double a, double b, double c) => Math.Sqrt(Math.Max(a * b - c * c, 0));"),
        new("Angle", """
            // The angle between u and v with E u^2 = a, E v^2 = b, E uv = c; a right angle if one of them vanishes.
            private static double Angle(double a, double b, double c) => a * b > 0 ? Math.Atan2(Area(a, b, c), c) : Math.PI / 2;
            """, "Area"),
        new("Integrate", """
            // The integral over pieces between whose ends the integrand is analytic, with 24 Gauss-Legendre points each.
            private static double Integrate(IEnumerable<double> ends, Func<double, double> integrand)
            {
                double[] sorted = ends.OrderBy(end => end).ToArray();
                double sum = 0;
                for (int piece = 1; piece < sorted.Length; piece++)
                {
                    double centre = 0.5 * (sorted[piece] + sorted[piece - 1]), half = 0.5 * (sorted[piece] - sorted[piece - 1]);
                    for (int k = 0; k < Nodes.Length && half > 0; k++)
                    {
                        sum += half * Weights[k] * integrand(centre + half * Nodes[k]);
                    }
                }

                return sum;
            }

            private static readonly double[] Nodes = Enumerable.Range(0, 24).Select(k => Legendre(k).Node).ToArray();

            private static readonly double[] Weights = Enumerable.Range(0, 24).Select(k => Legendre(k).Weight).ToArray();

            private static (double Node, double Weight) Legendre(int k)
            {
                double x = Math.Cos(Math.PI * (k + 0.75) / 24.5), slope = 0;
                for (int step = 0; step < 8; step++)
                {
                    double previous = 1, value = x;
                    for (int degree = 2; degree <= 24; degree++)
                    {
                        (previous, value) = (value, ((2 * degree - 1) * x * value - (degree - 1) * previous) / degree);
                    }

                    slope = 24 * (x * value - previous) / (x * x - 1);
                    x -= value / slope;
                }

                return (x, 2 / ((1 - x * x) * slope * slope));
            }
            """),
        new("Correlate", """
            // What correlation adds to E f(u) g(v) for kinks or jumps at s and t: the integral of the density over the covariance r, with
            // the weight (c - r)^order. With r^2 = a b sin^2 x it is smooth, but for what happens near c^2 = a b, which grading resolves.
            private static double Correlate(double a, double b, double c, double s, double t, int order)
            {
                double scale = Math.Sqrt(a * b), h = s / Math.Sqrt(a), k = t / Math.Sqrt(b), end = 0.5 * Math.PI - Angle(a, b, c);
                double sum = Integrate(
                    Enumerable.Range(0, 49).Select(j => j == 48 ? 1 : 1 - Math.Pow(2, -j)),
                    y =>
                    {
                        double sine = Math.Sin(end * y), cosine = Math.Cos(end * y), gap = h - k * sine;
                        return Math.Pow(c - scale * sine, order) * Math.Exp(-0.5 * (k * k + gap * gap / (cosine * cosine)));
                    });
                return scale > 0 ? end * sum / (2 * Math.PI) : 0;
            }
            """, "Angle", "Integrate"),
        new("StepCovariance", """
            // P(u > s, v > t) - P(u > s) P(v > t).
            private static double StepCovariance(double a, double b, double c, double s, double t) => Correlate(a, b, c, s, t, 0);
            """, "Correlate"),
        new("RampCovariance", """
            // E ramp(u - s) ramp(v - t) - E ramp(u - s) E ramp(v - t) - c P(u > s) P(v > t).
            private static double RampCovariance(double a, double b, double c, double s, double t) => Correlate(a, b, c, s, t, 1);
            """, "Correlate"),
        new("Radial", """
            // The integral over r from 0 to 11, which is analytic between the breaks.
            private static double Radial(Func<double, double> integrand, IEnumerable<double> breaks) =>
                Integrate(breaks.Where(r => r > 0 && r < 11).Concat(new double[] { 0, 1, 4, 11 }), integrand);
            """, "Integrate"),
        new("GaussianMean", """
            // E f(u) for u ~ N(0, a).
            private static double GaussianMean(Func<double, double> f, double a, double[] kinks)
            {
                double sum = 0;
                foreach (double s in new[] { Math.Sqrt(a), -Math.Sqrt(a) })
                {
                    sum += Radial(r => Math.Exp(-0.5 * r * r) * f(s * r), kinks.Select(kink => kink / s));
                }

                return sum / Math.Sqrt(2 * Math.PI);
            }
            """, "Radial"),
        new("Expectation", """
            // E f(u) g(v) for u, v ~ N(0, [[a, c], [c, b]]), in polar coordinates: analytic between the directions in which u or v
            // vanishes or two kinks meet, and close to these resolved more finely.
            private static double Expectation(
                Func<double, double> f, Func<double, double> g, double a, double b, double c, double[] kinksF, double[] kinksG)
            {
                double theta = Angle(a, b, c), su = Math.Sqrt(a), sv = Math.Sqrt(b), half = Math.PI / 2, sum = 0;
                var meeting =
                    from k in kinksF
                    from l in kinksG
                    let t = Math.Atan2(l / sv - k / su * Math.Cos(theta), k / su * Math.Sin(theta))
                    where !double.IsNaN(t)
                    select t < -half ? t + 4 * half : t;
                double[] ends = meeting.Concat(new[] { -half, theta - half, half, theta + half, 3 * half }).OrderBy(t => t).ToArray();
                double[] graded = kinksF.Length + kinksG.Length == 0
                    ? new[] { 0, 0.5, 1 }
                    : new[] { 0, 0.0625, 0.125, 0.25, 0.5, 0.75, 0.875, 0.9375, 1 };
                for (int sector = 1; sector < ends.Length; sector++)
                {
                    double start = ends[sector - 1], width = ends[sector] - start;
                    sum += width == 0 ? 0 : width * Integrate(graded, y => 6 * y * (1 - y) * Ray(start + width * y * y * (3 - 2 * y)));
                }

                return sum / (2 * Math.PI);

                double Ray(double t)
                {
                    double pu = su * Math.Cos(t), pv = sv * Math.Cos(t - theta);
                    return Radial(
                        r => r * Math.Exp(-0.5 * r * r) * f(r * pu) * g(r * pv),
                        kinksF.Select(k => k / pu).Concat(kinksG.Select(l => l / pv)));
                }
            }
            """, "Angle", "Radial", "Integrate"),
        new("CoordinateMean", "private static double CoordinateMean(Func<double, double> f, double[] x) => x.Average(f);"),
        new("CoordinateProductMean", """
            private static double CoordinateProductMean(Func<double, double> f, Func<double, double> g, double[] x, double[] y) =>
                x.Zip(y, (xi, yi) => f(xi) * g(yi)).Average();
            """),
    ];
}
