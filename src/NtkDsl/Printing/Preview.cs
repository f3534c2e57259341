using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>What a person wants to see of many numbers: the first of them as a table, and how many there are.</summary>
internal static class Preview
{
    private const int MostRows = 10;
    private const int MostColumns = 8;

    /// <summary>The upper left corner of a matrix.</summary>
    public static string Of(Matrix<double> matrix) => Table(
        "",
        [.. Enumerable.Range(1, matrix.ColumnCount).Select(Text)],
        matrix.RowCount,
        row => Text(row + 1),
        (row, column) => TextTable.Number(matrix[row, column]));

    /// <summary>The first rows and columns of a table, and a line on what is left out.</summary>
    /// <param name="first">What heads the names of the rows.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="name">The name of a row.</param>
    /// <param name="cell">The cell at a row and a column.</param>
    public static string Table(string first, IReadOnlyList<string> columns, int rowCount, Func<int, string> name, Func<int, int, string> cell)
    {
        var (rows, shown) = (Math.Min(rowCount, MostRows), Math.Min(columns.Count, MostColumns));
        var isWide = columns.Count > shown;
        string[] Cells(Func<int, string> value) => [.. Enumerable.Range(0, shown).Select(value), .. isWide ? (string[])["…"] : []];
        var table = new TextTable(first, Cells(column => columns[column]));
        for (var row = 0; row < rows; row++)
        {
            var at = row;
            table.Add(name(row), Cells(column => cell(at, column)));
        }

        return rowCount > rows || isWide ? $"{table}\n… {Text(rowCount)} × {Text(columns.Count)} in all" : table.ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
