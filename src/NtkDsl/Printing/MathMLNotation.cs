using System.Net;
using System.Text.RegularExpressions;

namespace NtkDsl;

/// <summary>Formulas in presentation MathML: one <c>math</c> element that stands by itself.</summary>
internal sealed partial class MathMLNotation : PaperNotation
{
    private const string InvisibleTimes = "<mo>&#x2062;</mo>";
    private const string Applied = "<mo>&#x2061;</mo>";

    /// <summary>What sets the name of a function off where no bracket does; browsers put nothing there.</summary>
    private const string ThinSpace = "<mspace width=\"0.167em\"/>";

    public static MathMLNotation Instance { get; } = new();

    protected override Piece Digits(string digits) => Piece.Atom($"<mn>{digits}</mn>");

    public override Piece Symbol(Symbol symbol) => symbol switch
    {
        { Kind: SymbolKind.Input, Name: "‖x‖" } => Piece.Atom(Row("<mo>‖</mo>", Point(symbol.Scope == Scope.Column), "<mo>‖</mo>")),
        { Kind: SymbolKind.Input, Name: "⟨x,x′⟩" } => Piece.Atom(Row("<mo>⟨</mo>", Point(false), "<mo>,</mo>", Point(true), "<mo>⟩</mo>")),
        { Kind: SymbolKind.Parameter } => Piece.Letter(Pretty(symbol.Name)),
        { Kind: SymbolKind.Variable } => Piece.Atom(Pretty(symbol.Name)),
        { Scope: Scope.None } => Piece.Atom(Identifier(symbol.Name)),
        _ => Piece.Atom(Row(Identifier(symbol.Name), Points(symbol.Scope))),
    };

    public override Piece Name(Label label)
    {
        var index = Identifier(label.Symbol);
        if (label.WriteIndex("−", "+") is { Length: > 0 } below)
        {
            index = $"<msub>{index}{Index(below)}</msub>";
        }

        var name = label.Points == Scope.None ? index : Row(index, Points(label.Points));
        return label is { Points: Scope.None, DerivedBy.IsEmpty: true } ? Piece.Letter(name)
            : label.DerivedBy.IsEmpty ? Piece.Atom(name)
            : Derivative(name, label);
    }

    public override Piece Sum(IReadOnlyList<SignedPiece> terms) => new(
        Row([.. terms.Select((term, i) =>
            (term.IsNegative ? "<mo>−</mo>" : i > 0 ? "<mo>+</mo>" : "") + Wrap(term.Piece, Binding.Quotient))]),
        Binding.Sum);

    public override Piece Product(IReadOnlyList<Piece> factors) => new(
        Row([.. factors.Select((factor, i) =>
            (i == 0 ? "" : IsNumber(factor) ? "<mo>⋅</mo>" : factor.Binding == Binding.Application ? InvisibleTimes + ThinSpace : InvisibleTimes) + Wrap(factor, Binding.Quotient))]),
        Binding.Product);

    public override Piece Quotient(Piece top, Piece bottom) => new($"<mfrac>{top.Text}{bottom.Text}</mfrac>", Binding.Quotient);

    public override Piece Power(Piece @base, Piece exponent) =>
        new($"<msup>{Wrap(@base, Binding.Call)}{exponent.Text}</msup>", Binding.Power);

    public override Piece Root(Piece radicand) => Piece.Atom($"<msqrt>{radicand.Text}</msqrt>");

    public override Piece Apply(Function function, IReadOnlyList<Piece> arguments) => function.Spelling.IsBars
        ? Piece.Atom(Row("<mo>|</mo>", arguments[0].Text, "<mo>|</mo>"))
        : new(Row(NameOf(function), Applied, Operand(function, arguments)), BindingOf(function));

    public override Piece ApplyRaised(Function function, Piece argument, Piece exponent) =>
        new(Row($"<msup>{NameOf(function)}{exponent.Text}</msup>", Applied, Operand(function, [argument])), Binding.Application);

    protected override string Parenthesize(string text) => Row("<mo>(</mo>", text, "<mo>)</mo>");

    protected override Piece FeatureSum(Piece body) => new(Row("<munder><mo>∑</mo><mi>i</mi></munder>", Wrap(body, Binding.Product)), Binding.Product);

    protected override Piece Mean(Piece body) => Piece.Atom(Row("<mi>𝔼</mi>", "<mo>[</mo>", body.Text, "<mo>]</mo>"));

    protected override string Distribution(IReadOnlyList<string> variables, IReadOnlyList<string> covariance)
    {
        if (covariance is [var variance])
        {
            return Row(variables[0], "<mo>∼</mo>", Normal(variance));
        }

        var matrix = $"<mtable>{Line(covariance[0], covariance[1])}{Line("<mo>⋅</mo>", covariance[2])}</mtable>";
        return Row(Parenthesize(string.Join("<mo>,</mo>", variables)), "<mo>∼</mo>", Normal(Parenthesize(matrix)));
    }

    protected override string Equation(string? left, string right, IReadOnlyList<string> distributions)
    {
        var whole = right + string.Concat(distributions.Select(distribution => $"<mtext>&#xA0;with&#xA0;</mtext>{distribution}"));
        return left is null ? Line("", Row(whole)) : Line(left, Row("<mo>=</mo>", whole));
    }

    protected override string LoopHead(Stretch stretch)
    {
        var layers = LayersOf(stretch, "…").Select(layer => layer == "…" ? "<mo>…</mo>" : $"<mn>{layer}</mn>");
        return Line(Row("<mtext>for&#xA0;</mtext>", "<mi>l</mi>"), Row("<mo>=</mo>", string.Join("<mo>,</mo>", layers), "<mo>:</mo>"));
    }

    protected override string InLoop(string line) =>
        line.Replace("<mtr><mtd>", "<mtr><mtd><mspace width=\"2em\"/>", StringComparison.Ordinal);

    protected override string Document(IReadOnlyList<string> lines, string? remark) => $"""
        <math xmlns="http://www.w3.org/1998/Math/MathML" display="block">
        <mtable columnalign="right left" displaystyle="true">
        {string.Join('\n', remark is null ? lines : [.. lines, Line("", $"<mtext>{WebUtility.HtmlEncode(remark)}</mtext>")])}
        </mtable>
        </math>
        """;

    private static string Line(string left, string right) => $"<mtr><mtd>{left}</mtd><mtd>{right}</mtd></mtr>";

    private static string Row(params ReadOnlySpan<string> parts) => $"<mrow>{string.Concat(parts)}</mrow>";

    private static bool IsNumber(Piece piece) => piece.Text.StartsWith("<mn>", StringComparison.Ordinal);

    private static string Normal(string covariance) =>
        Row("<mi>𝒩</mi>", Row("<mo>(</mo>", "<mn>0</mn>", "<mo>,</mo>", covariance, "<mo>)</mo>"));

    private static string NameOf(Function function) => Identifier(function.Spelling.Name is { Length: > 0 } name ? name : function.Name);

    private string Operand(Function function, IReadOnlyList<Piece> arguments) =>
        function.Spelling.IsOperator && arguments is [{ IsLetter: true } only]
            ? ThinSpace + only.Text
            : Parenthesize(string.Join("<mo>,</mo>", arguments.Select(argument => argument.Text)));

    private static string Identifier(string text) => $"<mi>{WebUtility.HtmlEncode(text)}</mi>";

    /// <summary>An index such as 2, l−1 or 1,2.</summary>
    private static string Index(string index)
    {
        var parts = IndexParts().Matches(index).Select(part => part.Value switch
        {
            [',' or '−' or '+'] => $"<mo>{part.Value}</mo>",
            [>= '0' and <= '9', ..] => $"<mn>{part.Value}</mn>",
            _ => Identifier(part.Value),
        }).ToList();
        return parts is [var only] ? only : Row([.. parts]);
    }

    [GeneratedRegex("[,−+]|[0-9]+|[^,−+0-9]+")]
    private static partial Regex IndexParts();

    private static string Pretty(string name)
    {
        var (stem, index) = Letters.SplitIndex(name);
        var letter = stem == "x′" ? Point(true) : Identifier(Letters.Greek(stem));
        return index.Length == 0 ? letter : $"<msub>{letter}{Index(index)}</msub>";
    }

    private static Piece Derivative(string name, Label label)
    {
        var order = label.DerivedBy.Length == 1 ? "<mo>∂</mo>" : $"<msup><mo>∂</mo><mn>{label.DerivedBy.Length}</mn></msup>";
        var bottom = label.DerivedBy.GroupBy(x => x).Select(x =>
            "<mo>∂</mo>" + (x.Count() == 1 ? Pretty(x.Key) : $"<msup>{Pretty(x.Key)}<mn>{x.Count()}</mn></msup>"));
        return new($"<mfrac>{Row(order, name)}{Row([.. bottom])}</mfrac>", Binding.Quotient);
    }

    private static string Point(bool primed) => primed ? "<msup><mi>x</mi><mo>′</mo></msup>" : "<mi>x</mi>";

    private static string Points(Scope scope) =>
        Row("<mo>(</mo>", Point(scope == Scope.Column), "<mo>,</mo>", Point(scope != Scope.Row), "<mo>)</mo>");
}
