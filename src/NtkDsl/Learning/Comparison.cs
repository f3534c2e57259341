using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>How one architecture explains the data.</summary>
public sealed class Comparison
{
    private Comparison(string name, GaussianProcess process, Matrix<double> leaveOneOut)
    {
        var errors = (leaveOneOut - process.Data.Y).Enumerate().Average(error => error * error);
        (Name, Process) = (name, process);
        LogMarginalLikelihood = process.LogMarginalLikelihood;
        LeaveOneOutLogDensity = process.Evidence(Evidence.LeaveOneOut);
        LeaveOneOutError = Math.Sqrt(errors);
        LeaveOneOutAccuracy = process.Data.Y.ColumnCount == 1 ? null
            : leaveOneOut.EnumerateRows().Zip(process.Data.Y.EnumerateRows()).Average(pair => pair.First.MaximumIndex() == pair.Second.MaximumIndex() ? 1.0 : 0);
    }

    /// <summary>The text form of the architecture.</summary>
    public string Name { get; }

    /// <summary>The process, with its parameters fitted if there were free ones.</summary>
    public GaussianProcess Process { get; }

    /// <summary>log p(Y | X).</summary>
    public double LogMarginalLikelihood { get; }

    /// <summary>Σ log p(y_i | all other targets).</summary>
    public double LeaveOneOutLogDensity { get; }

    /// <summary>The root mean square error of leave-one-out predictions.</summary>
    public double LeaveOneOutError { get; }

    /// <summary>The fraction of points whose largest leave-one-out output is that of their target; null if there is one output.</summary>
    public double? LeaveOneOutAccuracy { get; }

    /// <summary>
    /// Conditions a Gaussian process for each architecture, best first. Parameters that are not bound are fitted, with the noise,
    /// to the same objective that ranks.
    /// </summary>
    /// <param name="architectures">What to choose from.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="y">Y, n × p; one-hot rows for classes.</param>
    /// <param name="noise">σ².</param>
    /// <param name="kind">Which kernel is the covariance.</param>
    /// <param name="objective">What ranks.</param>
    /// <param name="cancellation">Ends the comparison early.</param>
    /// <exception cref="NtkDslException">An architecture or the data are refused.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled.</exception>
    public static IReadOnlyList<Comparison> Of(
        IEnumerable<Architecture> architectures,
        Points x,
        Matrix<double> y,
        Ridge noise,
        KernelKind kind = KernelKind.Nngp,
        Evidence objective = Evidence.LogMarginalLikelihood,
        CancellationToken cancellation = default)
    {
        Comparison Row(Architecture architecture)
        {
            cancellation.ThrowIfCancellationRequested();
            var kernel = architecture.Compile();
            var process = kernel.Parameters.Count == 0
                ? GaussianProcess.Condition(kernel, x, y, noise, kind)
                : GaussianProcess.Fit(kernel, x, y, noise, kind, new() { Objective = objective }, cancellation: cancellation).Best;
            return new(architecture.ToString(), process, process.LeaveOneOut().Mean);
        }

        return [.. architectures.Select(Row).OrderByDescending(row => objective == Evidence.LogMarginalLikelihood ? row.LogMarginalLikelihood : row.LeaveOneOutLogDensity)];
    }
}
