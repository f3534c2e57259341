using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Rewrites an expression into one that can be written down as it stands: nothing is left that the medium does not show.</summary>
internal static class Elaboration
{
    // What is used more than once gets a name if it is larger than this many nodes.
    private const int LongestRepeatOnPaper = 12;
    private const int LongestRepeatInCode = 6;

    // Beyond that, ‖x‖²/d is called K₀(x,x).
    private const int MostDirectUsesOfInput = 3;

    /// <summary>Σᵢ, which formulas show with the divisor d in place of a mean over the coordinates of the input.</summary>
    public static Function FeatureSum { get; } = Function.OnPage("Σᵢ");

    private static readonly Symbol Norm = Input("‖x‖", Scope.Row, true);
    private static readonly Symbol PrimedNorm = Input("‖x‖", Scope.Column, true);
    private static readonly Symbol InnerProduct = Input("⟨x,x′⟩", Scope.Pair, false);

    /// <summary>Every definition kept, and angles and large shared subexpressions named.</summary>
    public static ImmutableArray<Expr> WithNames(IReadOnlyList<Expr> roots, Medium medium, Auxiliaries names)
    {
        var uses = Uses(roots);
        var namesInputs = medium == Medium.Paper
            && uses.Any(entry => entry.Key is Symbol input && InVectors(input) is not null && entry.Value > MostDirectUsesOfInput);
        var elaboration = new Fold<Expr>(
            (node, visible) => (node, RewriteKernel(node, visible, medium)) switch
            {
                (Call call, _) when call.Function == Function.Angle => NamedAngle(visible, medium, names),
                (Call call, _) when call.Function == Function.CoAngle => Expr.Pi - NamedAngle(visible, medium, names),
                (Call { Function.Letter: { } letter }, var body) when uses[node] > 1 => names.Name(letter, visible[^1], body),
                (Symbol input, var body) when namesInputs && InVectors(input) is not null =>
                    Definition.Of(new("K", 0) { IsNonNegative = body.IsNonNegative }, body),
                var (_, body) => body,
            },
            Visible.Arguments);
        var elaborated = Totals.InTheirUnit([.. roots.Select(elaboration.Of)]);
        return RepeatedParts.Name(elaborated, medium == Medium.Paper ? LongestRepeatOnPaper : LongestRepeatInCode, names);
    }

    /// <summary>One formula without names.</summary>
    public static Expr WithoutNames(Expr root) => new Fold<Expr>(
        (node, visible) => node is Definition ? visible[0] : RewriteKernel(node, visible, Medium.Paper),
        Visible.Arguments).Of(root);

    /// <summary>A function under an expectation.</summary>
    public static Expr OfFunction(Expr body, Medium medium) =>
        new Fold<Expr>((node, visible) => Rewrite(node, visible, medium), Visible.ArgumentsOutside).Of(body);

    /// <summary>The number of leaves and operations that a formula without names would have.</summary>
    public static double ExpandedSize(Expr root) => new Fold<double>((_, sizes) => 1 + sizes.Sum(), Visible.Arguments).Of(root);

    /// <summary>The angle θ, which always has a name; π − θ is written with it.</summary>
    private static Expr NamedAngle(ImmutableArray<Expr> moments, Medium medium, Auxiliaries names) =>
        names.Name("θ", moments[2], Rewrite(Call.Of(Function.Angle, moments), moments, medium));

    private static Expr RewriteKernel(Expr node, ImmutableArray<Expr> visible, Medium medium)
    {
        var rewritten = Rewrite(node, visible, medium);
        if (medium != Medium.Paper)
        {
            return rewritten;
        }

        // The rules have seen the arguments, but not what a function put around them.
        var fold = new Fold<Expr>((part, arguments) => part is Definition ? part : PaperRules.Apply(Visible.With(part, arguments)), Visible.ArgumentsOutside);
        foreach (var argument in visible)
        {
            fold.With(argument, argument);
        }

        return fold.Of(rewritten);
    }

    private static Expr Rewrite(Expr node, ImmutableArray<Expr> visible, Medium medium) => node switch
    {
        Symbol input when medium == Medium.Paper => InVectors(input) ?? input,
        InputMean when medium == Medium.Paper => Call.Of(FeatureSum, Visible.With(node, visible)) / InputMoments.Features,
        Call { Function.OnPaper: { } onPaper } call when medium == Medium.Paper || !call.Function.Spelling.IsInCode => onPaper(visible),
        Definition when visible.IsEmpty => node,
        _ => Visible.With(node, visible),
    };

    /// <summary>K₀ in terms of the points themselves.</summary>
    private static Expr? InVectors(Symbol input) =>
        input == InputMoments.Row ? Norm * Norm / InputMoments.Features
        : input == InputMoments.Column ? PrimedNorm * PrimedNorm / InputMoments.Features
        : input == InputMoments.Cross ? InnerProduct / InputMoments.Features
        : null;

    /// <summary>How many nodes have each node as an argument.</summary>
    internal static Dictionary<Expr, int> Uses(IReadOnlyList<Expr> roots)
    {
        var uses = roots.Distinct().ToDictionary(root => root, _ => 0);
        foreach (var argument in Visible.Nodes(roots, _ => true).SelectMany(node => Visible.Arguments(node)))
        {
            uses[argument] = uses.GetValueOrDefault(argument) + 1;
        }

        return uses;
    }

    private static Symbol Input(string name, Scope scope, bool nonNegative) => Symbol.Make(name, SymbolKind.Input, scope, nonNegative);
}
