using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary><c>ntk bench</c>: how fast an architecture's kernels are on this machine.</summary>
internal sealed class BenchCommand : Command, IHasExamples
{
    private static readonly string[] Formats = ["text", Records.Json];

    private readonly Argument<string> architecture = CommonOptions.Architecture();

    private readonly Option<int> points = Positive("--points", "-n", "How many points, whose kernels with one another are evaluated.", 4000);

    private readonly Option<int> features = Positive("--features", "-d", "How many features a point has.", 784);

    private readonly Option<Dictionary<string, double>> set = CommonOptions.Settings();

    private readonly Option<string> format = CommonOptions.OneOf("--format", "A table to read, or JSON.", Formats);

    public BenchCommand(Session session)
        : base("bench", "Measure time and memory of an architecture's kernels among normally distributed points, the same in every run. The forecast comes first; tables that it builds serve the evaluation.")
    {
        Option[] options = [points, features, set, format];
        Add(architecture);
        Array.ForEach(options, Add);
        SetAction((arguments, cancellation) => Task.Run(() => Run(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk bench \"repeat(10, dense(512, sigmaW=sqrt(2)) >> relu) >> dense(1)\"",
        "ntk bench \"dense(512, sigmaW=s) >> tanh >> dense(1)\" -n 2000 -d 20 --set s=1.5 --format json",
    ];

    private static Option<int> Positive(string name, string alias, string description, int usual)
    {
        var option = new Option<int>(name, alias) { Description = description, DefaultValueFactory = _ => usual, HelpName = "NUMBER" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var value) && value < 1)
            {
                result.AddError(Messages.NotPositive(name, value));
            }
        });
        return option;
    }

    private int Run(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(session, "Evaluating the kernels");
        var report = BenchReport.Measure(
            Architectures.Parse(arguments.GetValue(architecture)!),
            arguments.GetValue(set) ?? [],
            arguments.GetValue(points),
            arguments.GetValue(features),
            progress,
            cancellation);
        progress.Dispose();
        if (arguments.GetValue(format) == Records.Json)
        {
            Records.WriteObject(session.Output, report);
        }
        else
        {
            session.WriteLine(report.ToText());
        }

        return Tool.Success;
    }
}
