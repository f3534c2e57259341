using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Formulas in LaTeX with amsmath, for a displayed equation.</summary>
internal sealed class LatexNotation : PaperNotation
{
    public static LatexNotation Instance { get; } = new();

    public override Piece Symbol(Symbol symbol) => symbol switch
    {
        { Kind: SymbolKind.Input, Name: "‖x‖" } => Piece.Atom($@"\lVert {(symbol.Scope == Scope.Row ? "x" : "x'")} \rVert"),
        { Kind: SymbolKind.Input, Name: "⟨x,x′⟩" } => Piece.Atom(@"\langle x, x' \rangle"),
        { Kind: SymbolKind.Parameter } => Piece.Letter(Pretty(symbol.Name)),
        { Kind: SymbolKind.Variable } => Piece.Atom(Pretty(symbol.Name)),
        _ => Piece.Atom(Letter(symbol.Name) + Points(symbol.Scope)),
    };

    public override Piece Name(Label label)
    {
        var index = label.WriteIndex("-", "+");
        var name = $"{Letter(label.Symbol)}{Subscript(index)}{Points(label.Points)}";
        return label is { Points: Scope.None, DerivedBy.IsEmpty: true } ? Piece.Letter(name)
            : label.DerivedBy.IsEmpty ? Piece.Atom(name)
            : Derivative(name, label.DerivedBy);
    }

    public override Piece Product(IReadOnlyList<Piece> factors) => new(
        string.Concat(factors.Select((factor, i) => Wrap(factor, Binding.Quotient) is var text && i > 0 && char.IsAsciiDigit(text[0])
            ? $@" \cdot {text}"
            : i > 0 ? $" {text}" : text)),
        Binding.Product);

    public override Piece Quotient(Piece top, Piece bottom) => new($@"\frac{{{top.Text}}}{{{bottom.Text}}}", Binding.Quotient);

    public override Piece Power(Piece @base, Piece exponent) => new($"{Wrap(@base, Binding.Call)}{Superscript(exponent)}", Binding.Power);

    public override Piece Root(Piece radicand) => Piece.Atom($@"\sqrt{{{radicand.Text}}}");

    public override Piece Apply(Function function, IReadOnlyList<Piece> arguments) => function.Spelling.IsBars
        ? Piece.Atom($@"\left| {arguments[0].Text} \right|")
        : new(NameOf(function) + Operand(function, arguments), BindingOf(function));

    public override Piece ApplyRaised(Function function, Piece argument, Piece exponent) =>
        new(NameOf(function) + Superscript(exponent) + Operand(function, [argument]), Binding.Application);

    protected override string Parenthesize(string text) =>
        text.Contains(@"\frac", StringComparison.Ordinal) ? $@"\left( {text} \right)" : $"({text})";

    protected override Piece FeatureSum(Piece body) => new($@"\sum_i {Wrap(body, Binding.Product)}", Binding.Product);

    protected override Piece Mean(Piece body) => Piece.Atom($@"\mathbb{{E}}\left[ {body.Text} \right]");

    protected override string Distribution(IReadOnlyList<string> variables, IReadOnlyList<string> covariance)
    {
        if (covariance is [var variance])
        {
            return $@"{variables[0]} \sim \mathcal{{N}}(0, {variance})";
        }

        var matrix = $@"\begin{{pmatrix}} {covariance[0]} & {covariance[1]} \\ \cdot & {covariance[2]} \end{{pmatrix}}";
        return $@"({variables[0]}, {variables[1]}) \sim \mathcal{{N}}\left( 0, {matrix} \right)";
    }

    protected override string Equation(string? left, string right, IReadOnlyList<string> distributions) =>
        (left is null ? right : $"{left} &= {right}") + string.Concat(distributions.Select(distribution => $@", \quad {distribution}"));

    protected override string LoopHead(Stretch stretch) => $@"\text{{for }} l &= {string.Join(", ", LayersOf(stretch, @"\dots"))}:";

    protected override string InLoop(string line) => $@"\quad {line}";

    /// <summary>Lines are aligned at their equals signs, and those without one behind it.</summary>
    protected override string Document(IReadOnlyList<string> lines, string? remark) =>
        (remark is null ? "" : $"% {remark}\n") + Document(lines);

    private static string Document(IReadOnlyList<string> lines) => lines is [var only]
        ? only.Replace(" &= ", " = ", StringComparison.Ordinal)
        : $$"""
            \begin{aligned}
            {{string.Join(" \\\\\n", lines.Select(line => line.Contains(" &= ", StringComparison.Ordinal) ? line : $"& {line}"))}}
            \end{aligned}
            """;

    private static Piece Derivative(string name, ImmutableArray<string> by)
    {
        var order = by.Length == 1 ? "" : $"^{by.Length}";
        var bottom = by.GroupBy(x => x).Select(x => $@"\partial {Pretty(x.Key)}{(x.Count() == 1 ? "" : $"^{x.Count()}")}");
        return new($@"\frac{{\partial{order} {name}}}{{{string.Join(@" \, ", bottom)}}}", Binding.Quotient);
    }

    private static string NameOf(Function function) =>
        function.Spelling.Latex is { Length: > 0 } name ? name : $@"\operatorname{{{function.Name}}}";

    private string Operand(Function function, IReadOnlyList<Piece> arguments) =>
        function.Spelling.IsOperator && arguments is [{ IsLetter: true } only]
            ? $" {only.Text}"
            : Parenthesize(string.Join(", ", arguments.Select(argument => argument.Text)));

    private static string Superscript(Piece exponent) => exponent.Text.Length == 1 ? $"^{exponent.Text}" : $"^{{{exponent.Text}}}";

    private static string Subscript(string index) => index.Length switch
    {
        0 => "",
        1 => $"_{index}",
        _ => $"_{{{index}}}",
    };

    /// <summary>sigma_w is written \sigma_w.</summary>
    private static string Pretty(string name)
    {
        var (stem, index) = Letters.SplitIndex(name);
        return Letter(Letters.Greek(stem)) + Subscript(index);
    }

    private static string Letter(string text) => text switch
    {
        [var letter] when Letters.NameOf(letter) is { } greek => $@"\{greek}",
        "x′" => "x'",
        [_] => text,
        _ => $@"\mathrm{{{string.Concat(text.Select(letter => Letters.NameOf(letter) is { } greek ? $@"\{greek} " : letter.ToString()))}}}",
    };

    private static string Points(Scope scope) => scope switch
    {
        Scope.None => "",
        Scope.Row => "(x,x)",
        Scope.Column => "(x',x')",
        _ => "(x,x')",
    };
}
