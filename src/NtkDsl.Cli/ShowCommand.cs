using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary><c>ntk show</c>: the kernels of an architecture as formulas or code.</summary>
internal sealed class ShowCommand : Command, IHasExamples
{
    private static readonly Dictionary<string, Func<FormulaList, bool, string>> Formulas = new()
    {
        ["unicode"] = (formulas, expand) => formulas.ToUnicode(expand),
        ["latex"] = (formulas, expand) => formulas.ToLatex(expand),
        ["mathml"] = (formulas, expand) => formulas.ToMathML(expand),
    };

    private static readonly Dictionary<string, Func<FormulaList, string, string>> Code = new()
    {
        ["fsharp"] = (formulas, name) => formulas.ToFSharp(name),
        ["csharp"] = (formulas, name) => formulas.ToCSharp(char.ToUpperInvariant(name[0]) + name[1..]),
        ["python"] = (formulas, name) => formulas.ToPython(name),
    };

    /// <summary>The name of a function that returns all kernels there are.</summary>
    private const string BothKernels = "kernels";

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
        Description = "Which kernel; if not given, both, or the NNGP where there is no NTK.",
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
        var formulas = FormulasOf(kernel, which, arguments.GetValue(derivative));
        session.WriteLine(Code.TryGetValue(style, out var write)
            ? write(formulas, which ?? BothKernels)
            : Formulas[style](formulas, arguments.GetValue(expand)));
        return Tool.Success;
    }

    private static FormulaList FormulasOf(Kernel kernel, string? which, string? derivative)
    {
        var formulas = kernel.Formulas(which is null ? null : Kernels.KindOf(which));
        return derivative is null ? formulas
            : kernel.Parameters.Contains(derivative) ? formulas.Derivative(Expr.Parameter(derivative))
            : throw new NtkDslException(Messages.NoParameter(derivative, kernel.Parameters));
    }
}
