using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>A function under an expectation, for many values of u at once: a tile program of its own, in which u takes the place of K₀(x, x′).</summary>
internal sealed class VectorLambda
{
    private readonly TileProgram program;
    private readonly int slots;

    public VectorLambda(Lambda lambda)
    {
        slots = lambda.Slots;
        program = TileProgram.Of([lambda.Apply(InputMoments.Cross, [.. Enumerable.Range(0, slots).Select(Name).Select(Symbol.Parameter)])]);
    }

    /// <summary>f(scale·z; slots) for each z, on this thread.</summary>
    public void Evaluate(ReadOnlyMemory<double> z, double scale, double[] slotValues, Memory<double> values, CancellationToken cancellation)
    {
        var parameters = Enumerable.Range(0, slots).ToDictionary(Name, k => slotValues[k]);
        new TileEvaluation(program, new Arguments(z, scale), parameters, cancellation)
            .RunOnThisThread(1, new(0, z.Length, 0, 1), (_, _, first, tile) => tile.CopyTo(values.Span[first..]));
    }

    private static string Name(int slot) => $"p{slot}";

    /// <summary>Values of u, each a row with the one column.</summary>
    private sealed class Arguments(ReadOnlyMemory<double> z, double scale) : PairSource
    {
        public override int RowCount => z.Length;

        public override int ColumnCount => 1;

        public override int Features => 1;

        public override ReadOnlySpan<double> Diagonal(Scope side) => throw new InvalidOperationException("A function of u has no other point.");

        public override ReadOnlySpan<double> Point(Scope side, int index) => throw new InvalidOperationException("Values of u have no coordinates.");

        public override PairWindow NewWindow() => new Window(z, scale);
    }

    private sealed class Window(ReadOnlyMemory<double> z, double scale) : PairWindow
    {
        public override void Move(int firstRow, int rows, int firstColumn, int columns)
        {
        }

        public override void Dispose()
        {
        }

        public override void Load(Symbol symbol, int column, int firstRow, Span<double> result) =>
            TensorPrimitives.Multiply(z.Span.Slice(firstRow, result.Length), scale, result);
    }
}
