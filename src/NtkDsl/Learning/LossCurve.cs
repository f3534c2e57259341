using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The losses at one moment of training, each summed over outputs and averaged over points; and for classes the accuracies.</summary>
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

    /// <summary>The share of training points with the right class, by the mean of all networks, or by the one network; null without classes.</summary>
    public double? TrainingAccuracy { get; init; }

    /// <summary>The same share of test points; null without classes, or without test data.</summary>
    public double? TestAccuracy { get; init; }
}

/// <summary>The losses of infinitely wide networks in the course of training. Prints as a table.</summary>
public sealed class LossCurve
{
    private LossCurve(bool countsSteps, IReadOnlyList<LossCurvePoint> points, LeastTestLoss? least) => (CountsSteps, Points, Least) = (countsSteps, points, least);

    /// <summary>Whether <see cref="LossCurvePoint.Time"/> counts steps; it is the time of gradient flow otherwise.</summary>
    public bool CountsSteps { get; }

    /// <summary>The losses at the moments asked for, in the order given.</summary>
    public IReadOnlyList<LossCurvePoint> Points { get; }

    /// <summary>
    /// When the test loss is least: at any time for the squared loss, at one of the moments asked for otherwise, or if the learning rate is not
    /// stable; null without test data.
    /// </summary>
    public LeastTestLoss? Least { get; }

    /// <summary>Squared loss ½ |f − y|² under gradient flow.</summary>
    /// <param name="ensemble">The networks with their training data.</param>
    /// <param name="times">t, with the loss summed over the training points; see <see cref="Training"/> for other conventions.</param>
    /// <param name="testX">m test points.</param>
    /// <param name="testY">Their targets, m × p.</param>
    /// <param name="hasClasses">The targets are one-hot rows of classes, whose accuracies are told, too.</param>
    /// <exception cref="NtkDslException">A time is negative, or the test data do not fit.</exception>
    public static LossCurve OfFlow(
        TrainedEnsemble ensemble, IEnumerable<double> times, Points? testX = null, Matrix<double>? testY = null, bool hasClasses = false) =>
        Of(ensemble, new(CountsSteps: false, Training.Flow, Rate: 1, IsStable: true), times, testX, testY, hasClasses);

    /// <summary>Squared loss ½ |f − y|² under gradient descent.</summary>
    /// <param name="ensemble">The networks with their training data.</param>
    /// <param name="steps">Numbers of steps.</param>
    /// <param name="learningRate">η, with the loss summed over the training points.</param>
    /// <param name="momentum">μ, of heavy-ball momentum.</param>
    /// <param name="testX">m test points.</param>
    /// <param name="testY">Their targets, m × p.</param>
    /// <param name="hasClasses">The targets are one-hot rows of classes, whose accuracies are told, too.</param>
    /// <exception cref="NtkDslException">A number is out of its range, the training diverged, or the test data do not fit.</exception>
    public static LossCurve OfDescent(
        TrainedEnsemble ensemble,
        IEnumerable<int> steps,
        double learningRate,
        double momentum = 0,
        Points? testX = null,
        Matrix<double>? testY = null,
        bool hasClasses = false) =>
        Of(
            ensemble,
            new(CountsSteps: true, count => Training.Momentum((int)count, learningRate, momentum), learningRate, learningRate < (1 + momentum) * ensemble.LargestLearningRate),
            steps.Select(count => (double)count),
            testX,
            testY,
            hasClasses);

    /// <summary>Any loss, of one network that was trained on it.</summary>
    /// <param name="network">The network at several times.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="testX">m test points.</param>
    /// <param name="testY">Their targets, m × p.</param>
    /// <param name="hasClasses">The targets are one-hot rows of classes, whose accuracies are told, too.</param>
    /// <exception cref="NtkDslException">The test data do not fit.</exception>
    public static LossCurve Of(IEnumerable<TrainedNetwork> network, Loss loss, Points? testX = null, Matrix<double>? testY = null, bool hasClasses = false)
    {
        LossCurvePoint At(TrainedNetwork moment)
        {
            var test = testY is null || testX is null ? null : moment.Predict(testX);
            return new()
            {
                Time = moment.Time,
                TrainingLoss = moment.TrainingLoss / moment.TrainingOutputs.RowCount,
                TestLoss = test is null ? null : loss.Value(test, testY!) / test.RowCount,
                TrainingAccuracy = hasClasses ? OneHot.Accuracy(moment.TrainingOutputs, moment.Targets) : null,
                TestAccuracy = hasClasses && test is not null ? OneHot.Accuracy(test, testY!) : null,
            };
        }

        LossCurvePoint[] points = [.. network.Select(At)];
        return new(countsSteps: false, points, LeastTestLoss.Among(points));
    }

    /// <summary>A line for each moment, and a sentence on <see cref="Least"/>.</summary>
    public override string ToString()
    {
        (string Name, Func<LossCurvePoint, double?> Value, Func<double?, string> Print)[] all =
        [
            ("training", point => point.TrainingLoss, TextTable.Number),
            ("test", point => point.TestLoss, TextTable.Number),
            ("training, one network", point => point.NetworkTrainingLoss, TextTable.Number),
            ("test, one network", point => point.NetworkTestLoss, TextTable.Number),
            ("training accuracy", point => point.TrainingAccuracy, TextTable.Percentage),
            ("test accuracy", point => point.TestAccuracy, TextTable.Percentage),
        ];
        var columns = all.Where(column => Points.Any(point => column.Value(point) is not null)).ToList();
        var table = new TextTable(CountsSteps ? "steps" : "time", [.. columns.Select(column => column.Name)]);
        foreach (var point in Points)
        {
            table.Add(TextTable.Number(point.Time), [.. columns.Select(column => column.Print(column.Value(point)))]);
        }

        return Least is null ? table.ToString() : $"{table}\n\n{Messages.LeastTestLoss(Least, CountsSteps ? "step" : "time")}";
    }

    private static LossCurve Of(TrainedEnsemble ensemble, Course course, IEnumerable<double> moments, Points? testX, Matrix<double>? testY, bool hasClasses)
    {
        var n = ensemble.TrainingCount;
        var testLosses = testX is null || testY is null ? null : ensemble.TestLosses(testX, testY);

        LossCurvePoint At(double time)
        {
            var training = course.At(time);
            var test = testLosses?.Invoke(training);
            return new()
            {
                Time = time,
                TrainingLoss = ensemble.LossOfMean(training) / n,
                NetworkTrainingLoss = ensemble.MeanLoss(training) / n,
                TestLoss = test?.OfMean / testX?.Count,
                NetworkTestLoss = test?.OfNetworks / testX?.Count,
                TrainingAccuracy = hasClasses ? OneHot.Accuracy(ensemble.MeanOfTraining(training), ensemble.Targets) : null,
                TestAccuracy = hasClasses && test is { Mean: var mean } ? OneHot.Accuracy(mean, testY!) : null,
            };
        }

        LossCurvePoint[] points = [.. moments.Select(At)];
        double TestLoss(Training training) => testLosses!(training).OfMean / testX!.Count;
        var least = testLosses is null ? null
            : course.IsStable ? LeastTestLoss.Of(time => TestLoss(course.At(time)), course.First(ensemble), course.Last(ensemble), course.CountsSteps, TestLoss(Training.Converged))
            : LeastTestLoss.Among(points);
        return new(course.CountsSteps, points, least);
    }

    /// <summary>How training proceeds.</summary>
    /// <param name="CountsSteps">By steps; by time otherwise.</param>
    /// <param name="At">The training up to a moment.</param>
    /// <param name="Rate">Time per step; 1 for flow.</param>
    /// <param name="IsStable">Whether it converges.</param>
    private sealed record Course(bool CountsSteps, Func<double, Training> At, double Rate, bool IsStable)
    {
        /// <summary>Eigen-directions slower by this factor than the fastest are rounding.</summary>
        private const double Slowest = 1e12;
        private const double MostSteps = 1e9;

        /// <summary>A moment before which little happens.</summary>
        public double First(TrainedEnsemble ensemble) => CountsSteps ? 1 : 0.01 * ensemble.TimeScales.Minimum();

        /// <summary>A moment after which little happens.</summary>
        public double Last(TrainedEnsemble ensemble)
        {
            var fastest = ensemble.TimeScales.Minimum();
            var last = 100 * ensemble.TimeScales.Where(scale => scale < Slowest * fastest).Max() / Rate;
            return CountsSteps ? Math.Min(MostSteps, Math.Max(2, last)) : last;
        }
    }
}
