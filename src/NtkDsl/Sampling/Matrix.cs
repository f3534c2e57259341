using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>
/// An immutable dense matrix, row-major. In a batch of signals rows are examples and columns are channels; a weight
/// has one row for each input channel and one column for each output channel.
/// </summary>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">The number of columns.</param>
/// <param name="entries">The entries, row after row; not copied, so the caller gives them away.</param>
internal sealed class Matrix(int rows, int columns, double[] entries)
{
    private readonly double[] entries = entries.Length == rows * columns
        ? entries
        : throw new ArgumentException(Messages.EntryCount(rows, columns, entries.Length), nameof(entries));

    /// <summary>The number of rows.</summary>
    public int Rows => rows;

    /// <summary>The number of columns.</summary>
    public int Columns => columns;

    /// <summary>The entries, row after row.</summary>
    public ReadOnlySpan<double> Entries => entries;

    /// <summary>The entry in the given row and column, counted from 0.</summary>
    public double this[int row, int column] => Row(row)[column];

    /// <summary>One row, counted from 0.</summary>
    public ReadOnlySpan<double> Row(int row) => entries.AsSpan(row * columns, columns);

    /// <summary>The matrix whose entries all have the given value.</summary>
    public static Matrix Filled(int rows, int columns, double value)
    {
        var entries = new double[rows * columns];
        Array.Fill(entries, value);
        return new(rows, columns, entries);
    }

    /// <summary>f(x) for each entry x.</summary>
    public Matrix Map(UnaryLoop f)
    {
        // Some vectorised loops refuse empty arrays.
        if (entries.Length == 0) return this;
        var result = new double[entries.Length];
        f(entries, result);
        return new(rows, columns, result);
    }

    /// <summary>s X.</summary>
    public Matrix Times(double s) => Map((x, result) => TensorPrimitives.Multiply(x, s, result));

    /// <summary>f(x, y) for entries x, y at the same place of two matrices of the same shape.</summary>
    public Matrix Zip(Matrix other, BinaryLoop f)
    {
        other.RequireShape(rows, columns);
        var result = new double[entries.Length];
        f(entries, other.entries, result);
        return new(rows, columns, result);
    }

    /// <summary>Columns start, …, start + count − 1.</summary>
    public Matrix Slice(int start, int count)
    {
        if (count == columns) return this;
        var result = new double[rows * count];
        for (var i = 0; i < rows; i++) Row(i).Slice(start, count).CopyTo(result.AsSpan(i * count));
        return new(rows, count, result);
    }

    /// <summary>The matrices side by side, each from its own first column on, with zeros where there is none.</summary>
    /// <param name="columns">The number of columns of the result.</param>
    /// <param name="parts">The matrices, all with the same number of rows.</param>
    /// <param name="starts">The first column of each part in the result; further numbers are not read.</param>
    public static Matrix Place(int columns, ReadOnlySpan<Matrix> parts, ReadOnlySpan<int> starts)
    {
        var rows = parts[0].Rows;
        var result = new double[rows * columns];
        for (var k = 0; k < parts.Length; k++)
        {
            parts[k].RequireShape(rows, parts[k].Columns);
            for (var i = 0; i < rows; i++) parts[k].Row(i).CopyTo(result.AsSpan(i * columns + starts[k]));
        }
        return new(rows, columns, result);
    }

    /// <summary>Does nothing if the matrix has the given shape.</summary>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public void RequireShape(int rows, int columns)
    {
        if (Rows != rows || Columns != columns)
            throw new ArgumentException(Messages.ShapeMismatch(rows, columns, Rows, Columns));
    }
}
