using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary><c>ntk chart</c>: one picture as an SVG file.</summary>
internal sealed class ChartCommand : Command, IHasExamples
{
    private const string HeatMap = "heatmap";
    private const string Spectrum = "spectrum";
    private const string Loss = "loss";
    private const string Posterior = "posterior";

    private readonly Argument<string> kind = new Argument<string>("KIND")
    {
        Description = "heatmap: the kernel; spectrum: its eigenvalues; loss: training in theory and of finite networks; posterior: predictions over one feature.",
        HelpName = string.Join('|', HeatMap, Spectrum, Loss, Posterior),
    }.AcceptOnlyFromAmong(HeatMap, Spectrum, Loss, Posterior);

    private readonly StudyOptions study;

    private readonly Option<string> which = new Option<string>("--kernel")
    {
        Description = "Which kernel a heat map shows, if not given the NTK, or a posterior is of, if not given that with the larger evidence.",
        HelpName = string.Join('|', Kernels.Names),
    }.AcceptOnlyFromAmong([.. Kernels.Names]);

    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The SVG file; it is there whole or not at all. Standard output if not given.",
        HelpName = "FILE",
    };

    public ChartCommand(Session session)
        : base("chart", "Draw an architecture's kernel, spectrum, training or predictions as SVG.")
    {
        Add(kind);
        study = new(session);
        study.AddTo(this);
        Add(which);
        Add(output);
        FileEnding.Require(this, output, ".svg");
        SetAction((arguments, cancellation) => Task.Run(() => Draw(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk chart heatmap \"dense(512, sigmaW=sqrt(2)) >> relu >> dense(1)\" --train iris.csv --target species --output kernel.svg",
        "ntk chart posterior \"dense(512, sigmaW=2, sigmaB=1) >> erf >> dense(1)\" --train line.csv --output posterior.svg",
    ];

    private int Draw(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var read = study.Read(arguments);
        var chart = Draw(arguments, read, session, cancellation);
        if (arguments.GetValue(output) is { } path)
        {
            chart.Save(path);
        }
        else
        {
            session.WriteLine(chart.ToSvg().TrimEnd());
        }

        return Tool.Success;
    }

    private Chart Draw(ParseResult arguments, Study read, Session session, CancellationToken cancellation)
    {
        switch (arguments.GetValue(kind))
        {
            case HeatMap:
                _ = arguments.GetValue(which) == Kernels.Ntk ? read.Kernel.Ntk : null;
                return read.HeatMap(arguments.GetValue(which) == Kernels.Nngp ? read.Kernels[0] : read.Kernels[^1]);
            case Spectrum:
                return read.Spectrum();
            case Loss:
                using (var progress = new ProgressLine(session, "Training networks"))
                {
                    return read.Loss(progress, cancellation);
                }

            default:
                read.RequireLine();
                return read.Posterior(Study.Best(read.Processes().Where(process => Fits(process.Kind, arguments.GetValue(which)))));
        }
    }

    private static bool Fits(KernelKind kind, string? name) => name is null || (name == Kernels.Ntk) == (kind == KernelKind.Ntk);
}
