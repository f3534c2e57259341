namespace NtkDsl;

/// <summary>
/// Pairs of one squared norm a at given angles, each a row with the one column: K₀ = ±a(1 − 2t²) for t = sin(φ/2), where φ is the angle
/// between x and x′ or, on the far side, between x and −x′. The angles may be replaced: rows and columns stay what they are.
/// </summary>
internal sealed class AngleSource(double a, int features) : PairSource
{
    private readonly double[] rows = [.. Enumerable.Repeat(a, Capacity)];
    private readonly double[] column = [a];
    private readonly double[] t = new double[Capacity];
    private bool farSide;

    /// <summary>How many angles there can be at once: a tile for each of two cores.</summary>
    public const int Capacity = 2 * Storage.TileHeight;

    public override int RowCount => Capacity;

    public override int ColumnCount => 1;

    public override int Features => features;

    public override ReadOnlySpan<double> Diagonal(Scope side) => side == Scope.Row ? rows : column;

    public override ReadOnlySpan<double> Point(Scope side, int index) => throw new InvalidOperationException("Angles have no coordinates.");

    public override PairWindow NewWindow() => new Window(this);

    /// <summary>Replaces the first angles.</summary>
    public void Move(bool toFarSide, ReadOnlySpan<double> angles)
    {
        farSide = toFarSide;
        angles.CopyTo(t);
    }

    private double Value(Symbol symbol, double t)
    {
        var (near, far) = (4 * a * t * t, 4 * a * (1 - (t * t)));
        return symbol == InputMoments.Cross ? (farSide ? -1 : 1) * a * (1 - (2 * t * t))
            : symbol == InputMoments.Gap == farSide ? far
            : near;
    }

    private sealed class Window(AngleSource source) : PairWindow
    {
        private readonly AngleSource source = source;

        public override void Load(Symbol symbol, int column, int firstRow, Span<double> result)
        {
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = source.Value(symbol, source.t[firstRow + i]);
            }
        }
    }
}
