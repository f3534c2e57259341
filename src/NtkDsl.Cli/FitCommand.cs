using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NtkDsl.Cli;

/// <summary><c>ntk fit</c>: a Gaussian process with the kernel of an architecture, fitted to data and saved.</summary>
internal sealed class FitCommand : Command, IHasExamples
{
    private const string Softmax = "softmax";

    private static readonly string[] Objectives = ["evidence", "loo"];
    private static readonly string[] Likelihoods = ["gaussian", Softmax];

    private readonly Argument<string> architecture = CommonOptions.Architecture();
    private readonly DataOptions data = new();
    private readonly Option<string> kind = CommonOptions.OneOf("--kernel", "Which kernel is the covariance.", Kernels.Names);
    private readonly Option<string> by = CommonOptions.OneOf("--by", "What is maximised: log p(Y | X), or the log density of each point given all others.", Objectives);
    private readonly Option<string> likelihood = CommonOptions.OneOf("--likelihood", "Of classes: one-hot numbers with Gaussian noise, which is fast; or a softmax, whose probabilities are calibrated.", Likelihoods);
    private readonly ModelOptions model = new();

    private readonly Option<string> output = new("--output", "--out")
    {
        Description = "The model, for 'ntk predict'; it is there whole or not at all.",
        HelpName = "FILE",
        Required = true,
    };

    public FitCommand(Session session)
        : base("fit", "Fit the free parameters of an architecture and the noise to data, and save the model. Without free parameters and with a given noise, the data just condition it.")
    {
        Add(architecture);
        Option[] options = [.. data.All, kind, by, likelihood, .. model.All, output];
        Array.ForEach(options, Add);
        model.AddValidators(this);
        Validators.Add(Validate);
        SetAction((arguments, cancellation) => Task.Run(() => Fit(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk fit \"dense(512, sigmaW=s, sigmaB=b) >> erf >> dense(1, sigmaW=a)\" --train train.csv --target price --standardize --out model.ntk",
        "ntk fit \"dense(512, sigmaW=sqrt(2)) >> relu >> dense(1)\" --train data/ionosphere.csv --target return --classify --sphere --out model.ntk",
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

    private int Fit(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var training = data.Load(arguments);
        var kernel = model.Compile(arguments, arguments.GetValue(architecture)!, training.X.Features, isOnlyOne: true);
        var (fitted, report) = Fit(kernel, training, arguments, session, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var path = arguments.GetValue(output)!;
        fitted.Save(path);
        session.WriteLine($"{training}\n\n{report}\n\nSaved to {path}.");
        return Tool.Success;
    }

    private (FittedModel Model, string Report) Fit(Kernel kernel, TrainingData training, ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var which = Kernels.KindOf(arguments.GetValue(kind)!);
        if (which == KernelKind.Ntk && !kernel.NtkIsSymmetric)
        {
            var ridge = model.GivenNoise(arguments) ?? throw new NtkDslException(Messages.NeedsRidge("--ridge"));
            var regression = KernelRegression.Train(kernel, training.X, training.Y, ridge, which);
            return (FittedModel.Of(regression, training.Preprocessing), Line($"Kernel regression with ridge {regression.Ridge}."));
        }

        if (arguments.GetValue(likelihood) == Softmax)
        {
            return FitClassifier(kernel, which, training, arguments, session, cancellation);
        }

        var objective = arguments.GetValue(by) == Objectives[0] ? Evidence.LogMarginalLikelihood : Evidence.LeaveOneOut;
        var options = model.FitOptions(arguments, objective);
        using var line = new ProgressLine(session, "Fitting");
        var report = GaussianProcess.FitOrCondition(
            kernel, training.X, training.Y, model.Noise(arguments), which, options, new StartsProgress(line, options.Starts), cancellation);
        return (FittedModel.Of(report.Best, training.Preprocessing), Describe(report, training));
    }

    private (FittedModel Model, string Report) FitClassifier(
        Kernel kernel, KernelKind which, TrainingData training, ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var (options, preprocessing) = (model.FitOptions(arguments, Evidence.LogMarginalLikelihood), training.Preprocessing);
        using var line = new ProgressLine(session, "Fitting");
        var report = LaplaceClassifier.Fit(
            kernel,
            training.X,
            preprocessing.ClassesOf(training.Table),
            kind: which,
            classCount: preprocessing.ClassNames.Count,
            options: options,
            progress: new StartsProgress(line, options.Starts),
            cancellation: cancellation);
        var tried = report.Starts.Count == 0 ? "" : $"{report}\n\n";
        return (FittedModel.Of(report.Best, preprocessing), tried + Line($"Log evidence {report.Best.LogMarginalLikelihood:G6} by Laplace's approximation."));
    }

    private static string Describe(FitReport<GaussianProcess> report, TrainingData training)
    {
        var (process, predicted) = (report.Best, report.Best.LeaveOneOut().Mean);
        var error = Math.Sqrt((predicted - training.Y).Enumerate().Average(value => value * value));
        var jitter = process.Jitter == 0 ? "" : Line($", jitter {process.Jitter:G3}");
        var summary = Line($"Log evidence {process.LogMarginalLikelihood:G6}, noise {process.NoiseVariance:G6}{jitter}. Leave-one-out: log density {process.Evidence(Evidence.LeaveOneOut):G6}, RMSE {error:G4}");
        var classes = training.Preprocessing.Classes;
        var accuracy = classes is null ? "" : Line($", accuracy {Accuracy.Of(classes.Decode(predicted), training.Preprocessing.ClassesOf(training.Table)):P1}");
        return $"{(report.Starts.Count == 0 ? "" : $"{report}\n\n")}{summary}{accuracy}.";
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    /// <summary>Tells a progress line how many of the starts have ended.</summary>
    private sealed class StartsProgress(ProgressLine line, int count) : IProgress<FitStart>
    {
        private int ended;

        public void Report(FitStart value) => line.Report(++ended / (double)count);
    }
}
