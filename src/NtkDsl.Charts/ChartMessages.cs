namespace NtkDsl;

/// <summary>Every text that a user can be shown when a picture is refused.</summary>
internal static class ChartMessages
{
    public static string NotFinite(string what) => $"{what} cannot be drawn: not all of its numbers are finite.";

    public static string NotSquare(string name, int rows, int columns) =>
        $"{name} is {rows} × {columns}, but a picture of a kernel needs a square matrix, with at least two points.";

    public static string LabelsDiffer(int points, int labels) => $"There are {labels} labels for {points} points; each point needs one.";

    public const string NoKernels = "A spectrum needs at least one kernel.";

    public static string NoEigenvalues(string name) => $"{name} has no spectrum to draw: none of its eigenvalues is positive.";

    public static string LossesDiffer(int times, int losses) => $"A loss curve has {losses} values for {times} times; each time needs one.";

    public const string TooFewTimes = "Loss curves need at least two times and one curve.";

    public const string NoRelevances = "There are no relevances to draw: fit with FitOptions.FitsRelevances.";

    public static string PosteriorShape(int points, int predictions) => $"A posterior at {predictions} points cannot be drawn over {points} places.";

    public static string DataShape(int x, int y) => $"There are {y} values for {x} data points; each point needs one.";
}
