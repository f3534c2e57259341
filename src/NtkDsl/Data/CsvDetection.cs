using System.Globalization;
using System.Text.RegularExpressions;

namespace NtkDsl;

/// <summary>What the content of a CSV file says about how it is written.</summary>
internal static partial class CsvDetection
{
    /// <summary>A column number of a header that counts may be a year.</summary>
    private const int FirstYear = 1900;

    private const int FewestNumbersOfHeader = 3;

    /// <summary>Before the comma, which also stands within numbers.</summary>
    private static readonly char[] Delimiters = ['\t', ';', '|', ','];

    /// <summary>The delimiter that most lines have as often as the first; a semicolon for one column of decimal commas.</summary>
    /// <param name="start">The file, or its first part.</param>
    /// <param name="decimalMark">The decimal mark, if it is known; it is no delimiter.</param>
    public static char Delimiter(string start, char? decimalMark)
    {
        var lines = start.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0).ToList();
        if (lines.Count > 1 && !start.EndsWith('\n'))
        {
            // The part may end within a line.
            lines.RemoveAt(lines.Count - 1);
        }

        var (best, fit) = Delimiters.Where(delimiter => delimiter != decimalMark).Select(delimiter => (delimiter, Fit(lines, delimiter))).MaxBy(pair => pair.Item2);
        return fit > 0 ? best : decimalMark == ',' || lines.Skip(1).All(line => DecimalComma().IsMatch(line)) ? ';' : ',';
    }

    /// <summary>Whether cells, not separated by commas, have decimal commas.</summary>
    public static bool HasDecimalCommas(IEnumerable<string> cells)
    {
        var found = false;
        foreach (var cell in cells)
        {
            if (DecimalPoint().IsMatch(cell))
            {
                return false;
            }

            found |= DecimalComma().IsMatch(cell);
        }

        return found;
    }

    /// <summary>Whether rows cut at commas might as well be one column of numbers with decimal commas.</summary>
    public static bool MayBeDecimals(IReadOnlyList<string[]> rows) =>
        rows[0].Length == 2 && rows.All(cells => cells[1].All(char.IsAsciiDigit) && DecimalComma().IsMatch($"{cells[0]},{cells[1]}"));

    /// <summary>Whether a first line of numbers counts: from 0, as tables are written whose columns have no names, or years.</summary>
    public static bool Counts(string[] cells) =>
        cells.Length >= FewestNumbersOfHeader
        && int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && first is 0 or >= FirstYear
        && cells.Index().All(cell => cell.Item == (first + cell.Index).ToString(CultureInfo.InvariantCulture));

    private static int Fit(List<string> lines, char delimiter)
    {
        int[] counts = [.. lines.Select(line => Outside(line).Count(character => character == delimiter))];
        return counts is [> 0, ..] ? counts.Count(count => count == counts[0]) : 0;
    }

    /// <summary>What is not in quotes.</summary>
    private static IEnumerable<char> Outside(string line)
    {
        var quoted = false;
        foreach (var character in line)
        {
            quoted ^= character == '"';
            if (!quoted)
            {
                yield return character;
            }
        }
    }

    [GeneratedRegex(@"^[+-]?\d+,\d+([eE][+-]?\d+)?$")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^[+-]?\d*\.\d+([eE][+-]?\d+)?$")]
    private static partial Regex DecimalPoint();
}
