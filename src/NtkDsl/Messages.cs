namespace NtkDsl;

/// <summary>Every text that a user can be shown when something is wrong.</summary>
internal static class Messages
{
    /// <summary>The tape: an array of the wrong length for a matrix.</summary>
    public static string EntryCount(int rows, int columns, int count) =>
        $"A {rows} × {columns} matrix has {rows * columns} entries, not {count}.";

    /// <summary>The tape: an elementwise operation on matrices that do not fit.</summary>
    public static string ShapeMismatch(int rows, int columns, int otherRows, int otherColumns) =>
        $"A {rows} × {columns} and a {otherRows} × {otherColumns} matrix do not fit entry by entry.";

    /// <summary>The tape: a product of matrices that do not fit.</summary>
    public static string ProductShapes(int rows, int columns, int otherRows, int otherColumns) =>
        $"A {rows} × {columns} matrix cannot be multiplied by a {otherRows} × {otherColumns} matrix: "
        + $"{columns} columns meet {otherRows} rows.";

    /// <summary>The tape: a gradient for each row that is no sum of outer products.</summary>
    public const string ParameterOutsideProduct =
        "The gradients of the rows can be kept in factors only for a parameter that is the right factor W of products h W. "
        + "Apply scales and other operations to the product, and repeat a bias for each row before you add it.";
}
