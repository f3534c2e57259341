using System.CommandLine;
using System.CommandLine.Parsing;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>The options that say what is learned from which data.</summary>
internal sealed class DataOptions(Session session, bool centers)
{
    private readonly Option<string> train = new("--train")
    {
        Description = $"The training data, a row per point: {DataFiles.Formats}.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<IReadOnlyList<string>> target = CommonOptions.Target();

    private readonly Option<bool> classify = new("--classify") { Description = "The target is a class, in numbers or words." };

    private readonly FeatureOptions features = new();

    private readonly TableOptions tables = new(session);

    private readonly Option<bool> noCenter = new("--no-center")
    {
        Description = "Do not take the mean off a target that is a number: the prior then has mean 0 in the units of the target.",
    };

    public void AddTo(Command command)
    {
        Option[] options = [train, target, classify, .. features.All, .. centers ? (Option[])[noCenter] : []];
        Array.ForEach(options, command.Add);
        tables.AddTo(command);
    }

    /// <summary>Whether targets that are numbers are scaled to variance 1.</summary>
    public bool Standardizes(ParseResult arguments) => features.Standardizes(arguments);

    /// <summary>Refuses an option together with points on the sphere.</summary>
    public void RefusesOnSphere(Command command, Option<bool> option) => command.Validators.Add(result =>
    {
        if (result.GetValue(option) && features.IsOnSphere(result))
        {
            result.AddError(Messages.NotTogether(option.Name, "--sphere"));
        }
    });

    public bool Classifies(CommandResult result) => result.GetValue(classify);

    public TrainingData Load(ParseResult arguments)
    {
        var table = tables.Read(arguments, arguments.GetValue(train)!);
        var targets = arguments.GetValue(target)!;
        if (targets is [var file] && DataFiles.IsArray(file))
        {
            var values = DataFiles.ReadTargets(file);
            (table, targets) = (table.Beside(values), values.Columns);
        }

        var prepared = features.Learn(arguments, table, targets, arguments.GetValue(classify), centers && !arguments.GetValue(noCenter));
        return new(prepared.Table, prepared.Preprocessing) { LeftOut = prepared.LeftOut };
    }

    /// <summary>Points to predict, as the training data were read.</summary>
    public TestData LoadTest(ParseResult arguments, string path, Preprocessing preprocessing) =>
        new(features.Complete(arguments, tables.Read(arguments, path), preprocessing).Table, preprocessing);
}

/// <summary>The training data as models take them.</summary>
internal sealed class TrainingData(Table table, Preprocessing preprocessing)
{
    public Preprocessing Preprocessing => preprocessing;

    public Table Table => table;

    public Points X { get; } = preprocessing.PointsOf(table);

    public Matrix<double> Y { get; } = preprocessing.TargetsOf(table);

    /// <summary>How many rows with missing values are not among the points.</summary>
    public int LeftOut { get; init; }

    /// <summary>How good outputs of a model for the training points are.</summary>
    public Score Score(Matrix<double> outputs) => Cli.Score.Of(preprocessing.Restore(outputs), preprocessing, table);

    /// <summary>Such as "iris.csv: 150 points, 4 features; target kind: a, b, c.".</summary>
    public override string ToString()
    {
        var targets = $"{(preprocessing.Targets.Count == 1 ? "target" : "targets")} {string.Join(", ", preprocessing.Targets)}";
        var classes = preprocessing.ClassNames.Count == 0 ? "" : $" ({string.Join(", ", preprocessing.ClassNames)})";
        var leftOut = LeftOut == 0 ? "" : $" {Messages.LeftOut(LeftOut)}";
        return $"{table.Name}: {X.Count} points, {X.Features} {(X.Features == 1 ? "feature" : "features")}; {targets}{classes}.{leftOut}";
    }
}
