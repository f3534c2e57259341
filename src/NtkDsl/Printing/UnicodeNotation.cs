namespace NtkDsl;

/// <summary>Formulas in plain text.</summary>
internal sealed class UnicodeNotation : PaperNotation
{
    public static UnicodeNotation Instance { get; } = new();

    public override Piece Symbol(Symbol symbol) => symbol switch
    {
        { Kind: SymbolKind.Input, Name: "‖x‖" } => Piece.Atom(symbol.Scope == Scope.Row ? "‖x‖" : "‖x′‖"),
        { Kind: SymbolKind.Input, Name: "⟨x,x′⟩" } => Piece.Atom(symbol.Name),
        { Kind: SymbolKind.Parameter } => Piece.Letter(Pretty(symbol.Name)),
        { Kind: SymbolKind.Variable } => Piece.Atom(Pretty(symbol.Name)),
        _ => Piece.Atom(symbol.Name + Points(symbol.Scope)),
    };

    public override Piece Name(Label label)
    {
        var index = label.WriteIndex("−", "+");
        var name = label.Symbol + Letters.Subscript(index) + Points(label.Points);
        var by = label.DerivedBy;
        if (by.IsEmpty)
        {
            return label.Points == Scope.None ? Piece.Letter(name) : Piece.Atom(name);
        }

        var bottom = string.Join(' ', by.GroupBy(x => x).Select(x => $"∂{Pretty(x.Key)}{Order(x.Count())}"));
        return new($"∂{Order(by.Length)}{name}/{(by.Distinct().Count() == 1 ? bottom : $"({bottom})")}", Binding.Quotient);

        static string Order(int times) => times == 1 ? "" : Letters.Superscript($"{times}");
    }

    protected override string Minus => "−";

    public override Piece Product(IReadOnlyList<Piece> factors)
    {
        var text = Wrap(factors[0], Binding.Product);
        for (var i = 1; i < factors.Count; i++)
        {
            var next = Wrap(factors[i], Binding.Product);
            text += (i == 1 ? Between(text, factors[i], next) : " ") + next;
        }

        return new(text, Binding.Product);
    }

    public override Piece Quotient(Piece top, Piece bottom) =>
        new($"{Wrap(top, Binding.Product)}/{Wrap(bottom, Binding.Application)}", Binding.Quotient);

    public override Piece Power(Piece @base, Piece exponent)
    {
        var raised = Letters.CanRaise(exponent.Text) ? Letters.Superscript(exponent.Text) : $"^{Wrap(exponent, Binding.Atom)}";
        return new(Wrap(@base, Binding.Call) + raised, Binding.Power);
    }

    public override Piece Root(Piece radicand) =>
        Piece.Atom(radicand.Binding == Binding.Atom && !radicand.Text.Contains('.', StringComparison.Ordinal) && radicand.Text[0] != '√'
            ? $"√{radicand.Text}"
            : $"√({radicand.Text})");

    public override Piece Apply(Function function, IReadOnlyList<Piece> arguments) => function.Spelling.IsBars
        ? Piece.Atom($"|{arguments[0].Text}|")
        : new(NameOf(function) + Operand(function, arguments), BindingOf(function));

    public override Piece ApplyRaised(Function function, Piece argument, Piece exponent) => Letters.CanRaise(exponent.Text)
        ? new(NameOf(function) + Letters.Superscript(exponent.Text) + Operand(function, [argument]), Binding.Application)
        : base.ApplyRaised(function, argument, exponent);

    protected override string Parenthesize(string text) => $"({text})";

    protected override Piece FeatureSum(Piece body) => new($"Σᵢ {Wrap(body, Binding.Product)}", Binding.Product);

    protected override Piece Mean(Piece body) => Piece.Atom($"E[{body.Text}]");

    protected override string Distribution(IReadOnlyList<string> variables, IReadOnlyList<string> covariance) => covariance.Count == 1
        ? $"{variables[0]} ~ N(0, {covariance[0]})"
        : $"({variables[0]}, {variables[1]}) ~ N(0, [[{covariance[0]}, {covariance[1]}], [·, {covariance[2]}]])";

    protected override string Equation(string? left, string right, IReadOnlyList<string> distributions) =>
        (left is null ? "" : $"{left} = ") + right + (distributions.Count == 0 ? "" : $" with {string.Join(", ", distributions)}");

    protected override string LoopHead(Stretch stretch) => $"for l = {string.Join(", ", LayersOf(stretch, "…"))}:";

    protected override string InLoop(string line) => $"  {line}";

    protected override string Document(IReadOnlyList<string> lines, string? remark) =>
        string.Join('\n', lines) + (remark is null ? "" : $"\n\n{remark}");

    private static string NameOf(Function function) => function.Spelling.Name is { Length: > 0 } name ? name : function.Name;

    /// <summary>2θ, 2√a and 2(a + b), but 0.1 θ, 2·K₁(x,x′) and 2 sin θ.</summary>
    private static string Between(string first, Piece next, string text)
    {
        if (!first.All(letter => char.IsAsciiDigit(letter) || letter == '.') || next.Binding is Binding.Application or Binding.Call)
        {
            return " ";
        }

        var isShort = next.Binding >= Binding.Power && !text.AsSpan().ContainsAny("([⟨‖|") && !char.IsAsciiDigit(text[0]);
        return !(isShort || text[0] is '√' or '(') ? "·"
            : first.Contains('.', StringComparison.Ordinal) ? " "
            : "";
    }

    private static string Operand(Function function, IReadOnlyList<Piece> arguments) =>
        function.Spelling.IsOperator && arguments is [{ IsLetter: true } only]
            ? $" {only.Text}"
            : $"({string.Join(", ", arguments.Select(argument => argument.Text))})";

    /// <summary>sigma1 is written σ₁.</summary>
    private static string Pretty(string name)
    {
        var (stem, index) = Letters.SplitIndex(name);
        return Letters.Greek(stem) + (index.Length == 0 ? "" : Letters.Subscript(index));
    }

    private static string Points(Scope scope) => scope switch
    {
        Scope.None => "",
        Scope.Row => "(x,x)",
        Scope.Column => "(x′,x′)",
        _ => "(x,x′)",
    };
}
