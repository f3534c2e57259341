using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary><c>ntk compare</c>: which of several architectures explains the data best.</summary>
internal sealed class CompareCommand : Command, IHasExamples
{
    private static readonly string[] Criteria = ["evidence", "loo", "validation"];
    private static readonly string[] Formats = ["text", Records.Csv, Records.Json];

    private readonly Argument<string[]> architectures = new("ARCHITECTURE")
    {
        Description = "Architectures, each in quotes.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly DataOptions data;
    private readonly Option<IReadOnlyList<string>> kinds = CommonOptions.Some("--kernel", "Which kernels to try as the covariance of each architecture.", Kernels.Names);
    private readonly Option<string> by = CommonOptions.OneOf("--by", "What ranks: log p(Y | X), the log density of each point given all others, or accuracy (RMSE without classes) on points that are kept back.", Criteria);

    private readonly Option<int?> folds = new("--folds")
    {
        Description = "Keep back each of this many parts in turn, with --by validation; 5 if neither this nor --holdout is given.",
        HelpName = "NUMBER",
    };

    private readonly Option<double?> holdout = new("--holdout")
    {
        Description = "Keep back this part of the points once, with --by validation.",
        HelpName = "FRACTION",
    };

    private readonly Option<bool> ard = CommonOptions.Relevances();
    private readonly ModelOptions model = new();
    private readonly OutputOptions output = new("A table to read, CSV, or JSON.", Formats);

    public CompareCommand(Session session)
        : base("compare", "Rank architectures by how they explain data, each with its free parameters and the noise fitted.")
    {
        Add(architectures);
        data = new(session, centers: true);
        data.AddTo(this);
        Option[] options = [kinds, by, folds, holdout, ard, .. model.All];
        Array.ForEach(options, Add);
        output.AddTo(this);
        model.AddValidators(this);
        data.RefusesOnSphere(this, ard);
        Validators.Add(result =>
        {
            var validates = result.GetValue(by) == Criteria[2];
            foreach (var option in new Option[] { folds, holdout }.Where(option => result.GetResult(option) is not null && !validates))
            {
                result.AddError(Messages.NeedsOther(option.Name, $"{by.Name} {Criteria[2]}"));
            }

            if (result.GetResult(folds) is not null && result.GetResult(holdout) is not null)
            {
                result.AddError(Messages.NotTogether(folds.Name, holdout.Name));
            }
        });
        SetAction((arguments, cancellation) => Task.Run(() => Compare(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk compare \"dense(512, sigmaB=b) >> relu >> dense(1, sigmaW=a)\" \"dense(512, sigmaW=s) >> erf >> dense(1, sigmaW=a)\" --train train.csv --target price --standardize",
        "ntk compare \"dense(1)\" \"dense(512) >> relu >> dense(1)\" --train data/ionosphere.csv --target return --classify --by validation --folds 4",
    ];

    private int Compare(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var training = data.Load(arguments);
        var kernels = arguments.GetValue(architectures)!
            .Select(text => model.Compile(arguments, text, training.X.Features, isOnlyOne: false)).ToList();
        var options = new ComparisonOptions
        {
            Criterion = (ComparisonCriterion)Array.IndexOf(Criteria, arguments.GetValue(by)),
            Kinds = [.. arguments.GetValue(kinds)!.Select(Kernels.KindOf)],
            Validation = arguments.GetValue(holdout) is { } part
                ? Validation.Holdout(part, model.Seed(arguments))
                : Validation.Folds(arguments.GetValue(folds) ?? 5, model.Seed(arguments)),
            Fit = model.FitOptions(arguments, Evidence.LogMarginalLikelihood) with { FitsRelevances = arguments.GetValue(ard) },
        };
        var table = Compare(kernels, training, options, arguments, session, cancellation);
        Write(table, training, arguments, session);
        return Tool.Success;
    }

    private ComparisonTable Compare(
        List<Kernel> kernels, TrainingData training, ComparisonOptions options, ParseResult arguments, Session session, CancellationToken cancellation)
    {
        using var line = new ProgressLine(session, "Comparing");
        return Comparison.Of(kernels, training.Table, training.Preprocessing, model.GivenNoise(arguments), options, line, cancellation);
    }

    private void Write(ComparisonTable table, TrainingData training, ParseResult arguments, Session session)
    {
        var chosen = output.Format(arguments);
        session.Write(output.Path(arguments), stream =>
        {
            if (chosen == Formats[0])
            {
                using var text = Session.TextTo(stream);
                string[] units = training.Preprocessing.Outputs is not null && data.Standardizes(arguments) ? [Messages.UnitsOfComparison] : [];
                text.WriteLine(string.Join("\n\n", [training.ToString(), table.ToString(), .. training.Preprocessing.Remarks, .. units]));
            }
            else
            {
                Records.Write(stream, chosen, ComparisonColumns.Of(table));
            }
        });
    }
}
