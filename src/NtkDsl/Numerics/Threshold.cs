namespace NtkDsl;

/// <summary>A threshold s of a Gaussian variable u of mean 0 and variance a > 0: means of what is beyond it, with relative accuracy in the tail.</summary>
internal readonly struct Threshold
{
    /// <summary>No double is left of e^−h²/2 there.</summary>
    public const double Farthest = 100;

    /// <summary>From here on <see cref="TailRatio"/> has all digits after so many terms, and the difference has lost some.</summary>
    private const double TailOfRamp = 1.5;
    private const int TermsOfRamp = 110;

    private readonly double scale;

    /// <summary>s²/2a as a sum: h alone is an ulp off, and e^−h²/2 therefore h² ulp.</summary>
    private readonly double exponent;
    private readonly double exponentRest;

    public Threshold(double s, double variance)
    {
        scale = Math.Sqrt(variance);
        Standard = s / scale;
        var (square, twice) = (s * s, 2 * variance);
        exponent = square / twice;
        var rest = (Math.FusedMultiplyAdd(-exponent, twice, square) + Math.FusedMultiplyAdd(s, s, -square)) / twice;
        exponentRest = double.IsFinite(rest) ? rest : 0;
    }

    /// <summary>h = s/√a.</summary>
    public double Standard { get; }

    /// <summary>e^(−s²/2a).</summary>
    public double Decay => Math.Exp(-exponent) * (1 - exponentRest);

    /// <summary>P(u > s).</summary>
    public double StepMean => Normal.Cdf(-Standard) * TailCorrection;

    /// <summary>E max(u − s, 0).</summary>
    public double RampMean => scale * (Standard < TailOfRamp
        ? Normal.Pdf(Standard) - (Standard * Normal.Cdf(-Standard))
        : StepMean * TailRatio(Standard));

    /// <summary>What the rounding of h has left out of a tail e^−h²/2.</summary>
    private double TailCorrection => Standard is > 1 and < Farthest
        ? 1 + ((Standard * Standard / 2) - exponent + (Math.FusedMultiplyAdd(Standard, Standard, -Standard * Standard) / 2) - exponentRest)
        : 1;

    /// <summary>
    /// E max(z − h, 0)/P(z > h): the repeated integrals Jₙ of the density, J₀ = Φ(−h), have ratios rₙ = Jₙ/Jₙ₋₁ = 1/(h + (n+1) rₙ₊₁), and all
    /// of that is positive.
    /// </summary>
    private static double TailRatio(double h)
    {
        double ratio = 0;
        for (var n = TermsOfRamp; n > 0; n--)
        {
            ratio = 1 / (h + ((n + 1) * ratio));
        }

        return ratio;
    }
}
