using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using static System.Diagnostics.DebuggerBrowsableState;

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
    [DebuggerBrowsable(Never)]
    public string Name { get; }

    /// <summary>The names of the columns, or 1, 2, … if the data do not name them.</summary>
    [DebuggerBrowsable(Never)]
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Whether the data name the columns.</summary>
    [DebuggerBrowsable(Never)]
    public bool HasHeader { get; }

    /// <summary>The number of rows.</summary>
    [DebuggerBrowsable(Never)]
    public int RowCount { get; }

    /// <summary>Why the columns may be others than they look; null if there is no doubt. Whoever names columns has none.</summary>
    internal string? Doubt { get; init; }

    /// <summary>The cells of a column as text, numbers in the shortest form that reads back.</summary>
    /// <exception cref="NtkDslException">There is no such column, or more than one, or a value is missing.</exception>
    [DebuggerBrowsable(Never)]
    public IReadOnlyList<string> this[string column] => [.. Cells(column, Text, MissingAt<string>)];

    /// <summary>Whether each cell of a column is a number or missing.</summary>
    /// <exception cref="NtkDslException">There is no such column, or more than one.</exception>
    public bool IsNumeric(string column) => Cells(column, IsNumber, (_, _) => true).All(isNumber => isNumber);

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

    /// <summary>The numbers, from 0, of the rows in which each of some columns has a value.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <exception cref="NtkDslException">There is no such column.</exception>
    public IReadOnlyList<int> CompleteRows(IEnumerable<string> columns)
    {
        var indices = IndicesOf([.. columns]);
        return [.. Enumerable.Range(0, RowCount).Where(row => !indices.Any(column => IsMissing(row, column)))];
    }

    /// <summary>The rows in which each of some columns has a value. Messages name them by their places in this table.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <exception cref="NtkDslException">There is no such column, or no such row.</exception>
    public Table WithoutMissing(IEnumerable<string> columns) => CompleteRows(columns) switch
    {
        [] => throw new NtkDslException(Messages.NoCompleteRow(Name)),
        { Count: var count } when count == RowCount => this,
        var complete => Rows(complete),
    };

    /// <summary>The columns of this table and then those of another one with as many rows, such as points and targets from two files.</summary>
    /// <param name="other">The other table.</param>
    /// <exception cref="NtkDslException">The number of rows is another.</exception>
    public Table Beside(Table other) => other.RowCount == RowCount
        ? new TwoTables(this, other)
        : throw new NtkDslException(Messages.RowCountsDiffer(Name, RowCount, other.Name, other.RowCount));

    /// <summary>All columns as numbers.</summary>
    /// <exception cref="NtkDslException">
    /// A value is missing or is no finite number, and the message names row and column; or one column of a CSV file looks like two.
    /// </exception>
    public Matrix<double> ToMatrix() => ToMatrix(AllColumns());

    /// <summary>Some columns as numbers, in the order given.</summary>
    /// <exception cref="NtkDslException">
    /// There is no such column, or a value is missing or is no finite number; the message names row and column.
    /// </exception>
    public Matrix<double> ToMatrix(IEnumerable<string> columns)
    {
        var indices = IndicesOf([.. columns]);
        return Matrix<double>.Build.Dense(RowCount, indices.Length, (row, j) => IsMissing(row, indices[j]) ? MissingAt<double>(row, indices[j]) : Number(row, indices[j]));
    }

    /// <summary>Its name, and the first rows and columns.</summary>
    public override string ToString() =>
        $"{Name}\n{Preview.Table("", Columns, RowCount, row => $"{row + 1}", (row, column) => IsMissing(row, column) ? TextTable.Number(null) : Text(row, column))}";

    /// <summary>The names of all columns.</summary>
    /// <exception cref="NtkDslException">One column of a CSV file looks like two.</exception>
    internal IReadOnlyList<string> AllColumns() => Doubt is null ? Columns : throw new NtkDslException(Doubt);

    /// <summary>A column as numbers; NaN where a value is missing.</summary>
    internal IEnumerable<double> Numbers(string column) => Cells(column, Number, (_, _) => double.NaN);

    /// <summary>A column as text; null where a value is missing.</summary>
    internal IEnumerable<string?> Texts(string column) => Cells<string?>(column, Text, (_, _) => null);

    /// <summary>The refusal of what is missing.</summary>
    internal T MissingAt<T>(int row, int column) => throw new NtkDslException(Messages.MissingValue(PlaceOf(row, column)));

    /// <exception cref="NtkDslException">There is no such column, or more than one.</exception>
    internal int[] IndicesOf(IReadOnlyList<string> columns)
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

    /// <summary>Whether the cell has no value.</summary>
    protected abstract bool IsMissing(int row, int column);

    /// <summary>Whether a cell that has a value is a number, even if an infinite one.</summary>
    protected abstract bool IsNumber(int row, int column);

    /// <summary>A cell that has a value, as text.</summary>
    protected abstract string Text(int row, int column);

    /// <summary>A cell that has a value, as a number.</summary>
    /// <exception cref="NtkDslException">The value is no finite number.</exception>
    protected abstract double Number(int row, int column);

    /// <summary>What messages call the cell.</summary>
    protected virtual string PlaceOf(int row, int column) => Messages.RowPlace(Name, row, column, HasHeader ? Columns[column] : null);

    private IEnumerable<T> Cells<T>(string column, Func<int, int, T> value, Func<int, int, T> missing)
    {
        var index = IndicesOf([column])[0];
        return Enumerable.Range(0, RowCount).Select(row => (IsMissing(row, index) ? missing : value)(row, index));
    }

    private sealed class SomeRows(Table table, IReadOnlyList<int> rows)
        : Table(table.Name, table.HasHeader ? table.Columns : null, table.Columns.Count, rows.Count)
    {
        protected override bool IsMissing(int row, int column) => table.IsMissing(rows[row], column);

        protected override bool IsNumber(int row, int column) => table.IsNumber(rows[row], column);

        protected override string Text(int row, int column) => table.Text(rows[row], column);

        protected override double Number(int row, int column) => table.Number(rows[row], column);

        protected override string PlaceOf(int row, int column) => table.PlaceOf(rows[row], column);
    }

    private sealed class TwoTables(Table left, Table right)
        : Table(left.Name, [.. left.Columns, .. right.Columns], left.Columns.Count + right.Columns.Count, left.RowCount)
    {
        private int Split => left.Columns.Count;

        protected override bool IsMissing(int row, int column) => column < Split ? left.IsMissing(row, column) : right.IsMissing(row, column - Split);

        protected override bool IsNumber(int row, int column) => column < Split ? left.IsNumber(row, column) : right.IsNumber(row, column - Split);

        protected override string Text(int row, int column) => column < Split ? left.Text(row, column) : right.Text(row, column - Split);

        protected override double Number(int row, int column) => column < Split ? left.Number(row, column) : right.Number(row, column - Split);

        protected override string PlaceOf(int row, int column) => column < Split ? left.PlaceOf(row, column) : right.PlaceOf(row, column - Split);
    }

    private sealed class MatrixTable(string name, Matrix<double> values, IReadOnlyList<string>? columns)
        : Table(name, columns, values.ColumnCount, values.RowCount)
    {
        protected override bool IsMissing(int row, int column) => double.IsNaN(values.At(row, column));

        protected override bool IsNumber(int row, int column) => true;

        protected override string Text(int row, int column) => values.At(row, column).ToString("R", CultureInfo.InvariantCulture);

        protected override double Number(int row, int column) => double.IsFinite(values.At(row, column))
            ? values.At(row, column)
            : throw new NtkDslException(Messages.NotFinite(PlaceOf(row, column), Text(row, column)));
    }
}
