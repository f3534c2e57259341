using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>How one architecture explains the data. Errors are in the units of the targets; evidence, densities and noise are those of targets as they were transformed.</summary>
public sealed class Comparison
{
    private Comparison(GaussianProcess process, Samples all, ComparisonOptions options, IReadOnlyList<ComparisonRound> rounds, IReadOnlyList<string> remarks)
    {
        (Process, Criterion, Remarks) = (process, options.Criterion, remarks);
        var leaveOneOut = process.LeaveOneOut().Mean;
        LogMarginalLikelihood = process.LogMarginalLikelihood;
        LeaveOneOutLogDensity = process.Evidence(Evidence.LeaveOneOut);
        LeaveOneOutError = all.Error(leaveOneOut);
        LeaveOneOutAccuracy = options.HasClasses ? OneHot.Accuracy(leaveOneOut, all.Y) : null;
        if (rounds.Count > 0)
        {
            ValidationError = Math.Sqrt(MeanOverPoints(rounds, round => Math.Pow(round.HeldOut.Error(round.Predicted), 2)));
            ValidationAccuracy = options.HasClasses ? MeanOverPoints(rounds, round => OneHot.Accuracy(round.Predicted, round.HeldOut.Y)) : null;
        }
    }

    /// <summary>The text form of the architecture.</summary>
    public string Name => Process.Kernel.Architecture.ToString();

    /// <summary>The process on all points, with its parameters fitted if there was something to fit.</summary>
    public GaussianProcess Process { get; }

    /// <summary>What decides.</summary>
    public ComparisonCriterion Criterion { get; }

    /// <summary>log p(Y | X).</summary>
    public double LogMarginalLikelihood { get; }

    /// <summary>Σ log p(y_i | all other targets).</summary>
    public double LeaveOneOutLogDensity { get; }

    /// <summary>The root mean square error of leave-one-out predictions.</summary>
    public double LeaveOneOutError { get; }

    /// <summary>The fraction of points whose largest leave-one-out output is that of their class; null unless the targets are classes.</summary>
    public double? LeaveOneOutAccuracy { get; }

    /// <summary>The root mean square error on points that were kept back; null unless validation decides.</summary>
    public double? ValidationError { get; }

    /// <summary>The fraction of points kept back whose largest output is that of their class; null unless validation decides between classes.</summary>
    public double? ValidationAccuracy { get; }

    /// <summary>What keeps the row from being what it looks like, a sentence each: see <see cref="FitReport{TModel}.Remarks"/>.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>What ranks: the larger, the better.</summary>
    public double Score => Criterion switch
    {
        ComparisonCriterion.Evidence => LogMarginalLikelihood,
        ComparisonCriterion.LeaveOneOut => LeaveOneOutLogDensity,
        _ => ValidationAccuracy ?? -ValidationError!.Value,
    };

    /// <summary>Conditions a Gaussian process for each architecture and ranks them.</summary>
    /// <param name="kernels">What to choose from, architecture by architecture.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="y">Y, n × p; one-hot rows for classes.</param>
    /// <param name="noise">σ², the first starting value unless it is <see cref="FitOptions.Fixed"/>.</param>
    /// <param name="options">What decides, and how parameters are fitted.</param>
    /// <param name="progress">Told the fraction of the work that is done.</param>
    /// <param name="cancellation">Ends the comparison early.</param>
    /// <exception cref="NtkDslException">The data are refused, or no architecture could be fitted to them.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled.</exception>
    public static ComparisonTable Of(
        IEnumerable<Kernel> kernels,
        Points x,
        Targets y,
        Ridge? noise,
        ComparisonOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default) => Of(kernels, Samples.Of(x, y), noise, options ?? new(), progress, cancellation);

    /// <summary>As the other one, for the rows of a table. Where points are kept back, transforms are learned anew, without them.</summary>
    /// <param name="kernels">What to choose from, architecture by architecture.</param>
    /// <param name="table">The training data.</param>
    /// <param name="preprocessing">What was learned from all of them: columns, classes, and which transforms there are.</param>
    /// <param name="noise">σ² of the transformed targets, the first starting value unless it is <see cref="FitOptions.Fixed"/>.</param>
    /// <param name="options">What decides, and how parameters are fitted.</param>
    /// <param name="progress">Told the fraction of the work that is done.</param>
    /// <param name="cancellation">Ends the comparison early.</param>
    /// <exception cref="NtkDslException">The data are refused, or no architecture could be fitted to them.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled.</exception>
    public static ComparisonTable Of(
        IEnumerable<Kernel> kernels,
        Table table,
        Preprocessing preprocessing,
        Ridge? noise,
        ComparisonOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        var named = options with
        {
            HasClasses = preprocessing.Classes is not null,
            Fit = options.Fit with { FeatureNames = preprocessing.FeatureNames },
        };
        return Of(kernels, Samples.Of(table, preprocessing), noise, named, progress, cancellation);
    }

    private static ComparisonTable Of(
        IEnumerable<Kernel> kernels, Samples all, Ridge? noise, ComparisonOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        var splits = options.Criterion == ComparisonCriterion.Validation ? options.Validation.Splits(all.X.Count).ToList() : [];
        var candidates = kernels.SelectMany(kernel => options.Kinds.Select(kind => (kernel, kind))).ToList();
        var (rows, failures) = (new List<Comparison>(), new List<FailedComparison>());
        foreach (var (i, (kernel, kind)) in candidates.Index())
        {
            FitReport<GaussianProcess> Fitted(Samples data) =>
                GaussianProcess.FitOrCondition(kernel, data.X, data.Y, noise, kind, options.FitOf(kernel), null, cancellation);
            cancellation.ThrowIfCancellationRequested();
            try
            {
                rows.Add(Row(Fitted, all, options, splits));
            }
            catch (NtkDslException refused)
            {
                failures.Add(new(kernel.Architecture.ToString(), kind, refused.Message));
            }

            progress?.Report((i + 1) / (double)candidates.Count);
        }

        return rows.Count > 0
            ? new(options.Criterion, [.. rows.OrderByDescending(row => row.Score).ThenBy(row => row.LeaveOneOutError)], failures)
            : throw new NtkDslException(Messages.NoArchitectureFitted(failures.Count == 0 ? null : failures[0].Reason));
    }

    private static Comparison Row(
        Func<Samples, FitReport<GaussianProcess>> fitted, Samples all, ComparisonOptions options, List<(int[] Training, int[] HeldOut)> splits)
    {
        ComparisonRound Round((int[] Training, int[] HeldOut) split)
        {
            var training = all.Part(split.Training);
            var (report, heldOut) = (fitted(training), training.Others(all, split.HeldOut));
            return new(heldOut, report.Best.Predict(heldOut.X).Mean, report.Remarks);
        }

        ComparisonRound[] rounds = [.. splits.Select(Round)];
        var whole = fitted(all);
        return new(whole.Best, all, options, rounds, [.. whole.Remarks, .. ComparisonRound.RemarksOf(rounds, whole.Remarks)]);
    }

    private static double MeanOverPoints(IReadOnlyList<ComparisonRound> rounds, Func<ComparisonRound, double> value) =>
        rounds.Sum(round => round.HeldOut.X.Count * value(round)) / rounds.Sum(round => round.HeldOut.X.Count);
}

/// <summary>An architecture that could not be fitted.</summary>
/// <param name="Name">Its text form.</param>
/// <param name="Kind">Which of its kernels was to be the covariance.</param>
/// <param name="Reason">Why not, a sentence.</param>
public sealed record FailedComparison(string Name, KernelKind Kind, string Reason);

/// <summary>Points that were kept back, what was predicted for them, and what there is to be said about the fit.</summary>
internal sealed record ComparisonRound(Samples HeldOut, Matrix<double> Predicted, IReadOnlyList<string> Remarks)
{
    /// <summary>One sentence for all rounds, with the first that has something else to say than the fit to all points as the example.</summary>
    public static IEnumerable<string> RemarksOf(IReadOnlyList<ComparisonRound> rounds, IReadOnlyList<string> ofAll)
    {
        var remarkable = rounds.Index().Where(round => round.Item.Remarks.Count > 0).ToList();
        var others = remarkable.SelectMany(round => round.Item.Remarks.Except(ofAll).Select(remark => (round.Index, remark))).ToList();
        return remarkable.Count == 0 ? []
            : others.Count == 0 ? [Messages.SameInRounds(remarkable.Count, rounds.Count)]
            : [Messages.RemarkableRounds(remarkable.Count, rounds.Count, others[0].Index + 1, others[0].remark)];
    }
}
