using System.CommandLine;
using System.CommandLine.Parsing;

namespace NtkDsl.Cli;

/// <summary><c>ntk fit</c>: a Gaussian process with the kernel of an architecture, fitted to data and saved.</summary>
internal sealed class FitCommand : Command, IHasExamples
{
    private const string Softmax = "softmax";

    private static readonly string[] Objectives = ["evidence", "loo"];
    private static readonly string[] Formats = ["text", Records.Json];
    private static readonly string[] Likelihoods = ["gaussian", Softmax];

    private readonly Argument<string> architecture = CommonOptions.Architecture();
    private readonly DataOptions data;
    private readonly Option<string> kind = CommonOptions.OneOf("--kernel", "Which kernel is the covariance.", Kernels.Names);
    private readonly Option<string> by = CommonOptions.OneOf("--by", "What is maximised: log p(Y | X), or the log density of each point given all others.", Objectives);
    private readonly Option<string> likelihood = CommonOptions.OneOf("--likelihood", "Of classes: one-hot numbers with Gaussian noise, which is fast; or a softmax, whose probabilities are calibrated.", Likelihoods);
    private readonly ModelOptions model = new();

    private readonly Option<bool> ard = CommonOptions.Relevances();

    private readonly Option<string> chart = new("--chart")
    {
        Description = "A bar chart of the relevances, an SVG file.",
        HelpName = "FILE",
    };

    private readonly Option<string> format = CommonOptions.OneOf("--format", "What is told about the fit: a table to read, or JSON.", Formats);

    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The model, for 'ntk predict'; it is there whole or not at all.",
        HelpName = "FILE",
        Required = true,
    };

    public FitCommand(Session session)
        : base("fit", "Fit the free parameters of an architecture and the noise to data, and save the model. Without free parameters and with a given noise, the data just condition it.")
    {
        Add(architecture);
        data = new(session, centers: true);
        data.AddTo(this);
        Option[] options = [kind, by, likelihood, ard, chart, .. model.All, format, output];
        Array.ForEach(options, Add);
        model.AddValidators(this);
        FileEnding.Require(this, chart, ".svg");
        Validators.Add(Validate);
        data.RefusesOnSphere(this, ard);
        Validators.Add(ValidateRelevances);
        SetAction((arguments, cancellation) => Task.Run(() => Fit(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk fit \"dense(512, sigmaW=s, sigmaB=b) >> erf >> dense(1, sigmaW=a)\" --train train.csv --target price --standardize --output model.ntk",
        "ntk fit \"dense(512, sigmaW=sqrt(2)) >> relu >> dense(1)\" --train data/ionosphere.csv --target return --classify --sphere --format json --output model.ntk",
        "ntk fit \"dense(512, sigmaB=b) >> relu >> dense(1, sigmaW=a)\" --train train.csv --target price --standardize --ard --chart relevances.svg --output model.ntk",
    ];

    private void Validate(CommandResult result)
    {
        if (result.GetResult(likelihood)?.Tokens is not [{ Value: Softmax }])
        {
            return;
        }

        var chosen = $"{likelihood.Name} {Softmax}";
        if (!data.Classifies(result))
        {
            result.AddError(Messages.NeedsOther(chosen, "--classify"));
        }

        if (model.NoiseIsGiven(result))
        {
            result.AddError(Messages.NotTogether(chosen, "--noise or --ridge"));
        }

        if (result.GetResult(by)?.Tokens is [{ Value: var objective }] && objective != Objectives[0])
        {
            result.AddError(Messages.NotTogether(chosen, $"{by.Name} {objective}"));
        }
    }

    private void ValidateRelevances(CommandResult result)
    {
        var hasChart = result.GetResult(chart) is not null;
        if (!result.GetValue(ard) && hasChart)
        {
            result.AddError(Messages.NeedsOther(chart.Name, ard.Name));
        }

        if (result.GetValue(ard) && result.GetResult(likelihood)?.Tokens is [{ Value: Softmax }])
        {
            result.AddError(Messages.NotTogether(ard.Name, $"{likelihood.Name} {Softmax}"));
        }
    }

    private int Fit(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var training = data.Load(arguments);
        var kernel = model.Compile(arguments, arguments.GetValue(architecture)!, training.X.Features, isOnlyOne: true);
        var report = Fit(new(kernel, Kernels.KindOf(arguments.GetValue(kind)!), training, session, cancellation), arguments);
        cancellation.ThrowIfCancellationRequested();
        var path = arguments.GetValue(output)!;
        report.Model.Save(path);
        if (arguments.GetValue(chart) is { } picture)
        {
            Chart.Relevances(report.Relevances).Save(picture);
        }

        if (arguments.GetValue(format) == Records.Json)
        {
            Records.WriteObject(session.Output, FitJson.Of(report, training, arguments.GetValue(kind)!, arguments.GetValue(by)!, path));
        }
        else
        {
            session.WriteLine($"{training}\n\n{report.Text}\n\nSaved to {path}.");
        }

        return Tool.Success;
    }

    private FittedReport Fit(ModelFitting fitting, ParseResult arguments)
    {
        var objective = arguments.GetValue(by) == Objectives[0] ? Evidence.LogMarginalLikelihood : Evidence.LeaveOneOut;
        return arguments.GetValue(likelihood) == Softmax ? fitting.Classifier(model.FitOptions(arguments, objective))
            : fitting.IsSymmetric || arguments.GetValue(ard) ? fitting.Process(
                model.GivenNoise(arguments), model.FitOptions(arguments, objective) with { FitsRelevances = arguments.GetValue(ard) })
            : fitting.Regression(model.GivenNoise(arguments) ?? throw new NtkDslException(Messages.NeedsRidge("--ridge")));
    }
}
