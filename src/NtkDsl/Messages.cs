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

    public static string TooLargeToExpand(double size, double limit) => string.Create(CultureInfo.InvariantCulture,
        $"Written as one formula, this expression has {size:G3} leaves and operations, and at most {limit:G} are shown. Print it with its definitions (expand: false), or use fewer layers.");

    public static string BadFunctionName(string name) =>
        $"'{name}' cannot name the generated function. A name is a letter followed by letters, digits or underscores, and no keyword of the language.";

    public static string NotInCode(string name) =>
        $"There is no code for '{name}', which is not a function of the two input vectors alone. Print the formula instead.";
}
