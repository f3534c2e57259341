namespace NtkDsl;

/// <summary>How a CSV file is written. What is null is read off the file, and refused where that cannot be told.</summary>
public sealed record CsvFormat
{
    /// <summary>All of it is read off the file.</summary>
    public static CsvFormat Detected { get; } = new();

    /// <summary>Whether the first line names the columns; it does if none of its cells is a number.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>What stands between cells; the semicolon, tab, bar or comma that cuts the lines alike.</summary>
    public char? Delimiter { get; init; }

    /// <summary>A point or a comma; a comma if cells are not separated by commas, and some of them have one and none a point.</summary>
    public char? DecimalMark { get; init; }
}
