using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// The linear model f(x; θ₀) + J(x)(θ − θ₀) of a network around its parameters θ₀. Wide networks train as this model does
/// (Lee et al. 2019). J is never formed.
/// </summary>
public sealed class LinearizedNetwork
{
    private readonly Vector<double> origin;

    internal LinearizedNetwork(FiniteNetwork network) => (Network, origin) = (network, network.Parameters);

    /// <summary>The network around which the model is linear.</summary>
    public FiniteNetwork Network { get; }

    /// <summary>f(x; θ₀) + J(x)(θ − θ₀), one row for each example and one column for each output.</summary>
    /// <param name="x">N examples of d features.</param>
    /// <param name="theta">θ, a vector of length P.</param>
    /// <exception cref="NtkDslException">The number of features or of parameters differs.</exception>
    public Matrix<double> Forward(Points x, Vector<double> theta) =>
        Network.Forward(x) + Network.Push(Network.Inputs(x), theta - origin).ToMathNet();

    /// <summary>The gradient of a loss of this model with respect to θ, a vector of length P.</summary>
    /// <param name="x">N examples of d features.</param>
    /// <param name="y">The targets, N × O.</param>
    /// <param name="theta">θ, a vector of length P.</param>
    /// <param name="loss">What is minimised; squared error if not given.</param>
    /// <exception cref="NtkDslException">The number of features, targets or parameters differs.</exception>
    public Vector<double> Gradient(Points x, Matrix<double> y, Vector<double> theta, Loss? loss = null)
    {
        var targets = Loss.Targets(y, x.Count, Network.Outputs);
        var cotangent = (loss ?? Loss.SquaredError).Gradient(Forward(x, theta), targets).ToMatrix();
        return Network.Pull(Network.Inputs(x), _ => cotangent);
    }

    /// <summary>
    /// Full-batch gradient descent on a loss of this model from θ₀, θ ← θ − η λ ∂L/∂θ entry by entry. On squared error its outputs are
    /// those of kernel regression by gradient descent with the empirical NTK J Λ Jᵀ.
    /// </summary>
    /// <param name="x">N examples of d features.</param>
    /// <param name="y">The targets, N × O.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="loss">What is minimised; squared error if not given.</param>
    /// <param name="progress">Told the step and the loss before each step.</param>
    /// <param name="cancellation">Ends the training early by an exception.</param>
    /// <returns>θ, a vector of length P, for <see cref="Forward"/>.</returns>
    /// <exception cref="NtkDslException">The number of features or targets differs, or the training diverged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Vector<double> Train(
        Points x,
        Matrix<double> y,
        double learningRate,
        int steps,
        Loss? loss = null,
        IProgress<TrainingStep>? progress = null,
        CancellationToken cancellation = default)
    {
        var (inputs, targets) = (Network.Inputs(x), Loss.Targets(y, x.Count, Network.Outputs));
        loss ??= Loss.SquaredError;
        var (start, rates) = (Network.Forward(x), learningRate * Network.LearningRates);
        var change = Vector<double>.Build.Dense(Network.ParameterCount);
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var outputs = start + Network.Push(inputs, change).ToMathNet();
            progress?.Report(new(step, loss.Value(outputs, targets)));
            var cotangent = loss.Gradient(outputs, targets).ToMatrix();
            change -= rates.PointwiseMultiply(Network.Pull(inputs, _ => cotangent));
        }

        return change.ForAll(double.IsFinite) ? origin + change : throw new NtkDslException(Messages.NetworkDiverged(learningRate));
    }
}
