using System.Globalization;
using System.Text.RegularExpressions;

namespace NtkDsl;

/// <summary>What the text in a cell is: a number with this decimal mark, a date, a word, or nothing.</summary>
internal sealed partial class CsvNumbers(char decimalMark)
{
    private static readonly string[] Missing = ["", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NAN", "null", "NULL", "?"];

    private readonly NumberFormatInfo format = new() { NumberDecimalSeparator = $"{decimalMark}", NumberGroupSeparator = " " };

    /// <summary>Whether the cell stands for a value that is not there.</summary>
    public static bool IsMissing(string cell) => Missing.Contains(cell);

    /// <summary>Whether the cell is a date or a time, in numbers or with the name of a month.</summary>
    public static bool IsDate(string cell) => Date().IsMatch(cell) || (MonthName().IsMatch(cell) && DateTime.TryParse(cell, CultureInfo.InvariantCulture, out _));

    /// <summary>Whether the cell is a number, even if an infinite one.</summary>
    public bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, format, out _);

    /// <exception cref="NtkDslException">The cell is no finite number; the message starts with the place, and says what it is.</exception>
    public double Parse(string cell, string place) =>
        !double.TryParse(cell, NumberStyles.Float, format, out var value) ? throw new NtkDslException(WhyNot(cell, place))
        : double.IsFinite(value) ? value
        : throw new NtkDslException(Messages.NotFinite(place, cell));

    private string WhyNot(string cell, string place) =>
        IsDate(cell) ? Messages.IsDate(place, cell)
        : new CsvNumbers(Other).IsNumber(cell) ? Messages.OtherDecimalMark(place, cell, Other)
        : Messages.NotNumber(place, cell);

    private char Other => decimalMark == ',' ? '.' : ',';

    /// <summary>2024-01-31, 31.1.2024, 1/31/24 or 12:30, with more behind it or not.</summary>
    [GeneratedRegex(@"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}:\d{2})(\D.*)?$")]
    private static partial Regex Date();

    [GeneratedRegex(@"\d.*[A-Za-z]{3}|[A-Za-z]{3}.*\d")]
    private static partial Regex MonthName();
}
