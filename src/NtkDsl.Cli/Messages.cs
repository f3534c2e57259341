using System.Globalization;

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

    public static string NotTimes(string option, string given) =>
        $"{option} takes numbers from 0, separated by commas, such as {option} 0.1,1,inf, but got '{given}'.";

    public static string NotCounts(string option, string given) =>
        $"{option} takes whole numbers from 0, separated by commas, such as {option} 1,10,100, but got '{given}'.";

    public static string NotBounds(string option, string given) =>
        $"{option} takes NAME=LOW:HIGH, such as {option} s=0.1:10, but got '{given}'.";

    public static string NotTogether(string first, string second) => $"{first} and {second} exclude each other.";

    public static string NeedsOther(string option, string other) => $"{option} needs {other}.";

    public const string NoTestPoints = "There are no predictions without test points. Give them with --test.";

    public static string NotBelow(string option, int least) => $"{option} takes a whole number from {least}.";

    public static string NeedsRidge(string option) =>
        $"The NTK of this architecture is not symmetric, so it has no evidence to fit anything to. Give {option} for kernel regression, and --set for its parameters.";

    public static string NotASetting(string option, string given) =>
        $"{option} takes NAME=NUMBER, such as {option} s=1.5, but got '{given}'.";

    public static string LeftOut(int rows) => $"{rows} {(rows == 1 ? "row with a missing value is" : "rows with missing values are")} left out.";

    public static string NotADelimiter(string option, string given) => $"{option} takes one character, or tab, but got '{given}'.";

    public static string NotOneOf(string option, string given, IEnumerable<char> choices) => $"{option} takes one of {string.Join(" or ", choices)}, but got '{given}'.";

    public static string SetTwice(string option, string name) => $"{option} gives {name} twice.";

    public static string OneMatrix(string format) =>
        $"A {format} file holds one matrix. Choose it with --get nngp or --get ntk, or take --format json.";

    public static string InaccurateQuadrature(double error) => string.Create(CultureInfo.InvariantCulture,
        $"Some expectations have no closed form and functions too rough to be integrated to full accuracy: expect relative errors of about {error:E0}.");

    public static string Forecast(TimeSpan duration, long bytes, bool isFile) => string.Create(
        CultureInfo.InvariantCulture, $"This will take about {(duration.TotalMinutes < 2 ? $"{duration.TotalSeconds:F0} s" : duration.TotalHours < 2 ? $"{duration.TotalMinutes:F0} min" : $"{duration.TotalHours:F0} h")}; {(isFile ? $"the file has {Gigabytes(bytes)}" : $"both kernels in double precision hold {Gigabytes(bytes)} of memory")}.");

    public static string DoesNotFit(long bytes, long available) =>
        $"The kernels take {Gigabytes(bytes)}, but {Gigabytes(available)} of memory are there. --resume with --output FILE.npy evaluates into the file block by block, --float32 halves it, and --get nngp or --get ntk leaves one kernel.";

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB");

    public const string ResumeNeedsFile = "--resume evaluates into a file: give --output FILE.npy.";

    public static string NoFormatEndsSo(string path, IEnumerable<string> endings, string? option = null) =>
        $"'{path}' ends as no file that this command writes; it writes {string.Join(", ", endings)}.{(option is null ? "" : $" {option} decides for a file of another name.")}";

    public static string EndsOtherwise(string path, string format) => $"'{path}' ends as a file of another format than --format {format}.";

    public static string UnknownCommand(string name, string? nearest) =>
        $"There is no command '{name}'{(nearest is null ? $"; '{Tool.Name} --help' lists all." : $"; did you mean {nearest}?")}";

    public static string UnknownOption(string name, string? nearest) => $"There is no option {name}{(nearest is null ? "." : $"; did you mean {nearest}?")}";

    public static string NotAProbability(string option) => $"{option} takes a number between 0 and 1, such as {option} 0.9.";

    public static string IntervalsAreForNumbers(string option) => $"{option} is for targets that are numbers; classes come with probabilities.";

    public static string TooMany(string token) => $"'{token}' is one argument too many; what has spaces stands in quotes.";

    public static string Guide(string path) => $"The guide, with worked examples: {path}";

    public const string Float32NeedsNpy = "--float32 is for --format npy; the other formats hold every digit.";

    public static string NotPositive(string option, double given) => string.Create(CultureInfo.InvariantCulture, $"{option} takes a number above 0, but got {given}.");

    public static string NoNtk(string why) => $"{why} '--get nngp' asks for the NNGP kernel alone.";

    public static string NotInJson(string kernel, int row, int column, double value) =>
        $"Entry ({row + 1}, {column + 1}) of the {kernel} kernel is {value}, which JSON cannot hold. Scale the inputs or the weights down, or take --format csv or npy.";

    public static string NoParameter(string name, IReadOnlyCollection<string> known) =>
        $"The architecture has no free parameter {name}; it has {(known.Count == 0 ? "none" : string.Join(", ", known))}.";

    public static string NoSuchWord(string part) => $"No word contains '{part}'; 'ntk words' lists all.";

    public static string TooSmall(string option, int least) => $"{option} takes a number of at least {least}.";

    public static string NoLine(int features, bool classes) => classes
        ? "A posterior is drawn over numeric targets, but this target is a class."
        : $"A posterior is drawn over one feature, but the data have {features}.";

    public const string NoisyClasses =
        "Classes are predicted with probabilities, which know of the noise, and without deviations. Leave --noisy out.";

    public const string UnitsOfComparison =
        "RMSEs are in the units of the target; evidence, densities and noise are those of the standardized target.";

    public const string NoLossCurves = "Networks with this architecture do not train along a symmetric neural tangent kernel, so there is no theory of their loss.";
}
