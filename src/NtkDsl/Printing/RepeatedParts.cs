using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// Large subexpressions that are used more than once: they are called by the name of the definition whose body they are, up to a number, or
/// get a name of their own.
/// </summary>
internal sealed class RepeatedParts
{
    private const string Letters = "STVW";
    private const string LettersBesideTotals = "VW";

    private readonly Dictionary<Expr, int> uses;
    private readonly int longestRepeat;
    private readonly Auxiliaries names;
    private readonly string letters;
    private readonly Fold<int> size;
    private readonly Dictionary<Expr, (Definition Definition, Rational Coefficient)> named = [];
    private readonly Dictionary<Expr, Expr> bodies = [];
    private readonly Fold<Expr> fold;

    private RepeatedParts(IReadOnlyList<Expr> roots, int longestRepeat, Auxiliaries names)
    {
        this.longestRepeat = longestRepeat;
        this.names = names;
        fold = new(Step, Visible.Arguments);
        uses = Elaboration.Uses(roots);
        size = new((node, sizes) => node is Definition || IsRepeated(node, 1 + sizes.Sum()) ? 1 : 1 + sizes.Sum(), Visible.Arguments);
        var definitions = Visible.Nodes(roots, node => node is Definition).Cast<Definition>().ToList();
        letters = definitions.Exists(definition => definition.Label.IsTotal) ? LettersBesideTotals : Letters;
        foreach (var definition in definitions)
        {
            var (coefficient, core) = SumRules.Split(definition.Body);
            named.TryAdd(core, (definition, coefficient));
        }
    }

    public static ImmutableArray<Expr> Name(IReadOnlyList<Expr> roots, int longestRepeat, Auxiliaries names)
    {
        var parts = new RepeatedParts(roots, longestRepeat, names);
        return [.. roots.Select(parts.fold.Of)];
    }

    private Expr Step(Expr node, ImmutableArray<Expr> visible)
    {
        if (node is Definition definition)
        {
            var (coefficient, core) = SumRules.Split(definition.Body);
            return definition.WithArguments([
                named[core].Definition != definition ? visible[0]
                : bodies.TryGetValue(core, out var body) ? Number.Of(coefficient) * body
                : bodies.GetValueOrDefault(definition.Body, visible[0])]);
        }

        var rewritten = bodies[node] = Visible.With(node, visible);
        if (node is Power { Base: Sum radicand, Exponent: Number { Value.IsInteger: false } exponent }
            && Expr.Sqrt(radicand) is var root && root != node && named.TryGetValue(root, out var ofRoot) && ofRoot.Coefficient == Rational.One)
        {
            return Expr.Pow(fold.Of(ofRoot.Definition), 2 * exponent);
        }

        var (factor, part) = SumRules.Split(node);
        var isNamed = named.TryGetValue(part, out var name);
        return !(isNamed && node is Sum) && !IsRepeated(node, 1 + Visible.Arguments(node).Sum(size.Of)) ? rewritten
            : isNamed ? name.Definition.WithArguments([Number.Of(name.Coefficient / factor) * rewritten]) * Number.Of(factor / name.Coefficient)
            : names.Name(letters, rewritten, rewritten);
    }

    private bool IsRepeated(Expr node, int nodes) => node is not Definition && uses[node] > 1 && nodes > longestRepeat;
}
