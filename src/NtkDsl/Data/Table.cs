using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Rows of data with named columns, from a file of any format. Columns hold numbers or text, as what they are asked for.</summary>
public abstract class Table
{
    /// <summary>For the readers of a format.</summary>
    /// <param name="name">What messages call the table.</param>
    /// <param name="columns">The names of the columns; 1, 2, … if null.</param>
    /// <param name="columnCount">The number of columns.</param>
    /// <param name="rowCount">The number of rows.</param>
    protected Table(string name, IReadOnlyList<string>? columns, int columnCount, int rowCount)
    {
        (Name, RowCount, HasHeader) = (name, rowCount, columns is not null);
        Columns = columns ?? [.. Enumerable.Range(1, columnCount).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>What messages call the table.</summary>
    public string Name { get; }

    /// <summary>The names of the columns, or 1, 2, … if the data do not name them.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Whether the data name the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The cells of a column as text, numbers in the shortest form that reads back.</summary>
    /// <exception cref="NtkDslException">There is no such column, or more than one, or a value is missing.</exception>
    public IReadOnlyList<string> this[string column]
    {
        get
        {
            var index = IndicesOf([column])[0];
            return [.. Enumerable.Range(0, RowCount).Select(row => TextAt(row, index))];
        }
    }

    /// <summary>A table of numbers.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="values">The numbers, a row per row.</param>
    /// <param name="columns">The names of the columns; 1, 2, … if not given.</param>
    /// <exception cref="NtkDslException">There are not as many names as columns.</exception>
    public static Table Of(string name, Matrix<double> values, IReadOnlyList<string>? columns = null) =>
        columns is null || columns.Count == values.ColumnCount
            ? new MatrixTable(name, values, columns)
            : throw new NtkDslException(Messages.WrongColumnNames(name, values.ColumnCount, columns.Count));

    /// <summary>Some of the rows, in the order given. Messages name them by their places in this table.</summary>
    /// <param name="rows">Their numbers, from 0.</param>
    /// <exception cref="NtkDslException">There is no such row.</exception>
    public Table Rows(IReadOnlyList<int> rows) => rows.All(row => row >= 0 && row < RowCount)
        ? new SomeRows(this, rows)
        : throw new NtkDslException(Messages.NoRow(Name, RowCount, rows.First(row => row < 0 || row >= RowCount)));

    /// <summary>All columns as numbers.</summary>
    /// <exception cref="NtkDslException">A value is missing or is no finite number; the message names row and column.</exception>
    public Matrix<double> ToMatrix() => ToMatrix([.. Enumerable.Range(0, Columns.Count)]);

    /// <summary>Some columns as numbers, in the order given.</summary>
    /// <exception cref="NtkDslException">
    /// There is no such column, or a value is missing or is no finite number; the message names row and column.
    /// </exception>
    public Matrix<double> ToMatrix(IEnumerable<string> columns) => ToMatrix(IndicesOf([.. columns]));

    /// <summary>The cell as text.</summary>
    /// <exception cref="NtkDslException">The value is missing.</exception>
    protected abstract string TextAt(int row, int column);

    /// <summary>The cell as a number.</summary>
    /// <exception cref="NtkDslException">The value is missing or is no finite number.</exception>
    protected abstract double NumberAt(int row, int column);

    private Matrix<double> ToMatrix(int[] columns) =>
        Matrix<double>.Build.Dense(RowCount, columns.Length, (i, j) => NumberAt(i, columns[j]));

    private int[] IndicesOf(IReadOnlyList<string> columns)
    {
        string[] missing = [.. columns.Where(column => !Columns.Contains(column))];
        if (missing.Length > 0)
        {
            throw new NtkDslException(Messages.NoColumns(Name, missing, Columns));
        }

        var repeated = columns.FirstOrDefault(column => Columns.Count(known => known == column) > 1);
        return repeated is null
            ? [.. columns.Select(column => Columns.Index().First(known => known.Item == column).Index)]
            : throw new NtkDslException(Messages.RepeatedColumn(Name, repeated));
    }

    private sealed class SomeRows(Table table, IReadOnlyList<int> rows)
        : Table(table.Name, table.HasHeader ? table.Columns : null, table.Columns.Count, rows.Count)
    {
        protected override string TextAt(int row, int column) => table.TextAt(rows[row], column);

        protected override double NumberAt(int row, int column) => table.NumberAt(rows[row], column);
    }

    private sealed class MatrixTable(string name, Matrix<double> values, IReadOnlyList<string>? columns)
        : Table(name, columns, values.ColumnCount, values.RowCount)
    {
        protected override string TextAt(int row, int column) => NumberAt(row, column).ToString("R", CultureInfo.InvariantCulture);

        protected override double NumberAt(int row, int column) => double.IsFinite(values.At(row, column))
            ? values.At(row, column)
            : throw new NtkDslException(Messages.NotFinite(Messages.RowPlace(Name, row, column, null), values.At(row, column).ToString(CultureInfo.InvariantCulture)));
    }
}
