using System.Globalization;

namespace NtkDsl;

/// <summary>Every text that a user is shown when something is refused.</summary>
internal static class Messages
{
    public const string DerivativeOfDelta =
        "This derivative needs the derivative of a jump twice over, which is no function. Use a smooth activation, or give the activation a surrogate gradient.";

    public const string ProductOfDeltas =
        "This expectation multiplies a jump's derivative with itself at one point, which is infinite. The NNGP kernel exists; the NTK does not. Give the activation a surrogate gradient.";

    public static string NumberNotFinite(double value) =>
        string.Create(CultureInfo.InvariantCulture, $"A number in an expression must be finite, but this one is {value}.");

    public static string BadParameterName(string name) =>
        $"'{name}' cannot name a parameter. A name is a letter followed by letters, digits or underscores, and is not pi, sqrt, true or false.";

    public static string EntryCount(int rows, int columns, int count) =>
        $"A {rows} × {columns} matrix has {rows * columns} entries, not {count}.";

    public static string ShapeMismatch(int rows, int columns, int otherRows, int otherColumns) =>
        $"A {rows} × {columns} and a {otherRows} × {otherColumns} matrix do not fit entry by entry.";

    public static string ProductShapes(int rows, int columns, int otherRows, int otherColumns) =>
        $"A {rows} × {columns} matrix cannot be multiplied by a {otherRows} × {otherColumns} matrix: {columns} columns meet {otherRows} rows.";

    public const string ParameterOutsideProduct =
        "The gradients of the rows can be kept in factors only for a parameter that is the right factor W of products h W. Apply scales and other operations to the product, and repeat a bias for each row before you add it.";
}
