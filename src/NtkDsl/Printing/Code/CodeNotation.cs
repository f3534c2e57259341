using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace NtkDsl;

/// <summary>
/// A programming language: writes a complete function of two sets of points, with a local variable for each definition and the
/// helper functions that it needs. An instance writes one function.
/// </summary>
internal abstract partial class CodeNotation : Notation
{
    private readonly SortedDictionary<string, string> parameters = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = [];

    public sealed override Medium Medium => Medium.Code;

    /// <summary>The helpers that there are; each may use the ones before it.</summary>
    protected abstract ImmutableArray<Helper> Helpers { get; }

    /// <summary>Words that cannot name a parameter: keywords, and what the generated code says itself.</summary>
    protected abstract ImmutableArray<string> ReservedWords { get; }

    protected abstract string Pi { get; }

    protected abstract string SquareRoot { get; }

    /// <summary>Writes the function.</summary>
    /// <exception cref="NtkDslException">The name is no identifier, or the expression has no code.</exception>
    public string Write(string name, Expr root)
    {
        if (!IdentifierPattern().IsMatch(name) || ReservedWords.Contains(name))
        {
            throw new NtkDslException(Messages.BadFunctionName(name));
        }

        var names = new Auxiliaries(root);
        var named = Elaboration.WithNames(root, Medium, names);
        var entries = Listing.Of(named, names);
        ChooseParameterNames(named, entries);
        List<(string Name, string Value)> locals =
        [
            .. from input in Visible.Nodes(named, node => node is Symbol { Kind: SymbolKind.Input }).Cast<Symbol>()
               where ValueOf(input) is not null
               orderby Symbol(input).Text
               select (Symbol(input).Text, ValueOf(input)!),
            .. entries.Select(entry => (Identifier(entry.Definition), Text(entry.Definition.Body))),
        ];
        var value = Text(named);
        return Document(name, [.. parameters.Values], locals, named.Scope == Scope.Pair, value)
            .ReplaceLineEndings("\n");

        string Text(Expr line) => new Typesetter(this, Label, line).Of(line).Text;
    }

    public sealed override Piece Symbol(Symbol symbol) => Piece.Atom(symbol.Kind switch
    {
        SymbolKind.Constant => Pi,
        SymbolKind.Parameter => parameters[symbol.Name],
        SymbolKind.Variable => symbol.Name,
        _ when symbol == InputMoments.Features => "d",
        _ when symbol == InputMoments.Row => "K0xx",
        _ when symbol == InputMoments.Column => "K0yy",
        _ when symbol == InputMoments.Cross => "K0",
        _ when symbol == Symbolics.InputMean.RowPoint => RowPoint,
        _ when symbol == Symbolics.InputMean.ColumnPoint => ColumnPoint,
        _ => throw new NtkDslException(Messages.NotInCode(symbol.Name)),
    });

    public sealed override Piece Name(Label label) => Piece.Atom(Identifier(label));

    public override Piece Sum(IReadOnlyList<SignedPiece> terms) => new(
        string.Concat(terms.Select((term, i) => (term.IsNegative, i) switch
        {
            (true, 0) => "-",
            (true, _) => " - ",
            (false, 0) => "",
            _ => " + ",
        } + Wrap(term.Piece, Binding.Quotient))),
        Binding.Sum);

    public override Piece Product(IReadOnlyList<Piece> factors) =>
        new(string.Join(" * ", factors.Select(factor => Wrap(factor, Binding.Product))), Binding.Product);

    public override Piece Quotient(Piece top, Piece bottom) =>
        new($"{Wrap(top, Binding.Quotient)} / {Wrap(bottom, Binding.Application)}", Binding.Quotient);

    public override Piece Root(Piece radicand) => Call(SquareRoot, [radicand]);

    public sealed override Piece Apply(Function function, IReadOnlyList<Piece> arguments) =>
        Call(NameOf(function.Spelling) ?? throw new NtkDslException(Messages.NotInCode(function.Name)), arguments);

    public sealed override Piece Expectation(Expectation expectation, Typesetter typesetter)
    {
        var (a, slots) = (expectation.Arguments, expectation.LeftSlots);
        var (f, kinks) = (Function("u", expectation.Left, slots, typesetter), KinksOf(expectation.Left, slots, typesetter));
        if (expectation.Right is not { } right)
        {
            return Call(HelperName("gaussian", "mean"), [f, typesetter.Of(a[0]), kinks]);
        }

        slots = expectation.RightSlots;
        var (g, otherKinks) = (Function("v", right, slots, typesetter), KinksOf(right, slots, typesetter));
        return Call(HelperName("expectation"), [f, g, typesetter.Of(a[0]), typesetter.Of(a[1]), typesetter.Of(a[2]), kinks, otherKinks]);
    }

    public sealed override Piece InputMean(InputMean mean, Typesetter typesetter)
    {
        var f = Function("u", mean.Left, mean.LeftSlots, typesetter);
        return mean.Right is not { } right
            ? Call(HelperName("coordinate", "mean"), [f, typesetter.Of(mean.Arguments[0])])
            : Call(
                HelperName("coordinate", "product", "mean"),
                [f, Function("v", right, mean.RightSlots, typesetter), typesetter.Of(mean.Arguments[0]), typesetter.Of(mean.Arguments[1])]);
    }

    protected abstract string RowPoint { get; }

    protected abstract string ColumnPoint { get; }

    /// <summary>How d and the second moments of the input are computed; null for what is an argument.</summary>
    protected abstract string? ValueOf(Symbol input);

    protected abstract string? NameOf(Spelling spelling);

    /// <summary>Puts the words of a helper's name together.</summary>
    protected abstract string HelperName(params string[] words);

    /// <summary>f(a, b).</summary>
    protected abstract Piece ApplyName(string name, IReadOnlyList<Piece> arguments);

    /// <summary>The function that takes the variable to the body.</summary>
    protected abstract Piece Function(string variable, Piece body);

    /// <summary>A list of numbers.</summary>
    protected abstract Piece List(IReadOnlyList<Piece> items);

    /// <summary>The whole text.</summary>
    /// <param name="name">The name of the function.</param>
    /// <param name="parameters">Arguments after the points.</param>
    /// <param name="locals">Names and values, in order.</param>
    /// <param name="isPair">Whether the result depends on both points.</param>
    /// <param name="value">The result.</param>
    protected abstract string Document(
        string name, ImmutableArray<string> parameters, IReadOnlyList<(string Name, string Value)> locals, bool isPair, string value);

    protected override string Parenthesize(string text) => $"({text})";

    /// <summary>The helpers in use, and those that they use.</summary>
    protected string UsedHelpers()
    {
        foreach (var helper in Helpers.Reverse().Where(helper => used.Contains(helper.Name)))
        {
            used.UnionWith(helper.Needs);
        }

        return string.Concat(Helpers.Where(helper => used.Contains(helper.Name)).Select(helper => $"{helper.Source}\n\n"));
    }

    /// <summary>Marks a helper as used.</summary>
    protected void Use(string helper) => used.Add(helper);

    protected Piece Call(string name, IReadOnlyList<Piece> arguments)
    {
        Use(name);
        return ApplyName(name, arguments);
    }

    protected static string Indent(string text, int depth) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', 4 * depth) + line));

    private static string Identifier(Definition definition) => Identifier(Label(definition));

    private static Label Label(Definition definition) =>
        new(definition.Symbol, LabelIndex.Parse(definition.Index), definition.Scope, definition.DerivedBy);

    /// <summary>K1xx is K₁(x, x), K1 is K₁(x, x′), dK1_ds its derivative.</summary>
    private static string Identifier(Label label)
    {
        var points = label.Points switch
        {
            Scope.Row => "xx",
            Scope.Column => "yy",
            _ => "",
        };
        var name = Letters.ToAscii(label.Symbol + label.Index.Write("-")) + points;
        return label.DerivedBy.IsEmpty ? name : $"d{name}_d{string.Join("_d", label.DerivedBy.Select(Letters.ToAscii))}";
    }

    private void ChooseParameterNames(Expr named, IReadOnlyList<Entry> entries)
    {
        string[] locals = ["d", "u", "v", "x", "y", "X", "Y", "K0", "K0xx", "K0yy", .. entries.Select(entry => Identifier(entry.Definition))];
        var taken = ReservedWords.Union(Helpers.Select(helper => helper.Name)).Union(locals).ToHashSet();
        var leaves = Visible.Nodes(named, node => node is Symbol { Kind: SymbolKind.Parameter }).Cast<Symbol>();
        foreach (var original in leaves.Select(leaf => leaf.Name).Order(StringComparer.Ordinal))
        {
            var name = original;
            while (!taken.Add(name))
            {
                name += "_";
            }

            parameters[original] = name;
        }
    }

    private Piece Function(string variable, Lambda function, ImmutableArray<Expr> slots, Typesetter typesetter) =>
        Function(variable, typesetter.OfFunction(function.Apply(Symbolics.Symbol.Make(variable, SymbolKind.Variable, Scope.None), slots)));

    /// <summary>Where the function is not analytic, apart from 0.</summary>
    private Piece KinksOf(Lambda function, ImmutableArray<Expr> slots, Typesetter typesetter)
    {
        var kinks = function.KinkedArguments()
            .Select(argument => Basis.IsAffine(argument, out var slope, out var offset)
                ? -offset / slope
                : throw new NtkDslException(Messages.KinkNotInCode(argument.ToString())))
            .Where(kink => !kink.IsZero)
            .Distinct();
        return List([.. kinks.Select(kink => typesetter.OfFunction(new Lambda(kink, function.Slots).Apply(Lambda.Variable, slots)))]);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex IdentifierPattern();

    /// <summary>A function that generated code brings along.</summary>
    internal sealed record Helper(string Name, string Source, params ImmutableArray<string> Needs);
}
