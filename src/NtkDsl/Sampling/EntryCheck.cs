namespace NtkDsl;

/// <summary>One entry of a kernel, by formula and by Monte Carlo.</summary>
/// <param name="Row">i, from 0.</param>
/// <param name="Column">j, from 0.</param>
/// <param name="Analytic">The formula's value.</param>
/// <param name="MonteCarlo">The extrapolation from two widths, 2K_2n − K_n.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Bias">The estimated bias of a network of width n, K_n − K, which the extrapolation has removed.</param>
/// <param name="Scale">√(K_ii K_jj), to which tolerances are relative.</param>
public sealed record EntryCheck(int Row, int Column, double Analytic, double MonteCarlo, double StandardError, double Bias, double Scale)
{
    /// <summary>(Monte Carlo − analytic)/√(K_ii K_jj); infinite if the formula gives no finite number.</summary>
    public double Deviation => Deviates == 0 ? 0 : Deviates / Scale;

    /// <summary>(Monte Carlo − analytic)/standard error.</summary>
    public double ZScore => Deviates == 0 ? 0 : Deviates / StandardError;

    /// <summary>The half-width of the confidence interval of the deviation, per unit of the critical z-score.</summary>
    internal double RelativeError => StandardError == 0 ? 0 : StandardError / Scale;

    internal double RelativeBias => Bias == 0 ? 0 : Math.Abs(Bias) / Scale;

    // Differences of the order of rounding are none: a network without randomness in this entry has no standard error to compare with.
    private double Deviates => !double.IsFinite(Analytic) ? double.PositiveInfinity
        : Math.Abs(MonteCarlo - Analytic) <= 1e-11 * Math.Max(Math.Abs(Analytic), Scale) ? 0
        : MonteCarlo - Analytic;
}
