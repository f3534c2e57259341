namespace NtkDsl;

/// <summary>The input kernel of two sets of points. Inner products come from a blocked product, tile by tile, and are never stored whole.</summary>
internal sealed class PointSource(Points rows, Points columns) : PairSource
{
    private readonly double[] rowDiagonal = SquaredNorms(rows);
    private readonly double[] columnDiagonal = SquaredNorms(columns);

    public override int RowCount => rows.Count;

    public override int ColumnCount => columns.Count;

    public override int Features => rows.Features;

    public override ReadOnlySpan<double> Diagonal(Scope side) => side == Scope.Row ? rowDiagonal : columnDiagonal;

    public override ReadOnlySpan<double> Point(Scope side, int index) => side == Scope.Row ? rows[index] : columns[index];

    public override PairWindow NewWindow() => new Window(this);

    private static double[] SquaredNorms(Points points)
    {
        var norms = new double[points.Count];
        for (var i = 0; i < norms.Length; i++)
        {
            norms[i] = PointMoments.Cross(points[i], points[i]);
        }

        return norms;
    }

    private sealed class Window(PointSource source) : PairWindow
    {
        private readonly GramBlock gram = new(source.Features);
        private int firstRow;
        private int firstColumn;

        public override void Move(int firstRow, int rows, int firstColumn, int columns)
        {
            (this.firstRow, this.firstColumn) = (firstRow, firstColumn);
            gram.Multiply(source, firstRow, rows, firstColumn, columns);
        }

        public override void Dispose()
        {
            gram.Dispose();
            base.Dispose();
        }

        public override void Load(Symbol symbol, int column, int firstRow, Span<double> result)
        {
            gram.Column(column - firstColumn).Slice(firstRow - this.firstRow, result.Length).CopyTo(result);
            if (symbol != InputMoments.Cross)
            {
                ToGap(symbol == InputMoments.Gap ? 1 : -1, column, firstRow, result);
            }
        }

        /// <summary>2(√(ab) ∓ c), and for nearly parallel points again from the difference of the vectors.</summary>
        private void ToGap(int sign, int column, int firstRow, Span<double> cross)
        {
            var b = source.columnDiagonal[column];
            var root = Math.Sqrt(b);
            for (var i = 0; i < cross.Length; i++)
            {
                var scale = Math.Sqrt(source.rowDiagonal[firstRow + i]) * root;
                cross[i] = sign * cross[i] < PointMoments.NearlyParallel * scale || scale == 0
                    ? 2 * (scale - (sign * cross[i]))
                    : PointMoments.Gap(
                        source.Point(Scope.Row, firstRow + i), source.Point(Scope.Column, column), source.rowDiagonal[firstRow + i], b, cross[i], sign);
            }
        }
    }
}
