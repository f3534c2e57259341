namespace NtkDsl;

/// <summary>Variances from 4^low to 4^high, and 0: what they are rounded outwards to, so that different data have the same range.</summary>
internal readonly record struct VarianceRange(int Low, int High, bool HasZero)
{
    /// <summary>More than a table has nodes, so that it is made for the whole range and not for these points.</summary>
    private const int SampleCount = 97;

    private const int LargestExponent = 500;

    /// <summary>The range of some variances; null if there are none above 0, or they are too extreme for it.</summary>
    public static VarianceRange? Of(double[] variances)
    {
        var above = variances.Where(a => a > 0 && double.IsFinite(a)).DefaultIfEmpty(double.NaN).ToArray();
        var (smallest, largest) = (above.Min(), above.Max());
        if (double.IsNaN(smallest) || Math.Abs(Exponent(smallest)) > LargestExponent || Math.Abs(Exponent(largest)) > LargestExponent)
        {
            return null;
        }

        return new(Exponent(smallest), Exponent(largest) + 1, variances.Contains(0));
    }

    /// <summary>Variances all over the range, at even distances in the logarithm.</summary>
    public double[] Sample()
    {
        var (low, width) = (Low, High - Low);
        var sample = Enumerable.Range(0, SampleCount).Select(k => Math.Pow(4, low + (width * (double)k / (SampleCount - 1))));
        return [.. HasZero ? [0] : Array.Empty<double>(), .. sample];
    }

    private static int Exponent(double a) => (int)Math.Floor(Math.ILogB(a) / 2.0);
}
