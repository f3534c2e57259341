namespace NtkDsl.Cli;

/// <summary>What <c>ntk fit</c> found, as its JSON has it.</summary>
/// <param name="Architecture">The text of the architecture.</param>
/// <param name="Kernel">The kernel that is the covariance.</param>
/// <param name="Model">The file of the model.</param>
/// <param name="Points">n.</param>
/// <param name="Features">The columns that it predicts from.</param>
/// <param name="Targets">The columns that it predicts.</param>
/// <param name="Classes">The classes; none for numeric targets.</param>
/// <param name="Parameters">The free parameters, fitted or given.</param>
/// <param name="Noise">The variance of the noise, or the ridge; none for a softmax.</param>
/// <param name="Jitter">What was added to the diagonal to factorise the kernel matrix.</param>
/// <param name="LogEvidence">log p(Y | X).</param>
/// <param name="LeaveOneOut">Predictions of each point from all others.</param>
/// <param name="Training">Predictions of the training points.</param>
/// <param name="Objective">What was maximised; none if there was nothing to fit.</param>
/// <param name="Estimates">Each parameter that was fitted, with its standard error.</param>
/// <param name="Relevances">How much each feature matters, the largest first; none without <c>--ard</c>.</param>
/// <param name="FlatDirections">Exponents of the parameters that the data leave open.</param>
/// <param name="Starts">From where, to where.</param>
/// <param name="Remarks">What keeps the result from being what it looks like.</param>
internal sealed record FitJson(
    string Architecture,
    string Kernel,
    string Model,
    int Points,
    IReadOnlyList<string> Features,
    IReadOnlyList<string> Targets,
    IReadOnlyList<string>? Classes,
    IReadOnlyDictionary<string, double> Parameters,
    double? Noise,
    double? Jitter,
    double? LogEvidence,
    Score? LeaveOneOut,
    Score Training,
    string? Objective,
    IReadOnlyList<ParameterEstimate>? Estimates,
    IReadOnlyList<FeatureRelevance>? Relevances,
    IReadOnlyList<IReadOnlyDictionary<string, double>>? FlatDirections,
    IReadOnlyList<FitStart> Starts,
    IReadOnlyList<string> Remarks)
{
    public static FitJson Of(FittedReport report, TrainingData training, string kernel, string objective, string path)
    {
        var preprocessing = training.Preprocessing;
        var fitted = report.Model.Predict(training.Table).Mean;
        return new(
            report.Kernel.Architecture.ToString(),
            kernel,
            path,
            training.X.Count,
            preprocessing.Features,
            preprocessing.Targets,
            preprocessing.Classes is null ? null : preprocessing.ClassNames,
            report.Kernel.Bindings,
            report.Noise,
            report.Jitter,
            report.LogEvidence,
            report.LeaveOneOut,
            Score.Of(fitted, preprocessing, training.Table),
            report.Starts.Count == 0 ? null : objective,
            report.Estimates.Count == 0 ? null : report.Estimates,
            report.Relevances.Count == 0 ? null : report.Relevances,
            report.FlatDirections.Count == 0 ? null : [.. report.FlatDirections.Select(direction => direction.Exponents)],
            report.Starts,
            report.Remarks);
    }
}
