namespace NtkDsl;

/// <summary>Globally adaptive integration over panels: the panel with the largest error is halved until the sum of the errors is small enough.</summary>
internal static class AdaptiveQuadrature
{
    // Two Gauss–Legendre rules judge a panel: the finer gives the value, their difference bounds the error of the coarser, and so its own.
    private const int FineNodes = 20;
    private const int CoarseNodes = 14;

    // Rounding in function values and sums, per unit of ∫ |F|; no bisection gets below it.
    private const double RoundingError = 4 * 1.1102230246251565e-16;

    // As many bisections may fail to lower the error before the rest of it is taken for noise.
    private const int PatienceWithNoise = 8;

    /// <summary>A panel, and how much of its error comes with the values of the integrand.</summary>
    private readonly record struct Panel(double Left, double Right, Estimate Integral, double Inherited);

    /// <summary>∫ F over [first, last] of the ascending <paramref name="breakpoints"/>, between which F is analytic.</summary>
    /// <param name="integrand">F, with the error and magnitude of each of its values if it is an integral itself.</param>
    /// <param name="breakpoints">The ends of the first panels.</param>
    /// <param name="tolerance">The error aimed at, relative to ∫ |F|.</param>
    /// <param name="maxPanels">Bounds the work: at most 34 evaluations for each initial panel and 68 for each of this many bisections.</param>
    /// <param name="allowance">Panels are not halved any more once it is spent.</param>
    internal static Estimate Integrate(
        Func<double, Estimate> integrand, ReadOnlySpan<double> breakpoints, double tolerance, int maxPanels, Allowance? allowance = null)
    {
        List<Panel> panels = [];
        for (int i = 1; i < breakpoints.Length; i++)
        {
            panels.Add(Measure(integrand, breakpoints[i - 1], breakpoints[i]));
        }
        Estimate total = Sum(panels);
        int fruitless = 0;
        while (total.Error > Attainable(panels, total, tolerance) && panels.Count < maxPanels && fruitless < PatienceWithNoise && allowance is not { IsSpent: true })
        {
            int worst = Worst(panels);
            Panel panel = panels[worst];
            double middle = 0.5 * (panel.Left + panel.Right);
            Panel left = Measure(integrand, panel.Left, middle), right = Measure(integrand, middle, panel.Right);
            panels[worst] = left;
            panels.Add(right);
            if (IsNoise(panel.Integral, left.Integral + right.Integral)) fruitless++;
            total = Sum(panels);
        }
        return double.IsFinite(total.Value) ? total : Estimate.Undefined;
    }

    /// <summary>The error aimed at, but no less than that which comes with the values of the integrand: smaller panels would not lower it.</summary>
    private static double Attainable(List<Panel> panels, Estimate total, double tolerance) =>
        Math.Max((tolerance + RoundingError) * total.Magnitude, 2 * panels.Sum(panel => panel.Inherited));

    /// <summary>Halving a panel that is resolved lowers its error, unless the error is noise in the function values.</summary>
    private static bool IsNoise(Estimate whole, Estimate halves) =>
        halves.Error > 0.9 * whole.Error && Math.Abs(halves.Value - whole.Value) <= 1e-5 * halves.Magnitude;

    private static Panel Measure(Func<double, Estimate> integrand, double left, double right)
    {
        Estimate fine = Apply(GaussLegendre.Rule(FineNodes), integrand, left, right);
        Estimate coarse = Apply(GaussLegendre.Rule(CoarseNodes), integrand, left, right);
        double error = Math.Abs(fine.Value - coarse.Value) + fine.Error + RoundingError * fine.Magnitude;
        return new Panel(left, right, fine with { Error = error }, fine.Error);
    }

    private static Estimate Apply(Quadrature rule, Func<double, Estimate> integrand, double left, double right)
    {
        double centre = 0.5 * (left + right), half = 0.5 * (right - left);
        Estimate sum = default;
        for (int i = 0; i < rule.Count; i++) sum += rule.Weights[i] * integrand(centre + half * rule.Nodes[i]);
        return half * sum;
    }

    private static Estimate Sum(List<Panel> panels)
    {
        Estimate sum = default;
        foreach (Panel panel in panels) sum += panel.Integral;
        return sum;
    }

    private static int Worst(List<Panel> panels)
    {
        int worst = 0;
        for (int i = 1; i < panels.Count; i++)
        {
            if (panels[i].Integral.Error > panels[worst].Integral.Error) worst = i;
        }
        return worst;
    }
}
