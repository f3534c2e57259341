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
        string name, ImmutableArray<string> parameters, IReadOnlyList<(string Name, string Value)> locals, bool isPair, string value) => $"""
        /// The kernel of every row of X with every row of Y: X is n x d, Y is m x d, the result n x m.
        let {name} (X: float[,]) (Y: float[,]){string.Concat(parameters.Select(parameter => $" ({parameter}: float)"))} : float[,] =
            let dot (x: float[]) (y: float[]) = Array.fold2 (fun sum xi yi -> sum + xi * yi) 0.0 x y

        {Indent(UsedHelpers(), 1)}    let entry (x: float[]) (y: float[]) =
        {string.Concat(locals.Select(local => $"        let {local.Name} = {local.Value}\n"))}        {value}

            Array2D.init (Array2D.length1 X) (Array2D.length1 Y) (fun i j -> entry X[i, *] Y[j, *])

        """;
}
