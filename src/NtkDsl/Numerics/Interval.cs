namespace NtkDsl;

/// <summary>An interval of a standard normal variable.</summary>
internal readonly record struct Interval(double Low, double High)
{
    private static readonly Quadrature Rule = GaussLegendre.Rule(16);

    public double Length => High - Low;

    /// <summary>Whether it is from −h to h.</summary>
    public bool IsCentred => Low == -High;

    /// <summary>The probability of being inside, without cancellation.</summary>
    public double Probability
    {
        get
        {
            var (low, half) = (Low, Length / 2);
            return Length < 1 ? half * Rule.Integrate(x => Normal.Pdf(low + (half * (1 + x))))
                : Low > 0 ? Normal.Cdf(-Low) - Normal.Cdf(-High)
                : Normal.Cdf(High) - Normal.Cdf(Low);
        }
    }

    /// <summary>−x is in it where x is in this one.</summary>
    public Interval Mirrored => new(-High, -Low);

    /// <summary>The interval between two thresholds, as far as it counts.</summary>
    public static Interval Between(Threshold first, Threshold second) => new(
        Math.Clamp(Math.Min(first.Standard, second.Standard), -Threshold.Farthest, Threshold.Farthest),
        Math.Clamp(Math.Max(first.Standard, second.Standard), -Threshold.Farthest, Threshold.Farthest));
}
