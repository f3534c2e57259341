using System.CommandLine;
using System.CommandLine.Parsing;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>The options that say what is learned from which data.</summary>
internal sealed class DataOptions
{
    private readonly Option<string> train = new("--train")
    {
        Description = $"The training data, a row per point: {DataFiles.Formats}.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<IReadOnlyList<string>> target = CommonOptions.Columns("--target", "What to predict: names of columns, or their numbers if the file has no header.");

    private readonly Option<IReadOnlyList<string>> features = CommonOptions.Features();

    private readonly Option<bool> classify = new("--classify") { Description = "The target is a class, in numbers or words." };

    private readonly Option<bool> standardize = new("--standardize") { Description = "Bring each feature, and each target that is a number, to mean 0 and variance 1." };

    private readonly Option<bool> sphere = new("--sphere") { Description = "Then scale each point to |x|² = d, so that kernels see its direction alone." };

    private readonly Option<bool> noCenter = new("--no-center")
    {
        Description = "Do not take the mean off a target that is a number: the prior then has mean 0 in the units of the target.",
    };

    private readonly bool centers;

    /// <param name="centers">Whether targets are centred unless one says no.</param>
    public DataOptions(bool centers)
    {
        this.centers = centers;
        target.Required = true;
    }

    public IReadOnlyList<Option> All => [train, target, features, classify, standardize, sphere, .. centers ? (Option[])[noCenter] : []];

    /// <summary>Whether targets that are numbers are scaled to variance 1.</summary>
    public bool Standardizes(ParseResult arguments) => arguments.GetValue(standardize);

    public bool Classifies(CommandResult result) => result.GetValue(classify);

    public TrainingData Load(ParseResult arguments)
    {
        var table = DataFiles.ReadTable(arguments.GetValue(train)!);
        return new(table, Learn(arguments)(table));
    }

    /// <summary>How columns and transforms are learned from the training data, or from a part of them.</summary>
    public Func<Table, Preprocessing> Learn(ParseResult arguments) => table => Preprocessing.Learn(
        table,
        arguments.GetValue(target)!,
        arguments.GetValue(features),
        arguments.GetValue(classify),
        arguments.GetValue(standardize),
        arguments.GetValue(sphere),
        centers && !arguments.GetValue(noCenter));
}

/// <summary>The training data as models take them.</summary>
internal sealed class TrainingData(Table table, Preprocessing preprocessing)
{
    public Preprocessing Preprocessing => preprocessing;

    public Table Table => table;

    public Points X { get; } = preprocessing.PointsOf(table);

    public Matrix<double> Y { get; } = preprocessing.TargetsOf(table);

    /// <summary>How good outputs of a model for the training points are.</summary>
    public Score Score(Matrix<double> outputs) => Cli.Score.Of(preprocessing.Restore(outputs), preprocessing, table);

    /// <summary>Such as "iris.csv: 150 points, 4 features; target kind: a, b, c.".</summary>
    public override string ToString()
    {
        var targets = $"{(preprocessing.Targets.Count == 1 ? "target" : "targets")} {string.Join(", ", preprocessing.Targets)}";
        var classes = preprocessing.ClassNames.Count == 0 ? "" : $" ({string.Join(", ", preprocessing.ClassNames)})";
        return $"{table.Name}: {X.Count} points, {X.Features} {(X.Features == 1 ? "feature" : "features")}; {targets}{classes}.";
    }
}
