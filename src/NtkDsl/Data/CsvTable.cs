using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// A table from a CSV file: comma-separated, cells in double quotes where needed (RFC 4180), numbers with a decimal point.
/// Every row has the same number of cells; spaces around a cell and blank lines do not count.
/// </summary>
public sealed class CsvTable
{
    private readonly string name;
    private readonly List<Row> rows;

    private CsvTable(string name, List<Row> rows, bool? header)
    {
        this.name = name;
        this.rows = rows;
        var first = rows.FirstOrDefault() ?? throw new NtkDslException(Messages.CsvEmpty(name));
        if (rows.Find(row => row.Cells.Length != first.Cells.Length) is { } ragged)
        {
            throw new NtkDslException(Messages.CsvRagged(name, ragged.Line, ragged.Cells.Length, first.Cells.Length));
        }

        HasHeader = header ?? IsHeader(first.Cells);
        Columns = HasHeader ? first.Cells : [.. first.Cells.Select((_, i) => (i + 1).ToString(CultureInfo.InvariantCulture))];
        if (HasHeader)
        {
            rows.RemoveAt(0);
        }

        if (rows.Count == 0)
        {
            throw new NtkDslException(Messages.CsvEmpty(name));
        }
    }

    /// <summary>The names of the columns in the header, or 1, 2, … if there is none.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Whether the first line of the file names the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>The number of rows, without the header.</summary>
    public int RowCount => rows.Count;

    /// <summary>The cells of a column as text.</summary>
    /// <exception cref="NtkDslException">There is no such column, or more than one.</exception>
    public IReadOnlyList<string> this[string column]
    {
        get
        {
            var index = IndexOf(column);
            return [.. rows.Select(row => row.Cells[index])];
        }
    }

    /// <summary>Reads a file in UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">Whether the first line names the columns; by default it does if none of its cells is a number.</param>
    /// <exception cref="NtkDslException">There is no row, rows differ in length, or quotes do not match; the message names the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CsvTable Read(string path, bool? header = null)
    {
        using var reader = new StreamReader(path);
        return Read(reader, Path.GetFileName(path), header);
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="header">Whether the first line names the columns; by default it does if none of its cells is a number.</param>
    /// <exception cref="NtkDslException">There is no row, rows differ in length, or quotes do not match; the message names the line.</exception>
    public static CsvTable Read(TextReader text, string name, bool? header = null)
    {
        var rows = new List<Row>();
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            TrimOptions = TrimOptions.Trim,
            BadDataFound = _ => throw new NtkDslException(Messages.CsvBadQuotes(name, rows.Count == 0 ? 1 : rows[^1].Line + 1)),
        };
        using var parser = new CsvParser(text, settings, leaveOpen: true);
        while (parser.Read())
        {
            rows.Add(new(parser.Record!, parser.RawRow));
        }

        return new(name, rows, header);
    }

    /// <summary>Writes a matrix, a line per row, in numbers that read back as the same doubles.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="header">The names of the columns; no header if not given.</param>
    public static void Write(TextWriter text, Matrix<double> values, IEnumerable<string>? header = null)
    {
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var writer = new CsvWriter(text, settings, leaveOpen: true);
        if (header is not null)
        {
            foreach (var column in header)
            {
                writer.WriteField(column);
            }

            writer.NextRecord();
        }

        for (var i = 0; i < values.RowCount; i++)
        {
            for (var j = 0; j < values.ColumnCount; j++)
            {
                writer.WriteField(values.At(i, j).ToString("R", CultureInfo.InvariantCulture));
            }

            writer.NextRecord();
        }
    }

    /// <summary>Writes a matrix to a file in UTF-8, which is there whole or not at all.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="header">The names of the columns; no header if not given.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Matrix<double> values, IEnumerable<string>? header = null) => AtomicFile.Write(path, stream =>
    {
        using var text = new StreamWriter(stream);
        Write(text, values, header);
    });

    /// <summary>All columns as numbers, a row per row.</summary>
    /// <exception cref="NtkDslException">A value is missing or is no finite number; the message names line and column.</exception>
    public Matrix<double> ToMatrix() => ToMatrix([.. Enumerable.Range(0, Columns.Count)]);

    /// <summary>Some columns as numbers, in the order given.</summary>
    /// <exception cref="NtkDslException">
    /// There is no such column, or a value is missing or is no finite number; the message names line and column.
    /// </exception>
    public Matrix<double> ToMatrix(IEnumerable<string> columns) => ToMatrix([.. columns.Select(IndexOf)]);

    private static bool IsHeader(string[] cells) =>
        cells.Any(cell => cell.Length > 0) && cells.All(cell => !double.TryParse(cell, CultureInfo.InvariantCulture, out _));

    private Matrix<double> ToMatrix(int[] columns) =>
        Matrix<double>.Build.Dense(rows.Count, columns.Length, (i, j) => NumberAt(rows[i], columns[j]));

    private double NumberAt(Row row, int column)
    {
        var cell = row.Cells[column];
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
        {
            return value;
        }

        var place = Messages.CsvPlace(name, row.Line, column, HasHeader ? Columns[column] : null);
        throw new NtkDslException(cell.Length == 0 ? Messages.CsvMissing(place)
            : double.IsNaN(value) || double.IsInfinity(value) ? Messages.CsvNotFinite(place, cell)
            : Messages.CsvNotNumber(place, cell));
    }

    private int IndexOf(string column)
    {
        int[] found = [.. Columns.Index().Where(known => known.Item == column).Select(known => known.Index)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new NtkDslException(Messages.CsvNoColumn(name, column, Columns)),
            _ => throw new NtkDslException(Messages.CsvRepeatedColumn(name, column)),
        };
    }

    /// <summary>The cells of a row and the line of the file where it ends, from 1.</summary>
    private sealed record Row(string[] Cells, int Line);
}
