using System.Globalization;

namespace NtkDsl.Cli;

/// <summary>The dynamics of training as tables to read, as JSON, or one part as CSV.</summary>
internal static class DynamicsWriter
{
    private const string Text = "text";
    private const string LossesPart = "losses";
    private const string DirectionsPart = "directions";
    private const string PredictionsPart = "predictions";
    private const int LongestTable = 10;

    public static IReadOnlyList<string> Formats { get; } = [Text, Records.Csv, Records.Json];

    public static IReadOnlyList<string> Parts { get; } = [LossesPart, DirectionsPart, PredictionsPart];

    public static void Write(Stream stream, string format, string part, Dynamics dynamics)
    {
        switch (format)
        {
            case Text:
                using (var text = Session.TextTo(stream))
                {
                    text.WriteLine(Describe(dynamics));
                }

                break;
            case Records.Csv:
                Records.Write(stream, format, part switch
                {
                    LossesPart => Losses(dynamics),
                    DirectionsPart => Directions(dynamics),
                    _ => Predictions(dynamics, dynamics.Predictions),
                });
                break;
            default:
                WriteJson(stream, dynamics);
                break;
        }
    }

    private static void WriteJson(Stream stream, Dynamics dynamics) => Records.WriteJson(stream, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("architecture", dynamics.Ensemble.Kernel.Architecture.ToString());
        writer.WriteString("kernel", Kernels.NameOf(dynamics.Ensemble.Kind));
        writer.WriteString("loss", dynamics.Title);
        writer.WriteNumber("largestLearningRate", dynamics.Ensemble.LargestLearningRate);
        writer.WritePropertyName(LossesPart);
        Records.WriteArray(writer, Losses(dynamics));
        writer.WritePropertyName(DirectionsPart);
        Records.WriteArray(writer, Directions(dynamics));
        if (dynamics.Curve.Least is { } least)
        {
            writer.WriteStartObject("leastTestLoss");
            Column.Of(dynamics.Curve.CountsSteps ? "steps" : "time", [least.Time]).WriteCell(writer, 0);
            writer.WriteNumber("loss", least.Loss);
            Column.Of("atEnd", [least.AtEnd]).WriteCell(writer, 0);
            writer.WriteEndObject();
        }

        if (dynamics.Test is not null)
        {
            writer.WritePropertyName(PredictionsPart);
            Records.WriteArray(writer, Predictions(dynamics, dynamics.Predictions));
        }

        writer.WriteEndObject();
    });

    private static List<Column> Losses(Dynamics dynamics)
    {
        var points = dynamics.Curve.Points;
        Column? IfAny(string name, Func<LossCurvePoint, double?> value) => points.Any(point => value(point) is not null) ? Column.Of(name, points.Select(value)) : null;
        Column?[] columns =
        [
            Column.Of(dynamics.Curve.CountsSteps ? "steps" : "time", points.Select(point => point.Time)),
            Column.Of("training", points.Select(point => point.TrainingLoss)),
            IfAny("test", point => point.TestLoss),
            IfAny("networkTraining", point => point.NetworkTrainingLoss),
            IfAny("networkTest", point => point.NetworkTestLoss),
            IfAny("trainingAccuracy", point => point.TrainingAccuracy),
            IfAny("testAccuracy", point => point.TestAccuracy),
        ];
        return [.. columns.OfType<Column>()];
    }

    /// <summary>The eigen-directions, the fastest first.</summary>
    private static List<Column> Directions(Dynamics dynamics) =>
    [
        Column.Of("eigenvalue", dynamics.Ensemble.Eigenvalues.Reverse()),
        Column.Of("timeScale", dynamics.Ensemble.TimeScales.Reverse()),
        Column.Of("targetShare", dynamics.Ensemble.TargetShares.Reverse()),
    ];

    /// <summary>A row for each time and test point.</summary>
    private static List<Column> Predictions(Dynamics dynamics, IReadOnlyList<TimedPrediction> all)
    {
        if (all.Count == 0)
        {
            throw new NtkDslException(Messages.NoTestPoints);
        }

        var names = PredictionColumns.OutputNames(dynamics.Training.Preprocessing, all[0].Mean.ColumnCount);
        return
        [
            Column.Of(dynamics.Curve.CountsSteps ? "steps" : "time", all.SelectMany(one => Enumerable.Repeat(one.Time, one.Mean.RowCount))),
            Column.Of("point", all.SelectMany(one => Enumerable.Range(1, one.Mean.RowCount)).Select(number => (double)number)),
            .. names.SelectMany((name, j) => all[0].StandardDeviation is null
                ? [Column.Of($"P({name})", all.SelectMany(one => one.Mean.Column(j)))]
                : PredictionColumns.Moments(name, all.SelectMany(one => one.Mean.Column(j)), all.SelectMany(one => one.StandardDeviation!.Column(j)))),
        ];
    }

    private static string Describe(Dynamics dynamics)
    {
        var (ensemble, n) = (dynamics.Ensemble, dynamics.Training.Y.RowCount * dynamics.Training.Y.ColumnCount);
        var rate = ensemble.LargestLearningRate;
        string[] parts =
        [
            $"{dynamics.Training}",
            Line($"Largest stable learning rate: {rate:G6} for the loss summed over points and outputs, {rate * n:G6} for their average."),
            $"Eigen-directions of the training kernel, the fastest first\n{Table(Directions(dynamics))}",
            $"{dynamics.Title}\n{dynamics.Curve}",
            .. dynamics.Test is null ? Array.Empty<string>() : [$"Predictions for {dynamics.Test.Name} at the end\n{Table(Predictions(dynamics, [dynamics.Predictions[^1]]))}"],
        ];
        return string.Join("\n\n", parts);
    }

    /// <summary>The first rows.</summary>
    private static string Table(List<Column> columns)
    {
        var count = columns[0].Texts.Count;
        var lines = new List<string> { string.Concat(columns.Select(column => column.Name.PadLeft(Width(column)))) };
        lines.AddRange(Enumerable.Range(0, Math.Min(count, LongestTable)).Select(row => string.Concat(columns.Select(column => Cell(column, row).PadLeft(Width(column))))));
        return string.Join('\n', count > LongestTable ? [.. lines, Line($"  the first {LongestTable} of {count}; --format csv or json has all")] : lines);
    }

    private static int Width(Column column) => Math.Max(14, column.Name.Length + 2);

    private static string Cell(Column column, int row) =>
        double.Parse(column.Texts[row]!, CultureInfo.InvariantCulture) is var value && double.IsPositiveInfinity(value) ? "∞" : Line($"{value:G6}");

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
