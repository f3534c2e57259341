using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>What decides between architectures.</summary>
public enum ComparisonCriterion
{
    /// <summary>log p(Y | X).</summary>
    Evidence,

    /// <summary>Σ log p(y_i | all other targets).</summary>
    LeaveOneOut,

    /// <summary>The accuracy on points that were kept back if the targets are classes, and the root mean square error there otherwise.</summary>
    Validation,
}

/// <summary>How architectures are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>What decides. Free parameters are fitted to the leave-one-out density if that decides, and to the evidence otherwise.</summary>
    public ComparisonCriterion Criterion { get; init; }

    /// <summary>Each architecture is tried with each of these kernels as the covariance.</summary>
    public IReadOnlyList<KernelKind> Kinds { get; init; } = [KernelKind.Nngp];

    /// <summary>Which points are kept back, if <see cref="ComparisonCriterion.Validation"/> decides; five folds if not given.</summary>
    public Validation Validation { get; init; } = Validation.Folds(5);

    /// <summary>The targets are one-hot rows of classes.</summary>
    public bool HasClasses { get; init; }

    /// <summary>How free parameters and the noise are fitted; the objective follows from <see cref="Criterion"/>.</summary>
    public FitOptions Fit { get; init; } = new();

    /// <summary>Bounds are given by name, and not every architecture has a parameter of each name.</summary>
    internal FitOptions FitOf(Kernel kernel) => Fit with
    {
        Objective = Criterion == ComparisonCriterion.LeaveOneOut ? Evidence.LeaveOneOut : Evidence.LogMarginalLikelihood,
        Bounds = Fit.Bounds.Where(bound => bound.Key == GaussianProcess.NoiseName || kernel.Parameters.Contains(bound.Key)).ToDictionary(),
    };
}

/// <summary>How one architecture explains the data.</summary>
public sealed class Comparison
{
    private Comparison(GaussianProcess process, ComparisonOptions options, Matrix<double>? validated, int[] heldOut)
    {
        (Process, Criterion) = (process, options.Criterion);
        var (y, leaveOneOut) = (process.Data.Y, process.LeaveOneOut().Mean);
        LogMarginalLikelihood = process.LogMarginalLikelihood;
        LeaveOneOutLogDensity = process.Evidence(Evidence.LeaveOneOut);
        LeaveOneOutError = Error(leaveOneOut, y);
        LeaveOneOutAccuracy = options.HasClasses ? OneHot.Accuracy(leaveOneOut, y) : null;
        if (validated is not null)
        {
            var truth = Matrix<double>.Build.DenseOfRowVectors(heldOut.Select(y.Row));
            ValidationError = Error(validated, truth);
            ValidationAccuracy = options.HasClasses ? OneHot.Accuracy(validated, truth) : null;
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
    /// <exception cref="NtkDslException">An architecture or the data are refused.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled.</exception>
    public static ComparisonTable Of(
        IEnumerable<Kernel> kernels,
        Points x,
        Matrix<double> y,
        Ridge? noise,
        ComparisonOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        TrainingSet.RequireTargets(x, y);
        var splits = options.Criterion == ComparisonCriterion.Validation ? options.Validation.Splits(x.Count).ToList() : [];
        var candidates = kernels.SelectMany(kernel => options.Kinds.Select(kind => (kernel, kind))).ToList();
        var rows = new List<Comparison>();
        foreach (var (kernel, kind) in candidates)
        {
            GaussianProcess Fitted(Points points, Matrix<double> targets) =>
                GaussianProcess.FitOrCondition(kernel, points, targets, noise, kind, options.FitOf(kernel), null, cancellation).Best;
            cancellation.ThrowIfCancellationRequested();
            rows.Add(Row(Fitted, x, y, options, splits));
            progress?.Report(rows.Count / (double)candidates.Count);
        }

        return new(options.Criterion, [.. rows.OrderByDescending(row => row.Score).ThenBy(row => row.LeaveOneOutError)]);
    }

    private static Comparison Row(
        Func<Points, Matrix<double>, GaussianProcess> fitted, Points x, Matrix<double> y, ComparisonOptions options, List<(int[] Training, int[] HeldOut)> splits)
    {
        Matrix<double> Predicted((int[] Training, int[] HeldOut) split) =>
            fitted(x.Rows(split.Training), Rows(y, split.Training)).Predict(x.Rows(split.HeldOut)).Mean;
        var validated = splits.Count == 0 ? null : splits.Select(Predicted).Aggregate((above, below) => above.Stack(below));
        return new(fitted(x, y), options, validated, [.. splits.SelectMany(split => split.HeldOut)]);
    }

    private static Matrix<double> Rows(Matrix<double> y, int[] rows) => Matrix<double>.Build.DenseOfRowVectors(rows.Select(y.Row));

    private static double Error(Matrix<double> predicted, Matrix<double> y) => Math.Sqrt((predicted - y).Enumerate().Average(error => error * error));
}
