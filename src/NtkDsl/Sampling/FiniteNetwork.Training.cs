using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <content>Losses and full-batch gradient descent.</content>
public sealed partial class FiniteNetwork
{
    /// <summary>The loss on some examples.</summary>
    /// <param name="x">N examples of d features.</param>
    /// <param name="y">The targets, N × O.</param>
    /// <param name="loss">Which loss; squared error if not given.</param>
    /// <exception cref="NtkDslException">The number of features or targets differs.</exception>
    public double LossOf(Points x, Matrix<double> y, Loss? loss = null) =>
        (loss ?? Loss.SquaredError).Value(Forward(x), Loss.Targets(y, x.Count, Outputs));

    /// <summary>The gradient of the loss with respect to θ, a vector of length P; surrogate gradients where an activation has one.</summary>
    /// <inheritdoc cref="LossOf"/>
    public Vector<double> Gradient(Points x, Matrix<double> y, Loss? loss = null)
    {
        var targets = Loss.Targets(y, x.Count, Outputs);
        return Pull(Inputs(x), output => (loss ?? Loss.SquaredError).Gradient(output.ToMathNet(), targets).ToMatrix());
    }

    /// <summary>
    /// Full-batch gradient descent, θ ← θ − η λ ∂L/∂θ entry by entry. After k steps of a small η the network has followed the
    /// gradient flow for the time t = kη; on squared error it is stable for η below 2/λ_max(Θ).
    /// </summary>
    /// <param name="x">N examples of d features.</param>
    /// <param name="y">The targets, N × O.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="loss">What is minimised; squared error if not given.</param>
    /// <param name="progress">Told the step and the loss before each step.</param>
    /// <param name="cancellation">Ends the training early by an exception.</param>
    /// <returns>The trained network.</returns>
    /// <exception cref="NtkDslException">The number of features or targets differs, or the training diverged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FiniteNetwork Train(
        Points x,
        Matrix<double> y,
        double learningRate,
        int steps,
        Loss? loss = null,
        IProgress<TrainingStep>? progress = null,
        CancellationToken cancellation = default)
    {
        var trained = Descend(x, y, learningRate, steps, loss, progress, cancellation);
        return trained.Parameters.ForAll(double.IsFinite) ? trained : throw new NtkDslException(Messages.NetworkDiverged(learningRate));
    }

    /// <summary>As <see cref="Train"/>; the numbers overflow where it diverges.</summary>
    internal FiniteNetwork Descend(
        Points x, Matrix<double> y, double learningRate, int steps, Loss? loss, IProgress<TrainingStep>? progress, CancellationToken cancellation)
    {
        var (inputs, targets) = (Inputs(x), Loss.Targets(y, x.Count, Outputs));
        loss ??= Loss.SquaredError;
        var current = weights;
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var output = current.Forward(inputs, surrogates: true).Values;
            var values = output.Value.ToMathNet();
            progress?.Report(new(step, loss.Value(values, targets)));
            current = Step(current, output, loss.Gradient(values, targets).ToMatrix(), learningRate);
        }

        return new(current);
    }

    private static SampledWeights Step(SampledWeights weights, Traced output, Traced cotangent, double learningRate)
    {
        var parameters = weights.Parameters.ToList();
        var gradients = Autodiff.Vjp(output, cotangent, [.. parameters.Select(parameter => parameter.Values)]);
        var moved = new Queue<Matrix>(parameters.Zip(gradients, (parameter, gradient) =>
            (parameter.Values - (learningRate * parameter.Rate * gradient)).Value));
        return weights.With(_ => moved.Dequeue());
    }
}

/// <summary>Where training stands.</summary>
/// <param name="Step">The number of steps taken so far.</param>
/// <param name="Loss">The loss at this point.</param>
public sealed record TrainingStep(int Step, double Loss);
