using System.CommandLine;
using System.CommandLine.Parsing;

namespace NtkDsl.Cli;

/// <summary>The options that say how columns of a table become points.</summary>
internal sealed class FeatureOptions
{
    private const string Refuse = "refuse";
    private const string Drop = "drop";
    private const string Mean = "mean";

    private readonly Option<IReadOnlyList<string>> features = CommonOptions.Columns("--features", "Which columns are features; all but the targets if not given.");

    private readonly Option<string?> oneHot = new("--one-hot")
    {
        Description = "Columns of words are categories: a feature for each word, 1 where it stands and 0 elsewhere. Of all features that are no numbers if no column is given.",
        HelpName = "COLUMN,…",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> missing = CommonOptions.OneOf(
        "--missing", "What becomes of missing values (empty, NA, NaN, null, ?): they are refused, their rows are left out, or the mean of the feature stands for them.", [Refuse, Drop, Mean]);

    private readonly Option<bool> standardize;

    private readonly Option<bool> sphere = new("--sphere") { Description = "Then scale each point to |x|² = d, so that kernels see its direction alone." };

    /// <param name="standardizes">Whether that is the default, as it is for pictures.</param>
    public FeatureOptions(bool standardizes = false) => standardize = new("--standardize")
    {
        Description = "Bring each feature, and each target that is a number, to mean 0 and variance 1.",
        DefaultValueFactory = _ => standardizes,
    };

    public IReadOnlyList<Option> All => [features, oneHot, missing, standardize, sphere];

    public string? FirstGiven(CommandResult result) => All.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>What --sphere was called with.</summary>
    public bool IsOnSphere(CommandResult result) => result.GetValue(sphere);

    public bool Standardizes(ParseResult arguments) => arguments.GetValue(standardize);

    /// <summary>Learns what the options say from a table.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="table">The training data, or the points of a kernel.</param>
    /// <param name="targets">The columns to predict; none for points alone.</param>
    /// <param name="classify">Whether the target is a class.</param>
    /// <param name="center">Whether the mean is taken off targets that are numbers.</param>
    public PreparedTable Learn(ParseResult arguments, Table table, IReadOnlyList<string> targets, bool classify, bool center = false)
    {
        var chosen = arguments.GetValue(features);
        var used = chosen ?? [.. table.Columns.Where(column => !targets.Contains(column))];
        var complete = arguments.GetValue(missing) switch
        {
            Drop => table.WithoutMissing([.. used, .. targets]),
            Mean => table.WithoutMissing(targets),
            _ => table,
        };
        var preprocessing = Preprocessing.Learn(
            complete,
            targets,
            chosen,
            classify,
            arguments.GetValue(standardize),
            arguments.GetValue(sphere),
            Categories(arguments, complete, used),
            fillMissing: arguments.GetValue(missing) == Mean,
            center);
        return new(complete, preprocessing, table.RowCount - complete.RowCount);
    }

    /// <summary>Leaves rows out of another table as <c>--missing</c> says.</summary>
    public PreparedTable Complete(ParseResult arguments, Table table, Preprocessing preprocessing)
    {
        var drops = arguments.GetValue(missing) == Drop && preprocessing.Features.All(table.Columns.Contains);
        var complete = drops ? table.WithoutMissing(preprocessing.Features) : table;
        return new(complete, preprocessing, table.RowCount - complete.RowCount);
    }

    private string[] Categories(ParseResult arguments, Table table, IReadOnlyList<string> used) => arguments.GetResult(oneHot) switch
    {
        null => [],
        { Tokens: [{ Value: var given }] } => given.Split(',', StringSplitOptions.TrimEntries),
        _ => [.. used.Where(column => !table.IsNumeric(column))],
    };
}

/// <summary>The rows of a table that are used, what is done to them, and how many with missing values are left out.</summary>
internal sealed record PreparedTable(Table Table, Preprocessing Preprocessing, int LeftOut);
