namespace NtkDsl;

/// <summary>Points of which only K₀(x, x) is known: what depends on the row or the column alone can be had from it.</summary>
internal sealed class NormSource(double[] squaredNorms, int features) : PairSource
{
    public override int RowCount => squaredNorms.Length;

    public override int ColumnCount => squaredNorms.Length;

    public override int Features => features;

    public override ReadOnlySpan<double> Diagonal(Scope side) => squaredNorms;

    public override ReadOnlySpan<double> Point(Scope side, int index) => throw new InvalidOperationException("A norm has no coordinates.");

    public override PairWindow NewWindow() => throw new InvalidOperationException("Norms alone make no pairs.");
}
