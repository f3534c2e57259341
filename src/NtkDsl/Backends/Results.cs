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

    public int Columns => columns;

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

    public void ReadRow(int output, int row, Span<double> values)
    {
        for (var j = 0; j < values.Length; j++)
        {
            values[j] = entries[output][(j * rows) + row];
        }
    }

    public ReadOnlySpan<double> Column(int output, int column) => entries[output].AsSpan(column * rows, rows);

    /// <summary>Sets entries (i, firstColumn + i).</summary>
    public void SetDiagonal(Func<int, int, double> value, int firstColumn = 0)
    {
        for (var output = 0; output < entries.Length; output++)
        {
            for (var i = 0; i < rows; i++)
            {
                entries[output][((firstColumn + i) * rows) + i] = value(output, i);
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
