using System.Globalization;

namespace NtkDsl.Cli;

/// <summary>Writes a study down, section by section.</summary>
internal sealed class ReportWriter(Study study, Session session, CancellationToken cancellation)
{
    private const int CheckedPoints = 2;
    private const int Draws = 20_000;
    private const int Width = 64;
    private const double Tolerance = 0.05;

    private readonly HtmlReport report = new("Kernels of an infinitely wide network");

    public HtmlReport Write()
    {
        Architecture();
        Formulas();
        OnTheData();
        Check();
        Training();
        Predictions();
        return report;
    }

    private void Architecture()
    {
        report.Section("Architecture").Code($"{study.Architecture}");
        if (study.Bindings.Count > 0)
        {
            report.Text($"With {string.Join(", ", study.Bindings.Select(setting => Text($"{setting.Key} = {setting.Value}")))}.");
        }

        report.Text($"Data: {study.Data.Description}{(study.Data == StudyData.Circle || study.Data.Preprocessing.Inputs is null ? "" : " Features and numeric targets are scaled to mean 0 and variance 1.")}");
    }

    private void Formulas()
    {
        report.Section("Formulas");
        report.Text(study.Symbolic.HasNtk
                ? "K is the covariance of the outputs at initialisation (NNGP), Θ the neural tangent kernel."
                : "K is the covariance of the outputs at initialisation (NNGP).")
            .Formulas(study.Symbolic.Formulas(), "The kernels");
    }

    private void OnTheData()
    {
        using var progress = new ProgressLine(session, "Evaluating the kernels");
        progress.Report(0);
        report.Section("Kernels on the data").Charts([.. study.Kernels.Select(study.HeatMap), study.Spectrum()]);
    }

    private void Check()
    {
        using var line = new ProgressLine(session, "Drawing networks");
        var few = study.Data.FirstPoints(CheckedPoints);
        var check = Verification.Check(
            study.Architecture, few, Draws, Width, study.Settings.Seed, Tolerance, bindings: study.Bindings, progress: new DrawsProgress(line), cancellation: cancellation);
        report.Section("Formulas against finite networks")
            .Text(Text($"Verdict: {Enum.GetName(check.Verdict)!.ToLowerInvariant()}, at a tolerance of {check.Tolerance:P0}, from {check.Draws:N0} pairs of random networks of widths {check.Width} and {2 * check.Width}, differentiated automatically. The z-score is the deviation in standard errors."))
            .Table(["kernel", "points", "formula", "networks", "± s.e.", "z"], check.Kernels.SelectMany(kernel => kernel.Entries.Where(entry => entry.Row <= entry.Column).Select(entry => Row(kernel.Name, entry))));
    }

    private static string[] Row(string kernel, EntryCheck entry) =>
    [
        kernel, Text($"{entry.Row + 1}, {entry.Column + 1}"), Number($"{entry.Analytic:G6}"), Number($"{entry.MonteCarlo:G6}"), Text($"{entry.StandardError:G2}"), Number($"{entry.ZScore:F2}"),
    ];

    private void Training()
    {
        report.Section("Training");
        if (!study.CanTrain)
        {
            report.Text(Messages.NoLossCurves);
            return;
        }

        using var progress = new ProgressLine(session, "Training networks");
        var settings = study.Settings;
        report.Text(Text($"{settings.Networks} networks with hidden layers of width {settings.Width}, from random weights, after up to {settings.Steps} steps of gradient descent; and the mean loss that the kernels predict for infinite width. Wider networks come closer."))
            .Charts(study.Loss(progress, cancellation));
    }

    private void Predictions()
    {
        using var progress = new ProgressLine(session, "Predicting");
        report.Section("Predictions").Text($"Gaussian processes with either kernel and noise as a fraction of its mean variance. {Baseline()}");
        var processes = new List<GaussianProcess>();
        foreach (var process in study.Processes())
        {
            cancellation.ThrowIfCancellationRequested();
            processes.Add(process);
        }

        var score = study.Data.Labels is null ? "leave-one-out error" : "leave-one-out accuracy";
        report.Table(["kernel", "noise", "log evidence", score], processes.Select(Row));
        if (study.HasLine)
        {
            var best = Study.Best(processes);
            report.Text($"The posterior with the largest evidence: {Name(best)}, noise {Number($"{best.Noise.Amount}")}.").Charts(study.Posterior(best));
        }
    }

    private string[] Row(GaussianProcess process) =>
        [Name(process), Number($"{process.Noise.Amount}"), Number($"{process.LogMarginalLikelihood:F2}"), ScoreOf(process)];

    private static string Name(GaussianProcess process) => process.Kind == KernelKind.Nngp ? "NNGP" : "NTK";

    private string Baseline() => study.Data.Labels is { } labels
        ? Text($"Classes by regression on centred one-hot targets. The most frequent of {study.Data.Preprocessing.ClassNames.Count} classes has {labels.CountBy(label => label).Max(pair => pair.Value) / (double)labels.Count:P1} of the points.")
        : Text($"Root mean square errors in the units of {study.Data.TargetName}; its standard deviation is {study.Data.TargetUnits.Scale:G4}.");

    /// <summary>The quality of leave-one-out predictions, which no point has a part in that it is asked for.</summary>
    private string ScoreOf(GaussianProcess process)
    {
        var score = study.Data.Score(process.LeaveOneOut().Mean);
        return score.Accuracy is { } share ? Text($"{share:P1}") : Text($"{score.Rmse:G4}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Number(FormattableString number) => Text(number).Replace('-', '−');
}
