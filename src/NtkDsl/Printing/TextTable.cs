using System.Globalization;
using System.Text;

namespace NtkDsl;

/// <summary>A table for people: columns as wide as their widest cell, the first one to the left, the others to the right.</summary>
internal sealed class TextTable(string first, IReadOnlyList<string> others)
{
    private const string Gap = "  ";

    private readonly List<IReadOnlyList<string>> rows = [[first, .. others]];

    /// <summary>A number with six digits; – for NaN.</summary>
    public static string Number(double? value) => value switch
    {
        null or double.NaN => "–",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        { } number => number.ToString("G6", CultureInfo.InvariantCulture),
    };

    /// <summary>A fraction as a percentage; – if there is none.</summary>
    public static string Percentage(double? value) => value is null ? "–" : value.Value.ToString("P1", CultureInfo.InvariantCulture);

    public void Add(string first, IReadOnlyList<string> others) => rows.Add([first, .. others]);

    public override string ToString()
    {
        int[] widths = [.. rows[0].Index().Select(column => rows.Max(row => row[column.Index].Length))];
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var cells = row.Index().Select(cell => cell.Index == 0 ? cell.Item.PadRight(widths[0]) : cell.Item.PadLeft(widths[cell.Index]));
            text.Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }
}
