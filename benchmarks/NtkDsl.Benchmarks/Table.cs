using System.Globalization;

namespace NtkDsl.Benchmarks;

/// <summary>A Markdown table, printed row by row as the numbers come.</summary>
internal static class Table
{
    public static void Header(string title, params IEnumerable<string> columns)
    {
        Console.WriteLine($"\n{title}\n");
        Row(columns);
        Row(columns.Select(_ => "---"));
    }

    public static void Row(params IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
