namespace NtkDsl;

/// <summary>A grid for each pair of points: for too few pairs to build a table.</summary>
internal sealed class DualPerPair(DualNodes left, DualNodes right, CancellationToken cancellation) : IDual
{
    public void Evaluate(ReadOnlySpan<double> theta, int firstRow, int column, Span<double> result)
    {
        var g = right.Pick(column);
        for (var i = 0; i < theta.Length; i++)
        {
            result[i] = DualGrid.At(left.Pick(firstRow + i), g, theta[i], cancellation)[0, 0];
        }
    }
}
