using System.CommandLine;
using System.CommandLine.Parsing;

namespace NtkDsl.Cli;

/// <summary><c>ntk kernel</c>: the kernels of an architecture on points from files.</summary>
internal sealed class KernelCommand : Command, IHasExamples
{
    /// <summary>Errors of expectations that a user should know of.</summary>
    private const double NotableError = 1e-11;

    private readonly Argument<string> architecture = CommonOptions.Architecture();

    private readonly Option<string> left = new("--left")
    {
        Description = $"The points of the rows, a column per feature: {DataFiles.Formats}.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> right = new("--right")
    {
        Description = "The points of the columns, treated as those of --left: found by name, scaled by the same means. If not given, those of --left, and the diagonal is each point with itself.",
        HelpName = "FILE",
    };

    private readonly Option<IReadOnlyList<string>> get =
        CommonOptions.Some("--get", "Which kernels: the covariance of the output at initialisation (nngp), the neural tangent kernel (ntk).", Kernels.Names);

    private readonly Option<Dictionary<string, double>> set = CommonOptions.Settings();

    private readonly OutputOptions output = new("json holds the architecture and both kernels as lists of rows; csv and npy hold one kernel.", KernelWriter.Formats);

    private readonly PointOptions points;

    private readonly Option<bool> float32 = new("--float32") { Description = "Store the numbers in single precision, with half the memory and 7 digits (npy)." };

    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Evaluate straight into the .npy file of --output, block by block, and go on where an interrupted run has stopped. "
            + "A journal beside it holds checksums. Of both kernels it makes an array of shape (2, rows, columns).",
    };

    private readonly Option<bool> overwrite = new("--overwrite") { Description = "With --resume, begin again instead, whatever the file holds." };

    public KernelCommand(Session session)
        : base("kernel", "Evaluate the kernels of an architecture on points from files, in double precision.")
    {
        Option[] options = [left, right, get, set, float32, resume, overwrite];
        Add(architecture);
        Array.ForEach(options, Add);
        output.AddTo(this);
        points = new(session);
        points.AddTo(this);
        Validators.Add(RequireFittingFormat);
        SetAction((arguments, cancellation) => Task.Run(() => Evaluate(arguments, session, cancellation), cancellation));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk kernel \"dense(512) >> relu >> dense(1)\" --left train.csv",
        "ntk kernel \"repeat(3, dense(512) >> relu) >> dense(1)\" --left big.npy --output kernels.npy --float32 --resume",
        "ntk kernel \"dense(512, sigmaW=s) >> erf >> dense(1)\" --left train.csv --right test.csv --set s=1.5 --get ntk --output ntk.npy",
    ];

    private void RequireFittingFormat(CommandResult result)
    {
        // By the tokens: defaults are not filled in yet where this runs, and a value with an error cannot be read.
        var isOne = result.GetResult(get) is { Tokens: [{ Value: var name }] } && !name.Contains(',', StringComparison.Ordinal);
        var chosen = output.Format(result);
        var npy = chosen == KernelWriter.Npy;
        if (result.GetValue(resume))
        {
            if (!npy || output.PathOf(result) is null)
            {
                result.AddError(Messages.ResumeNeedsFile);
            }

            return;
        }

        if (result.GetValue(overwrite))
        {
            result.AddError(Messages.NeedsOther(overwrite.Name, resume.Name));
        }

        if (result.GetValue(float32) && !npy)
        {
            result.AddError(Messages.Float32NeedsNpy);
        }

        if (!isOne && chosen != KernelWriter.Json)
        {
            result.AddError(Messages.OneMatrix(chosen));
        }
    }

    private int Evaluate(ParseResult arguments, Session session, CancellationToken cancellation)
    {
        var names = arguments.GetValue(get)!;
        var kernel = Architectures.Parse(arguments.GetValue(architecture)!).Compile(cancellation: cancellation);
        RequireNtk(kernel, names);
        foreach (var (parameter, value) in arguments.GetValue(set) ?? [])
        {
            kernel = kernel.Bind(parameter, value);
        }

        var (x1, x2) = points.Read(arguments, arguments.GetValue(left)!, arguments.GetValue(right));
        var room = arguments.GetValue(resume)
            ? KernelRoom.InFile(kernel, x1, x2, names.Count, ElementType(arguments))
            : KernelRoom.InMemory(kernel, x1, x2);
        room.Require();
        room.Announce(session);
        using var progress = new ProgressLine(session, "Evaluating the kernels");
        if (arguments.GetValue(resume))
        {
            KernelKind? kind = names.Count > 1 ? null : names[0] == Kernels.Nngp ? KernelKind.Nngp : KernelKind.Ntk;
            kernel.EvaluateToFile(output.Path(arguments)!, x1, x2, kind, ElementType(arguments), resume: !arguments.GetValue(overwrite), progress: progress, cancellation: cancellation).Dispose();
            return Tool.Success;
        }

        var pair = x2 is null ? kernel.EvaluateSymmetric(x1, progress, cancellation) : kernel.Evaluate(x1, x2, progress, cancellation);
        if (pair.QuadratureError > NotableError || double.IsNaN(pair.QuadratureError))
        {
            session.Error.WriteLine(Messages.InaccurateQuadrature(pair.QuadratureError));
        }

        var matrices = names.Select(name => KeyValuePair.Create(name, name == Kernels.Nngp ? pair.Nngp : pair.Ntk)).ToList();
        session.Write(output.Path(arguments), stream => KernelWriter.Write(stream, output.Format(arguments), kernel.Architecture, matrices, ElementType(arguments)));
        return Tool.Success;
    }

    private ElementType ElementType(ParseResult arguments) => arguments.GetValue(float32) ? NtkDsl.ElementType.Binary32 : NtkDsl.ElementType.Binary64;

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
