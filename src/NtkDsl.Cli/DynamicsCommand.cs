using System.CommandLine;
using System.CommandLine.Parsing;

namespace NtkDsl.Cli;

/// <summary><c>ntk dynamics</c>: how infinitely wide networks learn data in the course of training.</summary>
internal sealed class DynamicsCommand : Command, IHasExamples
{
    private const string CrossEntropy = "cross-entropy";
    private const int DefaultMoments = 12;

    private static readonly string[] Losses = ["squared", CrossEntropy];

    private readonly Argument<string> architecture = CommonOptions.Architecture();
    private readonly DataOptions data;

    private readonly Option<string> test = new("--test")
    {
        Description = "Test points: their predictions, and their loss if the file has the target columns.",
        HelpName = "FILE",
    };

    private readonly Option<string> kind = CommonOptions.OneOf("--kernel", "ntk if all layers are trained, nngp if only the last one is.", [Kernels.Ntk, Kernels.Nngp]);
    private readonly Option<IReadOnlyList<double>?> times = CommonOptions.Times("--times", "Times of gradient flow, 0,0.1,1,inf say; the loss is summed over the training points. Chosen by the time scales if neither this nor --steps is given.");
    private readonly Option<IReadOnlyList<int>?> steps = CommonOptions.Counts("--steps", "Numbers of steps of gradient descent, instead of --times.");
    private readonly Option<double?> rate = new("--rate") { Description = "The learning rate of --steps; half the largest stable one if not given.", HelpName = "NUMBER" };
    private readonly Option<double?> momentum = new("--momentum") { Description = "Heavy-ball momentum of --steps, from 0 to below 1.", HelpName = "NUMBER" };
    private readonly Option<double?> ridge = new("--ridge") { Description = "A penalty on the distance from the initial weights, in units of the mean of the kernel's diagonal.", HelpName = "NUMBER" };
    private readonly Option<string> loss = CommonOptions.OneOf("--loss", "Half the squared error, or the cross-entropy of one network that starts at 0.", Losses);
    private readonly Option<Dictionary<string, double>> set = CommonOptions.Settings();
    private readonly Option<string> get = CommonOptions.OneOf("--get", "What --format csv holds.", DynamicsWriter.Parts);
    private readonly OutputOptions output = new("Tables to read; JSON; or CSV of what --get says.", DynamicsWriter.Formats);

    public DynamicsCommand(Session session)
        : base("dynamics", "How infinitely wide networks learn data: the largest stable learning rate, time scales, losses over time, predictions with deviations.")
    {
        Add(architecture);
        data = new(session, centers: false);
        data.AddTo(this);
        Option[] options = [test, kind, times, steps, rate, momentum, ridge, loss, set, get];
        Array.ForEach(options, Add);
        output.AddTo(this);
        Validators.Add(Validate);
        SetAction((arguments, cancellation) => Task.Run(() => Run(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk dynamics \"dense(512) >> relu >> dense(1)\" --train train.csv --target price --standardize --test test.csv --times 0.1,1,10,inf",
        "ntk dynamics \"dense(512) >> erf >> dense(1)\" --train data/ionosphere.csv --target return --classify --steps 1,10,100 --rate 0.01 --momentum 0.9 --format json",
    ];

    private void Validate(CommandResult result)
    {
        Option? Given(Option option) => result.GetResult(option) is { Implicit: false } ? option : null;
        if (Given(times) is not null && Given(steps) is not null)
        {
            result.AddError(Messages.NotTogether(times.Name, steps.Name));
        }

        if (Given(steps) is null && (Given(rate) ?? Given(momentum)) is { } ofSteps)
        {
            result.AddError(Messages.NeedsOther(ofSteps.Name, steps.Name));
        }

        if (result.GetResult(loss)?.Tokens is [{ Value: CrossEntropy }])
        {
            if ((Given(steps) ?? Given(ridge)) is { } ofSquares)
            {
                result.AddError(Messages.NotTogether(ofSquares.Name, $"{loss.Name} {CrossEntropy}"));
            }

            if (!data.Classifies(result))
            {
                result.AddError(Messages.NeedsOther($"{loss.Name} {CrossEntropy}", "--classify"));
            }
        }
    }

    private int Run(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var training = data.Load(arguments);
        var testData = arguments.GetValue(test) is { } path ? data.LoadTest(arguments, path, training.Preprocessing) : null;
        var settings = arguments.GetValue(set) ?? [];
        var kernel = settings.Aggregate(
            Architectures.Parse(arguments.GetValue(architecture)!).Compile(training.X.Features, cancellation: cancellation), (bound, setting) => bound.Bind(setting.Key, setting.Value));
        var ensemble = Train(kernel, training, arguments, session, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var moments = Moments(arguments, ensemble);
        var dynamics = arguments.GetValue(loss) == CrossEntropy
            ? Dynamics.OfCrossEntropy(ensemble, training, testData, moments.Times, cancellation)
            : Dynamics.OfSquaredLoss(ensemble, training, testData, moments);
        session.Write(output.Path(arguments), stream => DynamicsWriter.Write(stream, output.Format(arguments), arguments.GetValue(get)!, dynamics));
        return Tool.Success;
    }

    private TrainedEnsemble Train(Kernel kernel, TrainingData training, ParseResult arguments, Session session, CancellationToken cancellation)
    {
        using var line = new ProgressLine(session, "Evaluating the kernels");
        var (penalty, trained) = (Ridge.Relative(arguments.GetValue(ridge) ?? 0), Kernels.KindOf(arguments.GetValue(kind)!));
        return TrainedEnsemble.Train(kernel, training.X, training.Y, penalty, trained, progress: line, cancellation: cancellation);
    }

    private Moments Moments(ParseResult arguments, TrainedEnsemble ensemble)
    {
        var eta = arguments.GetValue(rate) ?? ensemble.LargestLearningRate / 2;
        return arguments.GetValue(steps) is { } counts
            ? new([.. counts.Select(count => (double)count)], eta, arguments.GetValue(momentum) ?? 0)
            : new(arguments.GetValue(times) ?? ensemble.CharacteristicTimes(DefaultMoments), LearningRate: null, Momentum: 0);
    }
}
