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
    public string Write(string name, FormulaList formulas)
    {
        if (!IdentifierPattern().IsMatch(name) || ReservedWords.Contains(name))
        {
            throw new NtkDslException(Messages.BadFunctionName(name));
        }

        var outline = Outline.Of(formulas.Values, Medium);
        ChooseParameterNames(outline);
        var statements = CodeBlocks.Of(outline, Text, Identifier);
        IReadOnlyList<Local> inputs =
        [
            .. from input in Visible.Nodes(outline.Values, node => node is Symbol { Kind: SymbolKind.Input }).Cast<Symbol>()
               where ValueOf(input) is not null
               orderby Symbol(input).Text
               select new Local(Symbol(input).Text, ValueOf(input)!),
        ];
        IReadOnlyList<CodeResult> results = [.. formulas.Items.Zip(outline.Values, (formula, value) =>
            new CodeResult(formula.Name is { } label ? Identifier(label with { Points = Scope.Pair }) : "result", value.Scope == Scope.Pair, Text(value, definition => outline.Label(definition, null))))];
        var document = Document(name, [.. parameters.Values], [.. inputs, .. statements], results, formulas.Remark);
        return document.ReplaceLineEndings("\n");

        string Text(Expr line, Func<Definition, Label> label) => new Typesetter(this, label, line).Of(line).Text;
    }

    public sealed override Piece Symbol(Symbol symbol) => Piece.Atom(symbol.Kind switch
    {
        SymbolKind.Constant => Pi,
        SymbolKind.Parameter => parameters[symbol.Name],
        SymbolKind.Variable when symbol == Recurrence.Index => LayerAsNumber,
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
        var (left, other) = NamedFunctions.Upright(expectation);
        var (f, kinks) = (Function("u", left, slots, typesetter), KinksOf(left, slots, typesetter));
        if (other is not { } right)
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

    /// <summary>The loop's layer l in a formula.</summary>
    protected virtual string LayerAsNumber => "l";

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
    /// <param name="statements">What is computed on the way.</param>
    /// <param name="results">What is returned.</param>
    /// <param name="remark">A comment above, if there is one.</param>
    protected abstract string Document(
        string name, ImmutableArray<string> parameters, IReadOnlyList<Statement> statements, IReadOnlyList<CodeResult> results, string? remark);

    /// <summary>What the variables of a loop are called.</summary>
    protected static string Explain(Loop loop) => $"Layers l = {loop.First} to {loop.Last}: K_l is K of layer l, K_lm1 that of layer l - 1.";

    /// <summary>What the function computes, for its documentation.</summary>
    protected static string Summary(IReadOnlyList<CodeResult> results) =>
        $"{(results.Count > 1 ? $"The kernels {string.Join(" and ", results.Select(result => result.Name))}" : "The kernel")} of every row of X with every row of Y: X is n x d, Y is m x d, {(results.Count > 1 ? "each result" : "the result")} n x m.";

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

    /// <summary>K1xx is K₁(x, x), K1 is K₁(x, x′), dK1_ds its derivative; in a loop K_l is Kₗ(x, x′) and K_lm1_xx is Kₗ₋₁(x, x).</summary>
    private static string Identifier(Label label)
    {
        var points = label.Points switch
        {
            Scope.Row => "xx",
            Scope.Column => "yy",
            _ => "",
        };
        var gap = label.CountedFrom is null ? "" : "_";
        var name = Letters.ToAscii(label.Symbol + gap + label.WriteIndex("m", "p")) + (points.Length > 0 ? gap : "") + points;
        return label.DerivedBy.IsEmpty ? name : $"d{name}_d{string.Join("_d", label.DerivedBy.Select(Letters.ToAscii))}";
    }

    private void ChooseParameterNames(Outline outline)
    {
        var relative = outline.Stretches.Where(stretch => stretch.IsRecurrence).SelectMany(stretch => stretch.Entries
            .SelectMany(entry => Listing.DefinitionsIn(entry.Body).Prepend(entry.Definition))
            .Select(definition => Identifier(outline.Label(definition, stretch.Layer))));
        string[] locals =
        [
            "d", "u", "v", "x", "y", "X", "Y", "K", "Theta", "K0", "K0xx", "K0yy", "l", "layers", "result", .. relative,
            .. outline.Entries.Select(entry => Identifier(outline.Label(entry.Definition, null))),
        ];
        var taken = ReservedWords.Union(Helpers.Select(helper => helper.Name)).Union(locals).ToHashSet();
        var leaves = Visible.Nodes(outline.Values, node => node is Symbol { Kind: SymbolKind.Parameter }).Cast<Symbol>();
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
