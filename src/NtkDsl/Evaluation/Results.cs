using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The matrices that an evaluation fills, column by column, as MathNet stores them.</summary>
internal sealed class Results
{
    private readonly double[][] entries;
    private int rows;
    private int columns;

    public Results(int count, int rows, int columns)
    {
        (this.rows, this.columns) = (rows, columns);
        MemoryNeed.Require(count, rows, columns);
        entries = [.. Enumerable.Range(0, count).Select(_ => GC.AllocateUninitializedArray<double>(rows * columns))];
    }

    public int Count => entries.Length;

    /// <summary>Memory for any of the parts of a matrix, one at a time.</summary>
    public static Results For(IReadOnlyList<TileRegion> parts, int count) => new(count, parts.Max(part => part.Rows), parts.Max(part => part.Columns));

    /// <summary>Takes the same memory for matrices that are no larger; what they hold is left over.</summary>
    public void Reshape(int rows, int columns) => (this.rows, this.columns) = (rows, columns);

    public void Write(int output, int column, int firstRow, ReadOnlySpan<double> values) =>
        values.CopyTo(entries[output].AsSpan((column * rows) + firstRow));

    public void WriteRow(int output, int row, int firstColumn, ReadOnlySpan<double> values)
    {
        for (var j = 0; j < values.Length; j++)
        {
            entries[output][((firstColumn + j) * rows) + row] = values[j];
        }
    }

    /// <summary>Consecutive rows, one after the other.</summary>
    public void ReadRows(int output, int first, int count, Span<double> values)
    {
        for (var j = 0; j < columns; j++)
        {
            var column = Column(output, j).Slice(first, count);
            for (var i = 0; i < column.Length; i++)
            {
                values[(i * columns) + j] = column[i];
            }
        }
    }

    public ReadOnlySpan<double> Column(int output, int column) => entries[output].AsSpan(column * rows, rows);

    /// <summary>Sets the entries of examples with themselves, in matrices that are a part of larger ones.</summary>
    /// <param name="value">Of an output and an example.</param>
    /// <param name="firstRow">The example of the first row.</param>
    /// <param name="firstColumn">That of the first column.</param>
    public void SetDiagonal(Func<int, int, double> value, int firstRow = 0, int firstColumn = 0)
    {
        for (var output = 0; output < entries.Length; output++)
        {
            for (var i = Math.Max(firstRow, firstColumn); i < Math.Min(firstRow + rows, firstColumn + columns); i++)
            {
                entries[output][((i - firstColumn) * rows) + i - firstRow] = value(output, i);
            }
        }
    }

    /// <summary>Copies what lies below the diagonal of the square from a column on to above it.</summary>
    public void Mirror(int firstColumn = 0)
    {
        foreach (var matrix in entries)
        {
            Mirroring.CopyUp(matrix, firstColumn * rows, rows);
        }
    }

    public Matrix<double> ToMatrix(int output) => Matrix<double>.Build.Dense(rows, columns, entries[output]);
}
