using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary><c>ntk show</c>: the kernels of an architecture as formulas or code.</summary>
internal sealed class ShowCommand : Command, IHasExamples
{
    private static readonly Dictionary<string, Func<Expr, bool, string>> Formulas = new()
    {
        ["unicode"] = (kernel, expand) => kernel.ToUnicode(expand),
        ["latex"] = (kernel, expand) => kernel.ToLatex(expand),
        ["mathml"] = (kernel, expand) => kernel.ToMathML(expand),
    };

    private static readonly Dictionary<string, Func<Expr, string, string>> Code = new()
    {
        ["fsharp"] = (kernel, name) => kernel.ToFSharp(name),
        ["csharp"] = (kernel, name) => kernel.ToCSharp(char.ToUpperInvariant(name[0]) + name[1..]),
        ["python"] = (kernel, name) => kernel.ToPython(name),
    };

    private static readonly string[] Forms = [.. Formulas.Keys, .. Code.Keys];

    private readonly Argument<string> architecture = CommonOptions.Architecture();

    private readonly Option<string> form = new Option<string>("--form")
    {
        Description = "A notation for formulas, or a language, for a complete function of two sets of points that can be pasted and run.",
        DefaultValueFactory = _ => "unicode",
        HelpName = string.Join('|', Forms),
    }.AcceptOnlyFromAmong(Forms);

    private readonly Option<string> which = new Option<string>("--kernel")
    {
        Description = "Which kernel; if not given, both as formulas, and as code the NTK where there is one.",
        HelpName = string.Join('|', Kernels.Names),
    }.AcceptOnlyFromAmong([.. Kernels.Names]);

    private readonly Option<bool> expand = new("--expand") { Description = "One formula without named parts." };

    private readonly Option<string> derivative = new("--derivative")
    {
        Description = "The derivative with respect to this free parameter instead, such as s of dense(1, sigmaW=s).",
        HelpName = "PARAMETER",
    };

    public ShowCommand(Session session)
        : base("show", "Print the kernels K (NNGP) and Θ (NTK) of an architecture between two inputs x and x′ as formulas or code.")
    {
        Add(architecture);
        Add(form);
        Add(which);
        Add(expand);
        Add(derivative);
        Validators.Add(result =>
        {
            if (result.GetValue(expand) && result.GetValue(form) is { } chosen && Code.ContainsKey(chosen))
            {
                result.AddError(Messages.ExpandIsForFormulas);
            }
        });
        SetAction(arguments => Show(arguments, session));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk show \"dense(512, sigmaW=sqrt(2)) >> relu >> dense(1)\"",
        "ntk show \"dense(512, sigmaW=s) >> tanh >> dense(1)\" --kernel ntk --derivative s --form latex",
        "ntk show \"dense(512) >> erf >> dense(1)\" --form python",
    ];

    private int Show(ParseResult arguments, Session session)
    {
        var kernel = Architectures.Parse(arguments.GetValue(architecture)!).Compile();
        var (style, which) = (arguments.GetValue(form)!, arguments.GetValue(this.which));
        if (Code.TryGetValue(style, out var write))
        {
            var name = which ?? (kernel.HasNtk ? Kernels.Ntk : Kernels.Nngp);
            session.WriteLine(write(Formula(kernel, name, arguments), name));
        }
        else
        {
            var names = which is not null ? [which] : kernel.HasNtk ? Kernels.Names : [Kernels.Nngp];
            var formulas = names.Select(name => Formulas[style](Formula(kernel, name, arguments), arguments.GetValue(expand)));
            session.WriteLine(string.Join("\n\n", formulas));
        }

        return Tool.Success;
    }

    private Expr Formula(Kernel kernel, string name, ParseResult arguments)
    {
        var formula = name == Kernels.Nngp ? kernel.Nngp : kernel.Ntk;
        return arguments.GetValue(derivative) is not { } parameter ? formula
            : kernel.Parameters.Contains(parameter) ? formula.Derivative(Expr.Parameter(parameter))
            : throw new NtkDslException(Messages.NoParameter(parameter, kernel.Parameters));
    }
}
