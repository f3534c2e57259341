using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary><c>ntk report</c>: all there is to know about an architecture on some data, as one HTML file.</summary>
internal sealed class ReportCommand : Command, IHasExamples
{
    private readonly StudyOptions study;

    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The HTML file; it is there whole or not at all.",
        DefaultValueFactory = _ => "report.html",
        HelpName = "FILE",
    };

    public ReportCommand(Session session)
        : base("report", "Write a self-contained HTML report on an architecture: formulas, kernels, a check by finite networks, training, predictions.")
    {
        study = new(session);
        study.AddTo(this);
        Add(output);
        FileEnding.Require(this, output, ".html", ".htm");
        SetAction((arguments, cancellation) => Task.Run(() => Write(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk report \"dense(512, sigmaW=sqrt(2)) >> relu >> dense(1)\"",
        "ntk report \"dense(512, sigmaW=2, sigmaB=1) >> erf >> dense(1)\" --train line.csv --target y --output line.html",
    ];

    private int Write(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var path = arguments.GetValue(output)!;
        var report = new ReportWriter(study.Read(arguments), session, cancellation).Write();
        cancellation.ThrowIfCancellationRequested();
        report.Save(path);
        session.WriteLine($"Wrote {path}.");
        return Tool.Success;
    }
}
