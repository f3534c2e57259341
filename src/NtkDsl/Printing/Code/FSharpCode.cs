using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>F#: one function of two-dimensional arrays, with its helpers inside.</summary>
internal sealed class FSharpCode : CodeNotation
{
    protected override ImmutableArray<Helper> Helpers { get; } = FSharpHelpers.All;

    protected override ImmutableArray<string> ReservedWords { get; } =
    [
        "abstract", "and", "as", "assert", "base", "begin", "class", "default", "delegate", "do", "done", "downcast", "downto", "elif",
        "else", "end", "exception", "extern", "false", "finally", "fixed", "for", "fun", "function", "global", "if", "in", "inherit",
        "inline", "interface", "internal", "lazy", "let", "match", "member", "module", "mutable", "namespace", "new", "not", "null",
        "of", "open", "or", "override", "private", "public", "rec", "return", "select", "static", "struct", "then", "to", "true", "try",
        "type", "upcast", "use", "val", "void", "when", "while", "with", "yield", "const", "process", "sig", "pi", "sqrt", "exp", "log",
        "sin", "cos", "tanh", "acos", "asin", "abs", "float", "entry", "dot", "i", "j",
    ];

    protected override string Pi => "System.Math.PI";

    protected override string SquareRoot => "sqrt";

    protected override string RowPoint => "x";

    protected override string ColumnPoint => "y";

    public override Piece Number(Numeral number) => Piece.Atom(CSharpCode.Literal(number));

    public override Piece Power(Piece @base, Piece exponent) => exponent.Text == "2.0" && @base.Binding == Binding.Atom
        ? new($"{@base.Text} * {@base.Text}", Binding.Product)
        : new($"{Wrap(@base, Binding.Atom)} ** {Wrap(exponent, Binding.Atom)}", Binding.Power);

    protected override string LayerAsNumber => "(float l)";

    protected override string? NameOf(Spelling spelling) => spelling.FSharp;

    protected override string HelperName(params string[] words) =>
        words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    protected override Piece ApplyName(string name, IReadOnlyList<Piece> arguments) =>
        new(string.Join(' ', (string[])[name, .. arguments.Select(argument => Wrap(argument, Binding.Atom))]), Binding.Application);

    protected override Piece Function(string variable, Piece body) => Piece.Atom($"(fun {variable} -> {body.Text})");

    protected override Piece List(IReadOnlyList<Piece> items) =>
        Piece.Atom(items.Count == 0 ? "[]" : $"[ {string.Join("; ", items.Select(item => item.Text))} ]");

    protected override string? ValueOf(Symbol input) =>
        input == InputMoments.Row ? "dot x x / float x.Length"
        : input == InputMoments.Column ? "dot y y / float x.Length"
        : input == InputMoments.Cross ? "dot x y / float x.Length"
        : input == InputMoments.Features ? "float x.Length"
        : null;

    protected override string Document(
        string name, ImmutableArray<string> parameters, IReadOnlyList<Statement> statements, IReadOnlyList<CodeResult> results, string? remark) => $"""
        /// {Summary(results)}
        {(remark is null ? "" : $"// {remark}\n")}let {name} (X: float[,]) (Y: float[,]){string.Concat(parameters.Select(parameter => $" ({parameter}: float)"))} : {string.Join(" * ", results.Select(_ => "float[,]"))} =
            let dot (x: float[]) (y: float[]) = Array.fold2 (fun sum xi yi -> sum + xi * yi) 0.0 x y

        {Indent(UsedHelpers(), 1)}    let entry (x: float[]) (y: float[]) =
        {string.Concat(statements.Select(Write))}        {string.Join(", ", results.Select(result => result.Value))}

        {Matrices(results)}

        """;

    private static string Matrices(IReadOnlyList<CodeResult> results)
    {
        const string Entries = "Array2D.init (Array2D.length1 X) (Array2D.length1 Y) (fun i j -> entry X[i, *] Y[j, *])";
        return results.Count == 1
            ? $"    {Entries}"
            : $"    let entries = {Entries}\n    Array2D.map fst entries, Array2D.map snd entries";
    }

    /// <summary>A loop is a recursive function of its state, so that functions under an expectation may use the state.</summary>
    private static string Write(Statement statement) => statement switch
    {
        Local local => $"        let {local.Name} = {local.Value}\n",
        Loop loop => $"        // {Explain(loop)}\n"
            + $"        let rec layers l {string.Join(' ', loop.State.Select(local => $"({local.Name}: float)"))} =\n"
            + $"            if l > {loop.Last} then {string.Join(", ", loop.State.Select(local => local.Name))}\n"
            + "            else\n"
            + string.Concat(loop.Body.Select(local => $"                let {local.Name} = {local.Value}\n"))
            + $"                layers (l + {loop.Step}) {string.Join(' ', loop.Next)}\n"
            + $"        let {string.Join(", ", loop.State.Select(local => local.Name))} = layers {loop.First} {string.Join(' ', loop.State.Select(local => local.Value))}\n"
            + string.Concat(loop.Results.Select(local => $"        let {local.Name} = {local.Value}\n")),
        _ => throw new ArgumentOutOfRangeException(nameof(statement)),
    };
}
