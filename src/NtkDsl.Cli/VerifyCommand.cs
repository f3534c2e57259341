using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary><c>ntk verify</c>: the kernels of an architecture against finite networks drawn at random.</summary>
internal sealed class VerifyCommand : Command, IHasExamples
{
    private static readonly string[] Formats = ["text", "json"];

    /// <summary>Three points in general position: no two parallel or orthogonal, of different norms.</summary>
    private static readonly double[][] DefaultPoints = [[1.0, 0.5, -0.5], [0.2, 1.0, 0.8], [-0.6, 0.3, 0.4]];

    private readonly Argument<string> architecture = CommonOptions.Architecture();

    private readonly Option<string> left = new("--left")
    {
        Description = "The points, as for 'ntk kernel'; a few are enough. Three points with three features if not given.",
        HelpName = "FILE",
    };

    private readonly Option<int> draws = new("--draws")
    {
        Description = "The most pairs of networks to draw; no limit but the time if not given. Drawing ends as soon as the verdict is clear.",
        DefaultValueFactory = _ => int.MaxValue,
        HelpName = "NUMBER",
    };

    private readonly Option<int> width = new("--width")
    {
        Description = "Hidden layers are this wide at first in one network of each pair, and twice as wide in the other. Widths are raised where the bias asks for it.",
        DefaultValueFactory = _ => 32,
        HelpName = "NUMBER",
    };

    private readonly Option<double> time = CommonOptions.PositiveNumber(
        "--time", "Seconds that drawing may take. A verdict that needs more is left open, with the deviation that is excluded so far.", 60);

    private readonly Option<double> tolerance = CommonOptions.PositiveNumber(
        "--tolerance", "The deviation that agreement excludes, as a fraction of √(K(x,x)K(x′,x′)).", 0.01);

    private readonly Option<int> seed = CommonOptions.Seed();

    private readonly Option<Dictionary<string, double>> set = CommonOptions.Settings();

    private readonly Option<string> format = CommonOptions.OneOf("--format", "A table to read, or JSON.", Formats);

    private readonly PointOptions points;

    public VerifyCommand(Session session)
        : base("verify", "Compare the kernels of an architecture with randomly drawn finite networks. Exit code 0 if they agree, 1 if not or if undecided.")
    {
        Option[] options = [left, time, tolerance, draws, width, seed, set, format];
        Add(architecture);
        Array.ForEach(options, Add);
        points = new(session);
        points.AddTo(this);
        Validators.Add(result => points.RequireFile(result, left));
        SetAction((arguments, cancellation) => Task.Run(() => Verify(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk verify \"dense(512) >> relu >> residual(relu) >> dense(1)\"",
        "ntk verify \"dense(512, sigmaW=s) >> tanh >> dense(1)\" --set s=1.5 --left points.csv --tolerance 0.003 --time 600 --format json",
    ];

    private int Verify(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var parsed = Architectures.Parse(arguments.GetValue(architecture)!);
        var x = arguments.GetValue(left) is { } path ? points.Read(arguments, path).Left : Points.Of(DefaultPoints);
        var report = Check(parsed, x, arguments, session, cancellation);
        if (arguments.GetValue(format) == "json")
        {
            VerificationJson.Write(session.Output, report);
        }
        else
        {
            session.WriteLine(report.ToString().TrimEnd());
        }

        return report.Verdict == Verdict.Agrees ? Tool.Success : Tool.Refused;
    }

    private VerificationReport Check(Architecture parsed, Points x, ParseResult arguments, Session session, CancellationToken cancellation)
    {
        using var line = new ProgressLine(session, "Drawing networks");
        return Verification.Check(
            parsed,
            x,
            draws: arguments.GetValue(draws),
            width: arguments.GetValue(width),
            seed: arguments.GetValue(seed),
            tolerance: arguments.GetValue(tolerance),
            time: TimeSpan.FromSeconds(arguments.GetValue(time)),
            bindings: arguments.GetValue(set),
            progress: new DrawsProgress(line),
            cancellation: cancellation);
    }
}
