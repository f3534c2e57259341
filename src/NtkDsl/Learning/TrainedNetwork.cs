using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// One infinitely wide network trained on any loss L from the initial function m: f_t(x) = m(x) + Θ(x, X) α_t, with
/// dα/dt = −∂L/∂F (gradient flow) or d²α/dt² = −γ dα/dt − ∂L/∂F (with friction γ), by an adaptive ODE solver.
/// </summary>
/// <remarks>
/// The loss is summed over examples; see <see cref="Training"/> for other conventions of time. Gradient descent with heavy-ball
/// momentum μ and a small learning rate η is γ = (1 − μ)/√η at t = √η · steps.
/// Source: Lee et al. (2019), section 2.2; for the friction, Qian, "On the momentum term in gradient descent learning algorithms" (1999).
/// </remarks>
public sealed class TrainedNetwork
{
    private readonly TrainingSet data;
    private readonly KernelKind kind;

    private TrainedNetwork(TrainingSet data, KernelKind kind, double time, Matrix<double> coefficients, Matrix<double> outputs, double loss)
    {
        (this.data, this.kind) = (data, kind);
        (Time, Coefficients, TrainingOutputs, TrainingLoss) = (time, coefficients, outputs, loss);
    }

    /// <summary>t.</summary>
    public double Time { get; }

    /// <summary>α_t, n × p.</summary>
    public Matrix<double> Coefficients { get; }

    /// <summary>f_t(X), n × p.</summary>
    public Matrix<double> TrainingOutputs { get; }

    /// <summary>L(f_t(X), Y).</summary>
    public double TrainingLoss { get; }

    internal Matrix<double> Targets => data.Y;

    /// <summary>Trains, and returns the network at each of the given times.</summary>
    /// <param name="kernel">The kernel, with every parameter bound; its NTK need not be symmetric.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="y">Y, n × p.</param>
    /// <param name="loss">L.</param>
    /// <param name="times">Ascending finite times from 0.</param>
    /// <param name="kind">The NTK if all layers are trained, the NNGP kernel if only the last one is.</param>
    /// <param name="friction">γ; gradient flow without momentum if not given.</param>
    /// <param name="initial">m: k × d points to k × p values; 0 if not given.</param>
    /// <param name="tolerance">The error of a step of the solver, relative to max(1, |α|).</param>
    /// <param name="cancellation">Ends the training early.</param>
    /// <exception cref="NtkDslException">Shapes do not fit, the times do not ascend, or the solver cannot go on.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public static IReadOnlyList<TrainedNetwork> Train(
        Kernel kernel,
        Points x,
        Targets y,
        Loss loss,
        IReadOnlyList<double> times,
        KernelKind kind = KernelKind.Ntk,
        double? friction = null,
        Func<Points, Matrix<double>>? initial = null,
        double tolerance = 1e-9,
        CancellationToken cancellation = default)
    {
        RequireAscending(times);
        if (friction is { } given && !(given >= 0 && double.IsFinite(given)))
        {
            throw new NtkDslException(Messages.BadFriction(given));
        }

        var data = new TrainingSet(kernel, x, y, initial);
        var theta = kernel.EvaluateSymmetric(x, cancellation: cancellation).Of(kind);
        Matrix<double> Outputs(Matrix<double> coefficients) => data.InitialMean + (theta * coefficients);
        Matrix<double> Descent(Matrix<double> coefficients) => -loss.Gradient(Outputs(coefficients), y);
        var start = Matrix<double>.Build.Dense(y.RowCount, y.ColumnCount);
        var path = friction is { } gamma
            ? new DormandPrince(state => Newton(state, Descent, gamma), tolerance).Solve(start.Append(start), times, cancellation).Select(Place)
            : new DormandPrince(Descent, tolerance).Solve(start, times, cancellation);
        return [.. times.Zip(path, (time, alpha) => new TrainedNetwork(data, kind, time, alpha, Outputs(alpha), loss.Value(Outputs(alpha), y)))];
    }

    /// <summary>f_t at m points, m × p.</summary>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public Matrix<double> Predict(Points x) => data.MeanAt(x) + (data.Kernel.Evaluate(x, data.X).Of(kind) * Coefficients);

    /// <summary>softmax f_t at m points, m × p: the class probabilities of a network that was trained on <see cref="Loss.CrossEntropy"/>.</summary>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public Matrix<double> Probabilities(Points x) => Softmax.Of(Predict(x));

    /// <summary>The state holds place and velocity side by side.</summary>
    private static Matrix<double> Newton(Matrix<double> state, Func<Matrix<double>, Matrix<double>> force, double friction)
    {
        var velocity = state.SubMatrix(0, state.RowCount, state.ColumnCount / 2, state.ColumnCount / 2);
        return velocity.Append(force(Place(state)) - (friction * velocity));
    }

    private static Matrix<double> Place(Matrix<double> state) => state.SubMatrix(0, state.RowCount, 0, state.ColumnCount / 2);

    private static void RequireAscending(IReadOnlyList<double> times)
    {
        for (var i = 0; i < times.Count; i++)
        {
            if (!(times[i] >= (i == 0 ? 0 : times[i - 1]) && double.IsFinite(times[i])))
            {
                throw new NtkDslException(Messages.TimesNotAscending(times[i]));
            }
        }
    }
}
