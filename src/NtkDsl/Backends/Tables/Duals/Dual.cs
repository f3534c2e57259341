namespace NtkDsl;

/// <summary>E f(u)g(v) for pairs of points at given angles between u and v.</summary>
internal interface IDual
{
    /// <summary>The values for consecutive left points with one right point.</summary>
    /// <param name="theta">Their angles.</param>
    /// <param name="firstRow">The first left point.</param>
    /// <param name="column">The right point.</param>
    /// <param name="result">One value per angle; it may be the same span.</param>
    void Evaluate(ReadOnlySpan<double> theta, int firstRow, int column, Span<double> result);
}

/// <summary>A grid for each pair of points, for too few pairs to build a table, and where kinks forbid one.</summary>
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
