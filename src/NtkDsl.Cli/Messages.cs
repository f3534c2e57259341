namespace NtkDsl.Cli;

/// <summary>Every text with which the tool itself refuses something; the library has its own.</summary>
internal static class Messages
{
    public const string Interrupted = "Interrupted.";

    public const string OutOfMemory = "There is not enough memory for this. Evaluate fewer points at a time.";

    public const string ExpandIsForFormulas = "--expand is for formulas: --form unicode, latex or mathml.";

    public static string SeeHelp(string command) => $"'{command} --help' shows how it is used.";

    public static string Unexpected(Exception exception) =>
        $"Something went wrong that should not have ({exception.GetType().Name}: {exception.Message}). Please report it together with the command.";

    public static string NotAList(string option, string given, IEnumerable<string> choices) =>
        $"{option} takes one or more of {string.Join(", ", choices)}, separated by commas, but got '{given}'.";

    public static string NotASetting(string option, string given) =>
        $"{option} takes NAME=NUMBER, such as {option} s=1.5, but got '{given}'.";

    public static string SetTwice(string option, string name) => $"{option} gives {name} twice.";

    public static string OneMatrix(string format) =>
        $"A {format} file holds one matrix. Choose it with --get nngp or --get ntk, or take --format json.";

    public static string NoNtk(string why) => $"{why} '--get nngp' asks for the NNGP kernel alone.";

    public static string NotInJson(string kernel, int row, int column, double value) =>
        $"Entry ({row + 1}, {column + 1}) of the {kernel} kernel is {value}, which JSON cannot hold. Scale the inputs or the weights down, or take --format csv or npy.";

    public static string NoParameter(string name, IReadOnlyCollection<string> known) =>
        $"The architecture has no free parameter {name}; it has {(known.Count == 0 ? "none" : string.Join(", ", known))}.";

    public static string NoSuchWord(string part) => $"No word contains '{part}'; 'ntk words' lists all.";

    public static string TooSmall(string option, int least) => $"{option} takes a number of at least {least}.";

    public static string NoFeatures(string path, string target) => $"{path} has no column beside {target}, so there is nothing to predict it from.";

    public static string NoLine(int features, bool classes) => classes
        ? "A posterior is drawn over numeric targets, but this target is a class."
        : $"A posterior is drawn over one feature, but the data have {features}.";

    public const string NoLossCurves = "Networks with this architecture do not train along a symmetric neural tangent kernel, so there is no theory of their loss.";
}
