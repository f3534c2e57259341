namespace NtkDsl;

/// <summary>Expectations over one or two Gaussian variables, by adaptive quadrature: slow, for any function, and the oracle of all faster ways.</summary>
/// <remarks>
/// Functions must be analytic except at 0 and at the kinks that are named; they may jump there. A function value that is not finite
/// makes the result NaN. The tolerance is relative to the expectation of the absolute value, so that all scales are treated alike.
/// </remarks>
internal static class GaussianIntegral
{
    /// <summary>The tolerance aimed at by default.</summary>
    internal const double DefaultTolerance = 1e-13;

    // The normal density is 0 in double precision beyond this radius; integrating up to it admits growth as fast as exp(u).
    private const double Horizon = 38;

    // Panels that resolve the Gaussian factor, in units of the standard deviation.
    private static readonly double[] Shells = [3, 6, 10, 20];

    // Functions are taken to vary over u of order 1 (or at their kinks), so for a wide Gaussian panels start at that size and grow from there;
    // what lies below the finest scale carries too little probability to count.
    private const double FinestScale = 1e-18;
    private const double RadialReach = 3;
    private const double AngularReach = 0.8;

    private const int MaxRadialPanels = 100;
    private const int MaxAngularPanels = 200;

    /// <summary>
    /// So many values of f and of g may a wedge take. Most functions need a quarter of a million, and the roughest of the language, waves of
    /// variance 10⁴, five million; a function that needs more, such as tanh(1000 sin(300 u)), would need far more.
    /// </summary>
    internal const int MaxValuesPerWedge = 1 << 23;

    /// <summary>E f(σz), z standard normal.</summary>
    /// <param name="f">The function.</param>
    /// <param name="sigma">The standard deviation σ ≥ 0; at 0 the result is f(0).</param>
    /// <param name="kinks">Where f is not analytic; 0 is always among them.</param>
    /// <param name="tolerance">The error aimed at, relative to E |f|.</param>
    internal static Estimate Mean(Func<double, double> f, double sigma, double[]? kinks = null, double tolerance = DefaultTolerance)
    {
        RequireDeviation(sigma);
        if (sigma == 0) return AtPoint(f(0));
        return Half(1) + Half(-1);

        Estimate Half(int sign)
        {
            Breakpoints radii = new(0, Horizon);
            AddRadii(radii, sign * sigma, kinks);
            foreach (double shell in Shells) radii.Add(shell);
            return AdaptiveQuadrature.Integrate(
                z => Estimate.Exact(Normal.Pdf(z) * f(sign * sigma * z)), radii.ToSortedArray(), tolerance, MaxRadialPanels);
        }
    }

    /// <summary>E f(u) g(v) for jointly Gaussian u and v of mean 0 with correlation cos θ.</summary>
    /// <param name="f">The function of u.</param>
    /// <param name="g">The function of v.</param>
    /// <param name="sigmaU">The standard deviation of u, ≥ 0.</param>
    /// <param name="sigmaV">The standard deviation of v, ≥ 0.</param>
    /// <param name="theta">The angle θ in [0, π]; it, and not its cosine, keeps nearly equal variables apart.</param>
    /// <param name="kinksF">Where f is not analytic; 0 is always among them.</param>
    /// <param name="kinksG">Where g is not analytic; 0 is always among them.</param>
    /// <param name="tolerance">The error aimed at, relative to E |f(u) g(v)|.</param>
    /// <remarks>
    /// In polar coordinates E = (1/2π) ∫∫ r e^{−r²/2} f(u) g(v) dr dt. The lines u = 0 and v = 0 cut the plane into four wedges: two of width
    /// π − θ where u and v have equal signs, two of width θ where they do not. At the angle x from its edge v = 0, a wedge of width w has
    /// |u| = r σᵤ sin(w − x) and |v| = r σᵥ sin x. A kink at k ≠ 0 is a radius k/(σ sin x), and two of these cross at one angle:
    /// between such breakpoints all is analytic, at every θ, and the narrow wedges near θ = 0 and π keep their relative accuracy.
    /// </remarks>
    internal static Estimate Product(
        Func<double, double> f, Func<double, double> g, double sigmaU, double sigmaV, double theta,
        double[]? kinksF = null, double[]? kinksG = null, double tolerance = DefaultTolerance)
    {
        RequireMoments(sigmaU, sigmaV, theta);
        if (sigmaU == 0) return Scaled(f(0), Mean(g, sigmaV, kinksG, tolerance));
        if (sigmaV == 0) return Scaled(g(0), Mean(f, sigmaU, kinksF, tolerance));
        // The density first: it keeps the product finite where f and g grow.
        return Joint((density, u, v) => density * f(u) * g(v), sigmaU, sigmaV, theta, kinksF, kinksG, tolerance);
    }

    /// <summary>E (f(u) − g(v))², whose relative accuracy does not suffer where u and v, and f and g, are nearly the same.</summary>
    /// <inheritdoc cref="Product" path="/param"/>
    internal static Estimate SquaredDifference(
        Func<double, double> f, Func<double, double> g, double sigmaU, double sigmaV, double theta,
        double[]? kinksF = null, double[]? kinksG = null, double tolerance = DefaultTolerance)
    {
        RequireMoments(sigmaU, sigmaV, theta);
        if (sigmaU == 0) return Mean(v => Square(f(0) - g(v)), sigmaV, kinksG, tolerance);
        if (sigmaV == 0) return Mean(u => Square(f(u) - g(0)), sigmaU, kinksF, tolerance);
        return Joint((density, u, v) => density * Square(f(u) - g(v)), sigmaU, sigmaV, theta, kinksF, kinksG, tolerance);
    }

    /// <summary>∫∫ h over the plane, h given the density of a point, u and v; both deviations are above 0.</summary>
    private static Estimate Joint(
        Func<double, double, double, double> h, double sigmaU, double sigmaV, double theta, double[]? kinksF, double[]? kinksG, double tolerance)
    {
        Wedge equal = new(Angles.Supplement(theta), theta), opposite = new(theta, Angles.Supplement(theta));
        return InWedge(equal, sigmaU, sigmaV) + InWedge(equal, -sigmaU, -sigmaV)
            + InWedge(opposite, sigmaU, -sigmaV) + InWedge(opposite, -sigmaU, sigmaV);

        Estimate InWedge(Wedge wedge, double scaleU, double scaleV)
        {
            double[] angles = wedge.Breakpoints(scaleU, scaleV, kinksF ?? [], kinksG ?? []);
            Allowance allowance = new(MaxValuesPerWedge);
            return AdaptiveQuadrature.Integrate(
                x => AlongRay(scaleU * wedge.SineFromFarEdge(x), scaleV * Math.Sin(x), allowance), angles, tolerance, MaxAngularPanels, allowance);
        }

        Estimate AlongRay(double scaleU, double scaleV, Allowance allowance)
        {
            Breakpoints radii = new(0, Horizon);
            AddRadii(radii, scaleU, kinksF);
            AddRadii(radii, scaleV, kinksG);
            foreach (double shell in Shells) radii.Add(shell);
            return AdaptiveQuadrature.Integrate(
                r =>
                {
                    allowance.Spend();
                    return Estimate.Exact(h(r * Math.Exp(-0.5 * r * r) / (2 * Math.PI), r * scaleU, r * scaleV));
                },
                radii.ToSortedArray(), 0.1 * tolerance, MaxRadialPanels, allowance);
        }
    }

    /// <summary>The directions at angles x in [0, width] from the edge v = 0 to the edge u = 0; the supplement is π − width, to its own last digit.</summary>
    private readonly record struct Wedge(double Width, double Supplement)
    {
        /// <summary>sin(width − x) = sin(supplement + x), from the smaller argument, which has the smaller error.</summary>
        internal double SineFromFarEdge(double x) => Math.Sin(Math.Min(Width - x, Supplement + x));

        /// <summary>Where the integral along a ray is not analytic in x, or varies quickly.</summary>
        internal double[] Breakpoints(double scaleU, double scaleV, double[] kinksF, double[] kinksG)
        {
            Breakpoints angles = new(0, Width);
            foreach (double k in kinksF)
            {
                foreach (double l in kinksG)
                {
                    if (k * scaleU > 0 && l * scaleV > 0) angles.Add(Direction(k / scaleU, l / scaleV));
                }
            }
            // |v| is small near the line v = 0 at x = 0 and at x = π, just outside a wide wedge, and likewise |u| near u = 0.
            double fineV = Math.Max(1 / Math.Abs(scaleV), FinestScale), fineU = Math.Max(1 / Math.Abs(scaleU), FinestScale);
            angles.AddGrading(0, 1, fineV, AngularReach);
            angles.AddGrading(Width + Supplement, -1, fineV, AngularReach);
            angles.AddGrading(Width, -1, fineU, AngularReach);
            angles.AddGrading(-Supplement, 1, fineU, AngularReach);
            return angles.ToSortedArray();
        }

        /// <summary>The x of the point with r sin(width − x) = h and r sin x = k, that is tan x = k sin w/(h + k cos w).</summary>
        private double Direction(double h, double k)
        {
            double half = Math.Sin(0.5 * Supplement);
            return Math.Atan2(k * Math.Sin(Math.Min(Width, Supplement)), h - k + 2 * k * half * half);
        }
    }

    /// <summary>Along a ray on which u = r·scale: the kinks, and a grading from where |u| reaches 1.</summary>
    private static void AddRadii(Breakpoints radii, double scale, ReadOnlySpan<double> kinks)
    {
        foreach (double kink in kinks) radii.Add(kink / scale);
        radii.AddGrading(0, 1, Math.Max(1 / Math.Abs(scale), FinestScale), RadialReach);
    }

    private static Estimate AtPoint(double value) => double.IsFinite(value) ? Estimate.Exact(value) : Estimate.Undefined;

    private static Estimate Scaled(double factor, Estimate estimate)
    {
        Estimate scaled = factor * estimate;
        return double.IsFinite(scaled.Value) ? scaled : Estimate.Undefined;
    }

    private static double Square(double x) => x * x;

    private static void RequireMoments(double sigmaU, double sigmaV, double theta)
    {
        RequireDeviation(sigmaU);
        RequireDeviation(sigmaV);
        ArgumentOutOfRangeException.ThrowIfNegative(theta);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(theta, Math.PI);
    }

    private static void RequireDeviation(double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sigma);
        if (!double.IsFinite(sigma)) throw new ArgumentOutOfRangeException(nameof(sigma), sigma, null);
    }
}
