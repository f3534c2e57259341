using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The losses at one moment of training, each summed over outputs and averaged over points.</summary>
public sealed record LossCurvePoint
{
    /// <summary>Time t, or the number of steps.</summary>
    public required double Time { get; init; }

    /// <summary>The training loss of the mean of all networks; of the one network if it was trained from a given initial function.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>The test loss of the mean of all networks, or of the one network; null without test data.</summary>
    public double? TestLoss { get; init; }

    /// <summary>The training loss that a single network of the ensemble has on average; null if there is but one.</summary>
    public double? NetworkTrainingLoss { get; init; }

    /// <summary>The test loss that a single network of the ensemble has on average; null if there is but one, or without test data.</summary>
    public double? NetworkTestLoss { get; init; }
}

/// <summary>The losses of infinitely wide networks in the course of training. Prints as a table.</summary>
public sealed class LossCurve
{
    private LossCurve(bool countsSteps, IReadOnlyList<LossCurvePoint> points) => (CountsSteps, Points) = (countsSteps, points);

    /// <summary>Whether <see cref="LossCurvePoint.Time"/> counts steps; it is the time of gradient flow otherwise.</summary>
    public bool CountsSteps { get; }

    /// <summary>The losses at the moments asked for, in the order given.</summary>
    public IReadOnlyList<LossCurvePoint> Points { get; }

    /// <summary>Squared loss ½ |f − y|² under gradient flow.</summary>
    /// <param name="ensemble">The networks with their training data.</param>
    /// <param name="times">t, with the loss summed over the training points; see <see cref="Training"/> for other conventions.</param>
    /// <param name="testX">m test points.</param>
    /// <param name="testY">Their targets, m × p.</param>
    /// <exception cref="NtkDslException">A time is negative, or the test data do not fit.</exception>
    public static LossCurve OfFlow(TrainedEnsemble ensemble, IEnumerable<double> times, Points? testX = null, Matrix<double>? testY = null) =>
        Of(ensemble, countsSteps: false, times.Select(time => (time, Training.Flow(time))), testX, testY);

    /// <summary>Squared loss ½ |f − y|² under gradient descent.</summary>
    /// <param name="ensemble">The networks with their training data.</param>
    /// <param name="steps">Numbers of steps.</param>
    /// <param name="learningRate">η, with the loss summed over the training points.</param>
    /// <param name="momentum">μ, of heavy-ball momentum.</param>
    /// <param name="testX">m test points.</param>
    /// <param name="testY">Their targets, m × p.</param>
    /// <exception cref="NtkDslException">A number is out of its range, the training diverged, or the test data do not fit.</exception>
    public static LossCurve OfDescent(
        TrainedEnsemble ensemble, IEnumerable<int> steps, double learningRate, double momentum = 0, Points? testX = null, Matrix<double>? testY = null) =>
        Of(ensemble, countsSteps: true, steps.Select(count => ((double)count, Training.Momentum(count, learningRate, momentum))), testX, testY);

    /// <summary>Any loss, of one network that was trained on it.</summary>
    /// <param name="network">The network at several times.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="testX">m test points.</param>
    /// <param name="testY">Their targets, m × p.</param>
    /// <exception cref="NtkDslException">The test data do not fit.</exception>
    public static LossCurve Of(IEnumerable<TrainedNetwork> network, Loss loss, Points? testX = null, Matrix<double>? testY = null)
    {
        double? TestLoss(TrainedNetwork moment) => testX is null || testY is null ? null : loss.Value(moment.Predict(testX), testY) / testX.Count;
        return new(countsSteps: false, [.. network.Select(moment => new LossCurvePoint
        {
            Time = moment.Time,
            TrainingLoss = moment.TrainingLoss / moment.TrainingOutputs.RowCount,
            TestLoss = TestLoss(moment),
        })]);
    }

    /// <summary>A line for each moment.</summary>
    public override string ToString()
    {
        var (hasTest, hasNetworks) = (Points.Any(point => point.TestLoss is not null), Points.Any(point => point.NetworkTrainingLoss is not null));
        string[] networks = !hasNetworks ? [] : hasTest ? ["training, one network", "test, one network"] : ["training, one network"];
        string[] mean = hasTest ? ["training", "test"] : ["training"];
        var table = new TextTable(CountsSteps ? "steps" : "time", [.. mean, .. networks]);
        foreach (var point in Points)
        {
            double?[] cells = [point.TrainingLoss, point.TestLoss, point.NetworkTrainingLoss, point.NetworkTestLoss];
            table.Add(TextTable.Number(point.Time), [.. cells.Where(cell => cell is not null).Select(TextTable.Number)]);
        }

        return table.ToString();
    }

    private static LossCurve Of(TrainedEnsemble ensemble, bool countsSteps, IEnumerable<(double Time, Training Training)> moments, Points? testX, Matrix<double>? testY)
    {
        var n = ensemble.TrainingCount;
        var testLosses = testX is null || testY is null ? null : ensemble.TestLosses(testX, testY);

        LossCurvePoint At(double time, Training training)
        {
            var test = testLosses?.Invoke(training);
            return new()
            {
                Time = time,
                TrainingLoss = ensemble.LossOfMean(training) / n,
                NetworkTrainingLoss = ensemble.MeanLoss(training) / n,
                TestLoss = test?.OfMean / testX?.Count,
                NetworkTestLoss = test?.OfNetworks / testX?.Count,
            };
        }

        return new(countsSteps, [.. moments.Select(moment => At(moment.Time, moment.Training))]);
    }
}
