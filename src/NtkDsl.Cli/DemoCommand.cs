using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary><c>ntk demo</c>: from an architecture to formulas, kernels on real data, a check by finite networks, and predictions.</summary>
internal sealed class DemoCommand : Command, IHasExamples
{
    private const string Text =
        "dense(512, sigmaW=sqrt(2)) >> relu >> residual(dense(512, sigmaW=1.5) >> tanh >> dense(512), scale=0.5) >> "
        + "denseNet(2, dense(512, sigmaW=sqrt(2)) >> relu) >> dense(1)";

    /// <summary>All kernels of affine functions of the input: what a linear model with a bias has.</summary>
    private const string LinearText = "dense(1, sigmaB=1)";

    private const int CheckedPoints = 2;
    private const int Draws = 4_000;
    private const int Width = 64;
    private const double Tolerance = 0.05;

    private static readonly double[] Ridges = [1e-4, 1e-3, 1e-2, 0.1, 1];

    public DemoCommand(Session session)
        : base("demo", "Show what the library does, on radar returns from the ionosphere: formulas, kernels, a check by finite networks, predictions.") =>
        SetAction((_, cancellation) => Task.Run(() => Run(session, cancellation), cancellation));

    public IReadOnlyList<string> Examples { get; } = ["ntk demo"];

    private static int Run(Session session, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var data = DemoData.Load();
        var kernel = Architecture.Parse(Text).Compile(cancellation: cancellation);
        Section(session, "Data", Describe(data));
        Section(session, "Architecture", kernel.Architecture.ToString());
        Section(session, "Its kernels at infinite width, K (NNGP) and Θ (NTK)", kernel.Formulas().ToUnicode());
        Section(session, "In numbers", Evaluate(kernel, data, session, cancellation));
        Section(session, "Formulas against finite networks", Check(kernel, data, session, cancellation));
        Section(session, "Kernel regression", Predict(kernel, data, session, cancellation));
        session.WriteLine(Line($"Done in {clock.Elapsed.TotalSeconds:F1} s. 'ntk --help' shows what else there is."));
        return Tool.Success;
    }

    private static string Describe(DemoData data) => Lines(
        "Ionosphere (UCI Machine Learning Repository): radar returns, good if they show structure in the ionosphere, else bad.",
        Line($"{data.Train.Classes.Length} points to train, {data.Test.Classes.Length} to test, {data.Train.Points.ColumnCount} features, each point scaled to |x|² = d."));

    private static string Evaluate(Kernel kernel, DemoData data, Session session, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(session, "Evaluating the kernels");
        var clock = Stopwatch.StartNew();
        var train = kernel.EvaluateSymmetric(data.Train.Points, progress, cancellation);
        var test = kernel.Evaluate(data.Test.Points, data.Train.Points, progress, cancellation);
        return Lines(
            Line($"Training points: {Size(train.Ntk)}; test with training points: {Size(test.Ntk)}; K and Θ of both in {clock.Elapsed.TotalSeconds:F2} s."),
            Line($"The first training point with itself:      K = {train.Nngp[0, 0]:F6}, Θ = {train.Ntk[0, 0]:F6}"),
            Line($"The first test point with the former:      K = {test.Nngp[0, 0]:F6}, Θ = {test.Ntk[0, 0]:F6}"));
    }

    private static string Check(Kernel kernel, DemoData data, Session session, CancellationToken cancellation)
    {
        using var line = new ProgressLine(session, "Drawing networks");
        var few = data.Train.Points.SubMatrix(0, CheckedPoints, 0, data.Train.Points.ColumnCount);
        var report = Verification.Check(
            kernel.Architecture, few, Draws, Width, tolerance: Tolerance, progress: new DrawsProgress(line), cancellation: cancellation);
        return Lines("Networks with random weights, differentiated automatically; s.e. is the standard error of their mean.", report.ToString().TrimEnd());
    }

    private static string Predict(Kernel kernel, DemoData data, Session session, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(session, "Regressing");
        var linear = Architecture.Parse(LinearText).Compile(cancellation: cancellation);
        var rows = new List<string>
        {
            Line($"Accuracy on the {data.Test.Classes.Length} test points, with the ridge that does best in leave-one-out on the training points:"),
        };
        foreach (var (name, by, kind) in new[] { ("linear", linear, KernelKind.Nngp), ("NNGP", kernel, KernelKind.Nngp), ("NTK", kernel, KernelKind.Ntk) })
        {
            cancellation.ThrowIfCancellationRequested();
            var (accuracy, ridge) = Regress(by, kind, data);
            rows.Add(Line($"  {name,-8}{accuracy,8:P1}   ridge {ridge}"));
            progress.Report((rows.Count - 1) / 3.0);
        }

        return Lines([.. rows]);
    }

    private static (double Accuracy, Ridge Ridge) Regress(Kernel kernel, KernelKind kind, DemoData data)
    {
        var classes = OneHot.Of(data.Classes.Count, centered: true);
        var y = classes.Encode(data.Train.Classes);
        var start = KernelRegression.Train(kernel, data.Train.Points, y, Ridge.Relative(Ridges[^1]), kind);
        var best = Ridges.Select(ridge => start.WithRidge(Ridge.Relative(ridge)))
            .MaxBy(regression => OneHot.Accuracy(regression.LeaveOneOut(), y))!;
        return (OneHot.Accuracy(best.Predict(data.Test.Points), classes.Encode(data.Test.Classes)), best.Ridge);
    }

    private static void Section(Session session, string title, string body) => session.WriteLine(Lines(title, new('─', title.Length), body, ""));

    private static string Size(Matrix<double> matrix) => $"{matrix.RowCount} × {matrix.ColumnCount}";

    private static string Lines(params string[] lines) => string.Join('\n', lines);

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
