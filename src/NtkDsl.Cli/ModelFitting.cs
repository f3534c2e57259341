using System.Globalization;

namespace NtkDsl.Cli;

/// <summary>A fitted model, and what to tell about it.</summary>
internal sealed record FittedReport(FittedModel Model, string Text);

/// <summary>The models that <c>ntk fit</c> fits to training data.</summary>
internal sealed class ModelFitting(Kernel kernel, KernelKind kind, TrainingData training, Session session, CancellationToken cancellation)
{
    private Preprocessing Preprocessing => training.Preprocessing;

    /// <summary>Whether the kernel is a covariance, as it is not with surrogate gradients.</summary>
    public bool IsSymmetric => kind == KernelKind.Nngp || kernel.NtkIsSymmetric;

    public FittedReport Regression(Ridge ridge) =>
        new(FittedModel.Of(KernelRegression.Train(kernel, training.X, training.Y, ridge, kind), Preprocessing), $"Kernel regression with ridge {ridge}.");

    public FittedReport Process(Ridge noise, FitOptions options)
    {
        using var line = new ProgressLine(session, "Fitting");
        var report = GaussianProcess.FitOrCondition(
            kernel, training.X, training.Y, noise, kind, options, new StartsProgress(line, options.Starts), cancellation);
        return new(FittedModel.Of(report.Best, Preprocessing), Tried(report) + Summary(report.Best));
    }

    public FittedReport Classifier(FitOptions options)
    {
        using var line = new ProgressLine(session, "Fitting");
        var report = LaplaceClassifier.Fit(
            kernel,
            training.X,
            Preprocessing.ClassesOf(training.Table),
            kind: kind,
            classCount: Preprocessing.ClassNames.Count,
            options: options,
            progress: new StartsProgress(line, options.Starts),
            cancellation: cancellation);
        var summary = Line($"Log evidence {report.Best.LogMarginalLikelihood:G6} by Laplace's approximation.");
        return new(FittedModel.Of(report.Best, Preprocessing), Tried(report) + summary);
    }

    private static string Tried<TModel>(FitReport<TModel> report) => report.Starts.Count == 0 ? "" : $"{report}\n\n";

    private string Summary(GaussianProcess process)
    {
        var predicted = process.LeaveOneOut().Mean;
        var error = Math.Sqrt((predicted - training.Y).Enumerate().Average(value => value * value));
        var jitter = process.Jitter == 0 ? "" : Line($", jitter {process.Jitter:G3}");
        var evidence = Line($"Log evidence {process.LogMarginalLikelihood:G6}, noise {process.NoiseVariance:G6}{jitter}.");
        var accuracy = Preprocessing.Classes is not { } classes ? ""
            : Line($", accuracy {Accuracy.Of(classes.Decode(predicted), Preprocessing.ClassesOf(training.Table)):P1}");
        return evidence + Line($" Leave-one-out: log density {process.Evidence(Evidence.LeaveOneOut):G6}, RMSE {error:G4}{accuracy}.");
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    /// <summary>Tells a progress line how many of the starts have ended.</summary>
    private sealed class StartsProgress(ProgressLine line, int count) : IProgress<FitStart>
    {
        private int ended;

        public void Report(FitStart value) => line.Report(++ended / (double)count);
    }
}
