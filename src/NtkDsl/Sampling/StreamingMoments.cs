namespace NtkDsl;

/// <summary>Means and variances of many quantities at once, in one pass over their draws and without cancellation.</summary>
/// <remarks>Sources: Welford (1962); for merging Chan, Golub and LeVeque (1979).</remarks>
internal sealed class StreamingMoments(int size)
{
    private readonly double[] mean = new double[size];
    private readonly double[] squares = new double[size];

    /// <summary>The number of draws.</summary>
    public long Count { get; private set; }

    public ReadOnlySpan<double> Mean => mean;

    /// <summary>The standard error of one of the means; infinite for fewer than two draws.</summary>
    public double StandardError(int index) =>
        Count < 2 ? double.PositiveInfinity : Math.Sqrt(squares[index] / (Count - 1) / Count);

    public void Add(ReadOnlySpan<double> draw)
    {
        Count++;
        for (var i = 0; i < mean.Length; i++)
        {
            var deviation = draw[i] - mean[i];
            mean[i] += deviation / Count;
            squares[i] += deviation * (draw[i] - mean[i]);
        }
    }

    public void Add(StreamingMoments other)
    {
        var (share, count) = ((double)other.Count / (Count + other.Count), Count);
        Count += other.Count;
        for (var i = 0; i < mean.Length; i++)
        {
            var deviation = other.mean[i] - mean[i];
            mean[i] += deviation * share;
            squares[i] += other.squares[i] + (deviation * deviation * share * count);
        }
    }
}
