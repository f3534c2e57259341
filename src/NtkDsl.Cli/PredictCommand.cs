using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NtkDsl.Cli;

/// <summary><c>ntk predict</c>: what a saved model says about new points.</summary>
internal sealed class PredictCommand : Command, IHasExamples
{
    private const string Drop = "drop";

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
    private readonly Option<string> missing = CommonOptions.OneOf(
        "--missing", "Points with missing features are refused, unless the model fills them in, or left out; then a first column tells the rows of the others.", ["refuse", Drop]);

    private readonly Option<double?> interval = new("--interval")
    {
        Description = "Between which bounds a new observation, noise included, lies with this probability; in the columns TARGET_low and TARGET_high.",
        HelpName = "PROBABILITY",
    };

    private readonly OutputOptions output = new("A line for each point, or an object for each point.", Formats);

    private readonly TableOptions tables;

    public PredictCommand(Session session)
        : base("predict", "Predict with a model that 'ntk fit' saved: means with standard deviations, classes with probabilities.")
    {
        Add(model);
        Add(points);
        Option[] options = [samples, seed, noisy, interval, missing];
        Array.ForEach(options, Add);
        output.AddTo(this);
        tables = new(session);
        tables.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetResult(samples) is { Errors: var errors } && !errors.Any() && result.GetValue(samples) < 1)
            {
                result.AddError(Messages.NotBelow(samples.Name, 1));
            }

            if (result.GetResult(interval) is { Errors: var refusals } && !refusals.Any())
            {
                RequireInterval(result);
            }
        });
        SetAction((arguments, cancellation) => Task.Run(() => Predict(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk predict model.ntk test.csv --interval 0.9",
        "ntk predict model.ntk test.csv --samples 3 --seed 7 --output draws.json",
    ];

    private int Predict(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var fitted = FittedModel.Load(arguments.GetValue(model)!);
        var table = tables.Read(arguments, arguments.GetValue(points)!);
        var rows = arguments.GetValue(missing) == Drop ? table.CompleteRows(fitted.Preprocessing.Features) : null;
        var used = rows is null ? table : table.WithoutMissing(fitted.Preprocessing.Features);
        cancellation.ThrowIfCancellationRequested();
        var (columns, summary) = arguments.GetValue(samples) is { } count
            ? (PredictionColumns.OfSamples(fitted, fitted.Sample(used, count, arguments.GetValue(seed), arguments.GetValue(noisy))), $"{count} {(count == 1 ? "draw" : "draws")}")
            : Predict(fitted, used, arguments);
        cancellation.ThrowIfCancellationRequested();
        var path = output.Path(arguments);
        IReadOnlyList<Column> all = rows is null ? columns : [PredictionColumns.OfRows(rows), .. columns];
        session.Write(path, stream => Records.Write(stream, output.Format(arguments), all));
        if (path is not null)
        {
            session.WriteLine($"{table.Name}: {used.RowCount} {(used.RowCount == 1 ? "point" : "points")}, {summary}. Written to {path}.");
        }

        return Tool.Success;
    }

    private void RequireInterval(CommandResult result)
    {
        if (result.GetValue(interval) is not (> 0 and < 1))
        {
            result.AddError(Messages.NotAProbability(interval.Name));
        }

        if (result.GetResult(samples) is not null)
        {
            result.AddError(Messages.NotTogether(interval.Name, samples.Name));
        }
    }

    private (IReadOnlyList<Column> Columns, string Summary) Predict(FittedModel fitted, Table table, ParseResult arguments)
    {
        var probability = arguments.GetValue(interval);
        if (probability is not null && fitted.Preprocessing.Classes is not null)
        {
            throw new NtkDslException(Messages.IntervalsAreForNumbers(interval.Name));
        }

        var noisyDeviations = arguments.GetValue(noisy);
        if (noisyDeviations && fitted.Preprocessing.Classes is not null)
        {
            throw new NtkDslException(Messages.NoisyClasses);
        }

        var prediction = fitted.Predict(table, noisyDeviations);
        var score = fitted.Preprocessing.HasTargets(table) ? $", {Score.Of(prediction.Mean, fitted.Preprocessing, table)}" : "";
        var error = prediction.ProbabilityError is { } known ? string.Create(CultureInfo.InvariantCulture, $", probabilities good to {known:G1}") : "";
        return (PredictionColumns.Of(fitted, prediction, probability is { } given ? prediction.Interval(given) : null), $"predictions{score}{error}");
    }
}
