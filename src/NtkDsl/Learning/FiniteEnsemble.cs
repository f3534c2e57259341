using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Statistics;

namespace NtkDsl;

/// <summary>
/// Networks of finite width, each from its own random initial weights, trained on the same data by full-batch gradient descent on the
/// squared loss: what <see cref="TrainedEnsemble"/> predicts for infinite width at <see cref="Training.Descent"/> of as many steps.
/// </summary>
/// <remarks>
/// Source: Lee et al., "Wide neural networks of any depth evolve as linear models under gradient descent" (2019), whose figures compare
/// the two.
/// </remarks>
public sealed class FiniteEnsemble
{
    private FiniteEnsemble(double learningRate, int steps, IReadOnlyList<Run> runs)
    {
        (LearningRate, Steps) = (learningRate, steps);
        Losses = [.. runs.Select(run => run.Losses)];
        Predictions = [.. runs.Select(run => run.Predictions)];
    }

    /// <summary>η.</summary>
    public double LearningRate { get; }

    /// <summary>The number of steps that each network was trained for.</summary>
    public int Steps { get; }

    /// <summary>t = kη for k = 0 … steps, the time in the units of gradient flow.</summary>
    public IReadOnlyList<double> Times => [.. Enumerable.Range(0, Steps + 1).Select(step => step * LearningRate)];

    /// <summary>The training loss ½ Σ (f − y)² of each network after 0, 1, … steps.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Losses { get; }

    /// <summary>The outputs of each trained network at the test points, each m × p.</summary>
    public IReadOnlyList<Matrix<double>> Predictions { get; }

    /// <summary>The mean of the predictions over the networks, m × p.</summary>
    public Matrix<double> Mean => Over(values => values.Mean());

    /// <summary>The standard error of <see cref="Mean"/>, m × p.</summary>
    public Matrix<double> MeanError => Over(values => values.StandardDeviation() / Math.Sqrt(values.Length));

    /// <summary>The sample variance of the predictions, m × p.</summary>
    public Matrix<double> Variance => Over(values => values.Variance());

    /// <summary>The standard error of <see cref="Variance"/>, m × p, from the fourth moment.</summary>
    public Matrix<double> VarianceError => Over(values =>
    {
        var (n, mean, variance) = (values.Length, values.Mean(), values.Variance());
        var fourth = values.Average(value => Math.Pow(value - mean, 4));
        return Math.Sqrt(Math.Max(0, fourth - (variance * variance * (n - 3) / (n - 1))) / n);
    });

    /// <summary>Draws and trains the networks, on all cores. The result does not depend on how many there are.</summary>
    /// <param name="architecture">What to draw from.</param>
    /// <param name="x">n training points.</param>
    /// <param name="y">The targets, n × p; the networks have p outputs.</param>
    /// <param name="learningRate">η; stable up to about <see cref="TrainedEnsemble.LargestLearningRate"/>.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="test">m points to predict after the training; the training points if not given.</param>
    /// <param name="networks">How many networks.</param>
    /// <param name="width">Replaces the widths of hidden layers; as stated if not given.</param>
    /// <param name="seed">Network number i depends on the seed and i alone.</param>
    /// <param name="bindings">The values of free parameters by name.</param>
    /// <param name="progress">Told the fraction of the networks that are trained.</param>
    /// <param name="cancellation">Ends the training early by an exception.</param>
    /// <exception cref="NtkDslException">Numbers are not positive, shapes do not fit, a parameter is not bound, or the training diverged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FiniteEnsemble Train(
        Architecture architecture,
        Points x,
        Targets y,
        double learningRate,
        int steps,
        Points? test = null,
        int networks = 20,
        int? width = null,
        int seed = 0,
        IReadOnlyDictionary<string, double>? bindings = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        TrainingSet.RequireTargets(x, y);
        RequireNumbers(learningRate, steps, networks);
        var plan = new NetworkPlan(architecture, x.Features, width, y.ColumnCount, bindings);
        FiniteNetwork Draw(int number) => new(SampledWeights.Explicit(plan, (ulong)seed, (ulong)number));
        RequireShapes(Draw(0), x, y, test ?? x);
        var runs = new Run[networks];
        var trained = 0;
        Parallel.For(0, networks, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            runs[i] = Run.Of(Draw(i), x, y, learningRate, steps, test ?? x, cancellation);
            progress?.Report((double)Interlocked.Increment(ref trained) / networks);
        });
        return Array.TrueForAll(runs, run => double.IsFinite(run.Losses[^1]))
            ? new(learningRate, steps, runs)
            : throw new NtkDslException(Messages.NetworkDiverged(learningRate));
    }

    /// <summary>What would otherwise be refused on several threads at once.</summary>
    private static void RequireShapes(FiniteNetwork network, Points x, Matrix<double> y, Points test)
    {
        _ = network.LossOf(x, y);
        _ = network.Inputs(test);
    }

    private static void RequireNumbers(double learningRate, int steps, int networks)
    {
        _ = steps >= 0 ? steps : throw new NtkDslException(Messages.BadSteps(steps));
        _ = learningRate > 0 && double.IsFinite(learningRate) ? learningRate : throw new NtkDslException(Messages.BadLearningRate(learningRate));
        MonteCarlo.RequireDraws(networks);
    }

    /// <summary>A statistic over the networks of each entry of the predictions.</summary>
    private Matrix<double> Over(Func<double[], double> statistic) =>
        Predictions[0].MapIndexed((i, j, _) => statistic([.. Predictions.Select(prediction => prediction[i, j])]), Zeros.Include);

    private sealed record Run(IReadOnlyList<double> Losses, Matrix<double> Predictions)
    {
        public static Run Of(FiniteNetwork network, Points x, Matrix<double> y, double learningRate, int steps, Points test, CancellationToken cancellation)
        {
            var record = new LossRecord();
            var trained = network.Descend(x, y, learningRate, steps, loss: null, record, cancellation);
            return new([.. record.Losses, trained.LossOf(x, y)], trained.Forward(test));
        }
    }

    private sealed class LossRecord : IProgress<TrainingStep>
    {
        public List<double> Losses { get; } = [];

        public void Report(TrainingStep value) => Losses.Add(value.Loss);
    }
}
