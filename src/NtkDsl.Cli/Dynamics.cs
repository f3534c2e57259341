using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>When to look at the training: times of gradient flow, or numbers of steps if there is a learning rate.</summary>
internal sealed record Moments(IReadOnlyList<double> Times, double? LearningRate, double Momentum)
{
    public Training At(double time) => LearningRate is { } rate ? Training.Momentum((int)time, rate, Momentum) : Training.Flow(time);
}

/// <summary>Points to predict, with their targets if the file has them.</summary>
internal sealed class TestData(Table table, Preprocessing preprocessing)
{
    public string Name => table.Name;

    public Points X { get; } = preprocessing.PointsOf(table);

    public Matrix<double>? Y { get; } = preprocessing.HasTargets(table) ? preprocessing.TargetsOf(table) : null;

    public Matrix<double>? OneHotY => Y is null ? null : OneHot.Of(preprocessing.ClassNames.Count).Encode(preprocessing.ClassesOf(table));
}

/// <summary>Predictions for the test points at one time: m × p, with deviations unless they are class probabilities.</summary>
internal sealed record TimedPrediction(double Time, Matrix<double> Mean, Matrix<double>? StandardDeviation);

/// <summary>All that <c>ntk dynamics</c> tells.</summary>
internal sealed record Dynamics(TrainedEnsemble Ensemble, TrainingData Training, TestData? Test, string Title, LossCurve Curve, IReadOnlyList<TimedPrediction> Predictions)
{
    public static Dynamics OfSquaredLoss(TrainedEnsemble ensemble, TrainingData training, TestData? test, Moments moments)
    {
        var hasClasses = training.Preprocessing.Classes is not null;
        var curve = moments.LearningRate is { } rate
            ? LossCurve.OfDescent(ensemble, moments.Times.Select(count => (int)count), rate, moments.Momentum, test?.X, test?.Y, hasClasses)
            : LossCurve.OfFlow(ensemble, moments.Times, test?.X, test?.Y, hasClasses);
        var posteriors = test is null ? [] : ensemble.After([.. moments.Times.Select(moments.At)], test.X);
        var predictions = moments.Times.Zip(posteriors, (time, posterior) =>
            new TimedPrediction(time, training.Preprocessing.Restore(posterior.Mean), Deviations(posterior, training.Preprocessing.Outputs)));
        var title = $"Loss per point, ½ |f − y|²: of the mean of all networks, and of one network on average{(hasClasses ? "; accuracy of the mean" : "")}";
        return new(ensemble, training, test, title, curve, [.. predictions]);
    }

    public static Dynamics OfCrossEntropy(TrainedEnsemble ensemble, TrainingData training, TestData? test, IReadOnlyList<double> times, CancellationToken cancellation)
    {
        var y = OneHot.Of(training.Preprocessing.ClassNames.Count).Encode(training.Preprocessing.ClassesOf(training.Table));
        var network = TrainedNetwork.Train(ensemble.Kernel, training.X, y, Loss.CrossEntropy, times, ensemble.Kind, cancellation: cancellation);
        var curve = LossCurve.Of(network, Loss.CrossEntropy, test?.X, test?.OneHotY, hasClasses: true);
        var predictions = test is null ? [] : network.Select(moment => new TimedPrediction(moment.Time, moment.Probabilities(test.X), null));
        return new(ensemble, training, test, "Loss per point, cross-entropy, of one network that starts at 0; and its accuracy", curve, [.. predictions]);
    }

    private static Matrix<double> Deviations(Posterior posterior, Standardization? outputs) => Matrix<double>.Build.Dense(
        posterior.Mean.RowCount, posterior.Mean.ColumnCount, (i, j) => Math.Sqrt(posterior.Variance[i]) * (outputs?.Scales[j] ?? 1));
}
