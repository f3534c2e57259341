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
    /// In polar coordinates u = r σᵤ cos t, v = r σᵥ cos(t − θ), E = (1/2π) ∫∫ r e^{−r²/2} f(u) g(v) dr dt. Kinks at 0 become fixed angles,
    /// a kink at k ≠ 0 a radius k/(σ cos t), and two of these cross at one angle: between such breakpoints all is analytic, at every θ.
    /// </remarks>
    internal static Estimate Product(
        Func<double, double> f, Func<double, double> g, double sigmaU, double sigmaV, double theta,
        double[]? kinksF = null, double[]? kinksG = null, double tolerance = DefaultTolerance)
    {
        RequireDeviation(sigmaU);
        RequireDeviation(sigmaV);
        ArgumentOutOfRangeException.ThrowIfNegative(theta);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(theta, Math.PI);
        if (sigmaU == 0) return Scaled(f(0), Mean(g, sigmaV, kinksG, tolerance));
        if (sigmaV == 0) return Scaled(g(0), Mean(f, sigmaU, kinksF, tolerance));
        double[] angles = AngularBreakpoints(sigmaU, sigmaV, theta, kinksF ?? [], kinksG ?? []);
        return AdaptiveQuadrature.Integrate(AlongRay, angles, tolerance, MaxAngularPanels + angles.Length);

        Estimate AlongRay(double t)
        {
            double scaleU = sigmaU * Math.Cos(t), scaleV = sigmaV * Math.Cos(t - theta);
            Breakpoints radii = new(0, Horizon);
            AddRadii(radii, scaleU, kinksF);
            AddRadii(radii, scaleV, kinksG);
            foreach (double shell in Shells) radii.Add(shell);
            return AdaptiveQuadrature.Integrate(
                // The density first: it keeps the product finite where f and g grow.
                r => Estimate.Exact(r * Math.Exp(-0.5 * r * r) / (2 * Math.PI) * f(r * scaleU) * g(r * scaleV)),
                radii.ToSortedArray(), 0.1 * tolerance, MaxRadialPanels);
        }
    }

    /// <summary>The directions at which the integral along a ray is not analytic, or varies quickly.</summary>
    private static double[] AngularBreakpoints(double sigmaU, double sigmaV, double theta, double[] kinksF, double[] kinksG)
    {
        const double quarter = Math.PI / 2;
        Breakpoints angles = new(-quarter, 3 * quarter);
        double[] zerosOfU = [-quarter, quarter, 3 * quarter], zerosOfV = [theta - quarter, theta + quarter];
        foreach (double zero in (double[])[.. zerosOfU, .. zerosOfV]) angles.Add(zero);
        foreach (double k in kinksF)
        {
            foreach (double l in kinksG)
            {
                if (k != 0 && l != 0) angles.Add(Direction(k / sigmaU, l / sigmaV, theta));
            }
        }
        foreach (double zero in zerosOfU) AddGradings(zero, sigmaU);
        foreach (double zero in zerosOfV) AddGradings(zero, sigmaV);
        return angles.ToSortedArray();

        void AddGradings(double zero, double sigma)
        {
            angles.AddGrading(zero, 1, Math.Max(1 / sigma, FinestScale), AngularReach);
            angles.AddGrading(zero, -1, Math.Max(1 / sigma, FinestScale), AngularReach);
        }
    }

    /// <summary>The t in (−π/2, 3π/2] of the point with r cos t = h and r cos(t − θ) = k.</summary>
    private static double Direction(double h, double k, double theta)
    {
        double half = Math.Sin(theta / 2);
        double t = Math.Atan2(k - h + 2 * h * half * half, h * Math.Sin(theta));
        return t < -Math.PI / 2 ? t + 2 * Math.PI : t;
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

    private static void RequireDeviation(double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sigma);
        if (!double.IsFinite(sigma)) throw new ArgumentOutOfRangeException(nameof(sigma), sigma, null);
    }
}
