using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// A table from a CSV file, as <see cref="CsvFormat"/> says: cells in double quotes where needed (RFC 4180), the same number of them in every
/// row; spaces around a cell and blank lines do not count. An empty cell, NA, NaN, null or ? is a missing value.
/// </summary>
public sealed class CsvTable : Table
{
    /// <summary>How much of a file tells its delimiter.</summary>
    private const int DetectionSize = 1 << 16;

    private readonly List<Row> rows;
    private readonly CsvNumbers numbers;

    private CsvTable(string name, string[]? header, List<Row> rows, CsvNumbers numbers)
        : base(name, header, rows[0].Cells.Length, rows.Count) => (this.rows, this.numbers) = (rows, numbers);

    /// <summary>Reads a file in UTF-8, or with a byte order mark in UTF-16.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How it is written, as far as that is to be said.</param>
    /// <exception cref="NtkDslException">There is no row, rows differ in length, or quotes do not match; the message names the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CsvTable Read(string path, CsvFormat? format = null)
    {
        using var reader = new StreamReader(path);
        return Read(reader, Path.GetFileName(path), format);
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="format">How it is written, as far as that is to be said.</param>
    /// <exception cref="NtkDslException">There is no row, rows differ in length, or quotes do not match; the message names the line.</exception>
    public static CsvTable Read(TextReader text, string name, CsvFormat? format = null)
    {
        format ??= CsvFormat.Detected;
        var rows = new List<Row>();
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            TrimOptions = TrimOptions.Trim,
            WhiteSpaceChars = format.Delimiter == ' ' ? [] : [' '],
            BufferSize = DetectionSize,
            Delimiter = $"{format.Delimiter ?? ','}",
            DetectDelimiter = format.Delimiter is null,
            GetDelimiter = start => $"{CsvDetection.Delimiter(start.Text, format.DecimalMark)}",
            BadDataFound = _ => throw new NtkDslException(Messages.CsvBadQuotes(name, rows.Count == 0 ? 1 : rows[^1].Line + 1)),
        };
        using var parser = new CsvParser(text, settings, leaveOpen: true);
        while (parser.Read())
        {
            rows.Add(new(parser.Record!, parser.RawRow));
        }

        return Of(name, rows, format with { Delimiter = parser.Delimiter[0] }, isDelimiterGiven: format.Delimiter is not null);
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
    protected override bool IsMissing(int row, int column) => CsvNumbers.IsMissing(rows[row].Cells[column]);

    /// <inheritdoc/>
    protected override bool IsNumber(int row, int column) => numbers.IsNumber(Text(row, column));

    /// <inheritdoc/>
    protected override string Text(int row, int column) => rows[row].Cells[column];

    /// <inheritdoc/>
    protected override double Number(int row, int column) => numbers.Parse(Text(row, column), PlaceOf(row, column));

    /// <inheritdoc/>
    protected override string PlaceOf(int row, int column) => Messages.CsvPlace(Name, rows[row].Line, column, HasHeader ? Columns[column] : null);

    private static CsvTable Of(string name, List<Row> rows, CsvFormat format, bool isDelimiterGiven)
    {
        var first = rows.FirstOrDefault()?.Cells ?? throw new NtkDslException(Messages.CsvEmpty(name));
        if (rows.Find(row => row.Cells.Length != first.Length) is { } ragged)
        {
            throw new NtkDslException(Messages.CsvRagged(name, ragged.Line, ragged.Cells.Length, first.Length));
        }

        var hasCommas = format.Delimiter != ',' && CsvDetection.HasDecimalCommas(rows.SelectMany(row => row.Cells));
        var numbers = new CsvNumbers(format.DecimalMark ?? (hasCommas ? ',' : '.'));
        if (format.HasHeader is null && CsvDetection.Counts(first))
        {
            throw new NtkDslException(Messages.CsvHeaderOrPoint(name, first));
        }

        var columns = format.HasHeader ?? IsHeader(first, numbers) ? first : null;
        var data = columns is null ? rows : rows[1..];
        if (data.Count == 0)
        {
            throw new NtkDslException(Messages.CsvEmpty(name));
        }

        var isDoubtful = !isDelimiterGiven && format is { Delimiter: ',', DecimalMark: null } && columns is null && CsvDetection.MayBeDecimals([.. data.Select(row => row.Cells)]);
        return new(name, columns, data, numbers) { Doubt = isDoubtful ? Messages.CsvOneColumnOrTwo(name, data[0].Cells) : null };
    }

    private static bool IsHeader(string[] cells, CsvNumbers numbers) =>
        !cells.All(CsvNumbers.IsMissing) && !cells.Any(numbers.IsNumber);

    /// <summary>The cells of a row and the line of the file where it ends, from 1.</summary>
    private sealed record Row(string[] Cells, int Line);
}
