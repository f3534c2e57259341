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
