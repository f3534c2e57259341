using System.CommandLine;
using System.Globalization;

namespace NtkDsl.Cli;

/// <summary><c>ntk predict</c>: what a saved model says about new points.</summary>
internal sealed class PredictCommand : Command, IHasExamples
{
    private static readonly string[] Formats = [Records.Csv, Records.Json];

    private readonly Argument<string> model = new("MODEL") { Description = "The file that 'ntk fit' wrote." };

    private readonly Argument<string> points = new("FILE")
    {
        Description = $"The points: {DataFiles.Formats}. Columns are found by name; those that the model does not know do not matter.",
    };

    private readonly Option<int?> samples = new("--samples")
    {
        Description = "Draw functions from the posterior instead: columns of joint values at all points.",
        HelpName = "NUMBER",
    };

    private readonly Option<int> seed = CommonOptions.Seed();
    private readonly Option<bool> noisy = new("--noisy") { Description = "Deviations, or draws, of noisy observations, instead of those of the function." };
    private readonly Option<string> format = CommonOptions.OneOf("--format", "A line for each point, or an object for each point.", Formats);
    private readonly Option<string> output = CommonOptions.Output();

    public PredictCommand(Session session)
        : base("predict", "Predict with a model that 'ntk fit' saved: means with standard deviations, classes with probabilities.")
    {
        Add(model);
        Add(points);
        Option[] options = [samples, seed, noisy, format, output];
        Array.ForEach(options, Add);
        Validators.Add(result =>
        {
            if (result.GetResult(samples) is { Errors: var errors } && !errors.Any() && result.GetValue(samples) < 1)
            {
                result.AddError(Messages.NotBelow(samples.Name, 1));
            }
        });
        SetAction((arguments, cancellation) => Task.Run(() => Predict(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk predict model.ntk test.csv",
        "ntk predict model.ntk test.csv --samples 3 --seed 7 --format json --out draws.json",
    ];

    private int Predict(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var fitted = FittedModel.Load(arguments.GetValue(model)!);
        var table = DataFiles.ReadTable(arguments.GetValue(points)!);
        cancellation.ThrowIfCancellationRequested();
        var (columns, summary) = arguments.GetValue(samples) is { } count
            ? (PredictionColumns.OfSamples(fitted, fitted.Sample(table, count, arguments.GetValue(seed), arguments.GetValue(noisy))), $"{count} {(count == 1 ? "draw" : "draws")}")
            : Predict(fitted, table, arguments.GetValue(noisy));
        cancellation.ThrowIfCancellationRequested();
        var path = arguments.GetValue(output);
        session.Write(path, stream => Records.Write(stream, arguments.GetValue(format)!, columns));
        if (path is not null)
        {
            session.WriteLine($"{table.Name}: {table.RowCount} {(table.RowCount == 1 ? "point" : "points")}, {summary}. Written to {path}.");
        }

        return Tool.Success;
    }

    private static (IReadOnlyList<Column> Columns, string Summary) Predict(FittedModel fitted, Table table, bool noisy)
    {
        if (noisy && fitted.Preprocessing.Classes is not null)
        {
            throw new NtkDslException(Messages.NoisyClasses);
        }

        var prediction = fitted.Predict(table, noisy);
        var score = fitted.Preprocessing.HasTargets(table) ? $", {Score.Of(prediction.Mean, fitted.Preprocessing, table)}" : "";
        var error = prediction.ProbabilityError is { } known ? string.Create(CultureInfo.InvariantCulture, $", probabilities good to {known:G1}") : "";
        return (PredictionColumns.Of(fitted, prediction), $"predictions{score}{error}");
    }
}
