using System.Globalization;

namespace NtkDsl.Cli;

/// <summary>A fitted model, and what to tell about it; null is what a model of its kind does not have.</summary>
internal sealed record FittedReport(FittedModel Model, Kernel Kernel, string Text)
{
    /// <summary>The searches for parameters.</summary>
    public IReadOnlyList<FitStart> Starts { get; init; } = [];

    /// <summary>What they found, and how well the data determine it.</summary>
    public IReadOnlyList<ParameterEstimate> Estimates { get; init; } = [];

    /// <summary>What <c>--ard</c> found, the largest first.</summary>
    public IReadOnlyList<FeatureRelevance> Relevances { get; init; } = [];

    public IReadOnlyList<FlatDirection> FlatDirections { get; init; } = [];

    /// <summary>What keeps the result from being what it looks like.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The variance of the noise, or the ridge.</summary>
    public double? Noise { get; init; }

    public double? Jitter { get; init; }

    public double? LogEvidence { get; init; }

    public Score? LeaveOneOut { get; init; }
}

/// <summary>The models that <c>ntk fit</c> fits to training data.</summary>
internal sealed class ModelFitting(Kernel kernel, KernelKind kind, TrainingData training, Session session, CancellationToken cancellation)
{
    private Preprocessing Preprocessing => training.Preprocessing;

    /// <summary>Whether the kernel is a covariance, as it is not with surrogate gradients.</summary>
    public bool IsSymmetric => kind == KernelKind.Nngp || kernel.NtkIsSymmetric;

    public FittedReport Regression(Ridge ridge)
    {
        var regression = KernelRegression.Train(kernel, training.X, training.Y, ridge, kind);
        var score = training.Score(regression.LeaveOneOut());
        string[] remarks = [.. Preprocessing.Remarks, .. regression.Remarks];
        return new(FittedModel.Of(regression, Preprocessing), kernel, Text("", $"Kernel regression with ridge {ridge}. Leave-one-out: {score}.", remarks))
        {
            Remarks = remarks,
            Noise = regression.RidgeValue,
            Jitter = regression.Jitter,
            LeaveOneOut = score,
        };
    }

    public FittedReport Process(Ridge? noise, FitOptions options)
    {
        using var line = new ProgressLine(session, "Fitting");
        var report = GaussianProcess.FitOrCondition(
            kernel, training.X, training.Y, noise, kind, options with { FeatureNames = Preprocessing.FeatureNames }, new StartsProgress(line, options.Starts), cancellation);
        return Of(report);
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
        return Of(report, FittedModel.Of(report.Best, Preprocessing), report.Best.Kernel, summary) with { LogEvidence = report.Best.LogMarginalLikelihood };
    }

    private FittedReport Of(FitReport<GaussianProcess> report)
    {
        var process = report.Best;
        var evidence = process.LogMarginalLikelihood;
        var score = training.Score(process.LeaveOneOut().Mean) with { LogDensity = process.Evidence(Evidence.LeaveOneOut) };
        var jitter = process.Jitter == 0 ? "" : Line($", jitter {process.Jitter:G3}");
        var summary = Line($"Log evidence {evidence:G6}, noise {process.NoiseVariance:G6}{jitter}. Leave-one-out: {score}.");
        return Of(report, FittedModel.Of(process, Preprocessing), process.Kernel, summary) with
        {
            Noise = process.NoiseVariance,
            Jitter = process.Jitter,
            LogEvidence = evidence,
            LeaveOneOut = score,
        };
    }

    /// <summary>What all fits tell.</summary>
    private FittedReport Of<TModel>(FitReport<TModel> report, FittedModel model, Kernel fitted, string summary)
    {
        string[] remarks = [.. Preprocessing.Remarks, .. report.Remarks];
        return new(model, fitted, Text(report.Tables, summary, remarks))
        {
            Starts = report.Starts,
            Estimates = report.Parameters,
            Relevances = report.Relevances,
            FlatDirections = report.FlatDirections,
            Remarks = remarks,
        };
    }

    private static string Text(string tables, string summary, IReadOnlyList<string> remarks) =>
        string.Join("\n\n", ((string[])[tables, summary, string.Join('\n', remarks)]).Where(part => part.Length > 0));

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    /// <summary>Tells a progress line how many of the starts have ended.</summary>
    private sealed class StartsProgress(ProgressLine line, int count) : IProgress<FitStart>
    {
        private int ended;

        public void Report(FitStart value) => line.Report(++ended / (double)count);
    }
}
