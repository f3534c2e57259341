using System.CommandLine;
using System.CommandLine.Parsing;

namespace NtkDsl.Cli;

/// <summary><c>ntk kernel</c>: the kernels of an architecture on points from files.</summary>
internal sealed class KernelCommand : Command, IHasExamples
{
    private readonly Argument<string> architecture = CommonOptions.Architecture();

    private readonly Option<string> left = new("--left")
    {
        Description = "The points of the rows: CSV with or without a header, .npy or .npz; a row per point, a column per feature.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> right = new("--right")
    {
        Description = "The points of the columns. If not given, those of --left, and the diagonal is each point with itself.",
        HelpName = "FILE",
    };

    private readonly Option<IReadOnlyList<string>> get =
        CommonOptions.Some("--get", "Which kernels: the covariance of the output at initialisation (nngp), the neural tangent kernel (ntk).", Kernels.Names);

    private readonly Option<Dictionary<string, double>> set = CommonOptions.Settings();

    private readonly Option<string> format = new Option<string>("--format")
    {
        Description = "json holds the architecture and both kernels as lists of rows; csv and npy hold one kernel.",
        DefaultValueFactory = _ => "json",
        HelpName = string.Join('|', KernelWriter.Formats),
    }.AcceptOnlyFromAmong([.. KernelWriter.Formats]);

    private readonly Option<string> output = CommonOptions.Output();

    public KernelCommand(Session session)
        : base("kernel", "Evaluate the kernels of an architecture on points from files, in double precision.")
    {
        Option[] options = [left, right, get, set, format, output];
        Add(architecture);
        Array.ForEach(options, Add);
        Validators.Add(RequireOneMatrix);
        SetAction((arguments, cancellation) => Task.Run(() => Evaluate(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk kernel \"dense(512) >> relu >> dense(1)\" --left train.csv",
        "ntk kernel \"dense(512, sigmaW=s) >> erf >> dense(1)\" --left test.csv --right train.csv --set s=1.5 --get ntk --format npy --output ntk.npy",
    ];

    private void RequireOneMatrix(CommandResult result)
    {
        // By the tokens: defaults are not filled in yet where this runs, and a value with an error cannot be read.
        var isOne = result.GetResult(get) is { Tokens: [{ Value: var name }] } && !name.Contains(',', StringComparison.Ordinal);
        if (!isOne && result.GetValue(format) is { } chosen and not KernelWriter.Json)
        {
            result.AddError(Messages.OneMatrix(chosen));
        }
    }

    private int Evaluate(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var names = arguments.GetValue(get)!;
        var kernel = Architecture.Parse(arguments.GetValue(architecture)!).Compile();
        RequireNtk(kernel, names);
        foreach (var (parameter, value) in arguments.GetValue(set) ?? [])
        {
            kernel = kernel.Bind(parameter, value);
        }

        var pair = Evaluate(kernel, arguments.GetValue(left)!, arguments.GetValue(right), session, cancellation);
        var matrices = names.Select(name => KeyValuePair.Create(name, name == Kernels.Nngp ? pair.Nngp : pair.Ntk)).ToList();
        session.Write(arguments.GetValue(output), stream => KernelWriter.Write(stream, arguments.GetValue(format)!, kernel.Architecture, matrices));
        return Tool.Success;
    }

    private static KernelPair Evaluate(Kernel kernel, string left, string? right, Session session, CancellationToken cancellation)
    {
        var x1 = Points.Of(DataFiles.ReadMatrix(left));
        var x2 = right is null ? null : Points.Of(DataFiles.ReadMatrix(right));
        using var progress = new ProgressLine(session, "Evaluating the kernels");
        return x2 is null ? kernel.EvaluateSymmetric(x1, progress, cancellation) : kernel.Evaluate(x1, x2, progress, cancellation);
    }

    private static void RequireNtk(Kernel kernel, IReadOnlyList<string> names)
    {
        if (names.Count > 1 && !kernel.HasNtk)
        {
            try
            {
                _ = kernel.Ntk;
            }
            catch (NtkDslException refusal)
            {
                throw new NtkDslException(Messages.NoNtk(refusal.Message));
            }
        }
    }
}
