using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// A table from a CSV file: comma-separated, cells in double quotes where needed (RFC 4180), numbers with a decimal point.
/// Every row has the same number of cells; spaces around a cell and blank lines do not count.
/// </summary>
public sealed class CsvTable : Table
{
    private readonly List<Row> rows;

    private CsvTable(string name, string[]? header, List<Row> rows)
        : base(name, header, rows[0].Cells.Length, rows.Count) => this.rows = rows;

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

        return Of(name, rows, header);
    }

    /// <summary>Writes a matrix, a line per row, in numbers that read back as the same doubles.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="header">The names of the columns; no header if not given.</param>
    public static void Write(TextWriter text, Matrix<double> values, IEnumerable<string>? header = null) =>
        Write(text, Enumerable.Range(0, values.RowCount).Select(i => values.Row(i).Select(value => value.ToString("R", CultureInfo.InvariantCulture))), header);

    /// <summary>Writes rows of text, in quotes where needed.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="rows">The cells of each row.</param>
    /// <param name="header">The names of the columns; no header if not given.</param>
    public static void Write(TextWriter text, IEnumerable<IEnumerable<string>> rows, IEnumerable<string>? header = null)
    {
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var writer = new CsvWriter(text, settings, leaveOpen: true);
        foreach (var row in header is null ? rows : rows.Prepend(header))
        {
            foreach (var cell in row)
            {
                writer.WriteField(cell);
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

    /// <inheritdoc/>
    protected override string TextAt(int row, int column) => rows[row].Cells[column] is { Length: > 0 } cell
        ? cell
        : throw new NtkDslException(Messages.MissingValue(PlaceOf(row, column)));

    /// <inheritdoc/>
    protected override double NumberAt(int row, int column)
    {
        var cell = TextAt(row, column);
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
            : throw new NtkDslException(double.IsNaN(value) || double.IsInfinity(value)
                ? Messages.NotFinite(PlaceOf(row, column), cell)
                : Messages.NotNumber(PlaceOf(row, column), cell));
    }

    private static CsvTable Of(string name, List<Row> rows, bool? header)
    {
        var first = rows.FirstOrDefault() ?? throw new NtkDslException(Messages.CsvEmpty(name));
        if (rows.Find(row => row.Cells.Length != first.Cells.Length) is { } ragged)
        {
            throw new NtkDslException(Messages.CsvRagged(name, ragged.Line, ragged.Cells.Length, first.Cells.Length));
        }

        var columns = header ?? IsHeader(first.Cells) ? first.Cells : null;
        var data = columns is null ? rows : rows[1..];
        return data.Count > 0 ? new(name, columns, data) : throw new NtkDslException(Messages.CsvEmpty(name));
    }

    private static bool IsHeader(string[] cells) =>
        cells.Any(cell => cell.Length > 0) && cells.All(cell => !double.TryParse(cell, CultureInfo.InvariantCulture, out _));

    private string PlaceOf(int row, int column) => Messages.CsvPlace(Name, rows[row].Line, column, HasHeader ? Columns[column] : null);

    /// <summary>The cells of a row and the line of the file where it ends, from 1.</summary>
    private sealed record Row(string[] Cells, int Line);
}
