using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>Values u = scale·z of one variable, each a row with the one column, in the place of K₀(x, x′).</summary>
internal sealed class ArgumentSource(ReadOnlyMemory<double> z, double scale) : PairSource
{
    public override int RowCount => z.Length;

    public override int ColumnCount => 1;

    public override int Features => 1;

    public override ReadOnlySpan<double> Diagonal(Scope side) => throw new InvalidOperationException("A function of u has no other point.");

    public override ReadOnlySpan<double> Point(Scope side, int index) => throw new InvalidOperationException("Values of u have no coordinates.");

    public override PairWindow NewWindow() => new Window(z, scale);

    private sealed class Window(ReadOnlyMemory<double> z, double scale) : PairWindow
    {
        public override void Load(Symbol symbol, int column, int firstRow, Span<double> result) =>
            TensorPrimitives.Multiply(z.Span.Slice(firstRow, result.Length), scale, result);
    }
}
