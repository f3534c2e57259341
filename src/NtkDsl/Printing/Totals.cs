using System.Collections.Immutable;
using System.Numerics;

namespace NtkDsl;

/// <summary>
/// The sums over channels of dense-nets on paper: counted in the largest unit of channels that leaves whole numbers, and named wherever they
/// occur, the first layer behind them included, which is computed before the sum has a name.
/// </summary>
internal sealed class Totals
{
    private readonly List<Definition> first;
    private readonly HashSet<Expr> bodies;
    private readonly Rational unit;
    private readonly Fold<Expr> fold;

    private Totals(List<Definition> totals)
    {
        bodies = [.. totals.Select(total => total.Body)];
        first = totals.FindAll(total => total.Body is Sum && !Listing.DefinitionsIn(total.Body).Any(used => used.Label.IsTotal));
        unit = new(Unit(totals), 1);
        fold = new(Step, Visible.Arguments);
    }

    public static IReadOnlyList<Expr> InTheirUnit(IReadOnlyList<Expr> roots)
    {
        var found = Visible.Nodes(roots, node => node is Definition { Label.IsTotal: true }).Cast<Definition>().ToList();
        return found.Count == 0 ? roots : [.. roots.Select(new Totals(found).fold.Of)];
    }

    /// <summary>The greatest common divisor of the numbers of channels.</summary>
    private static BigInteger Unit(IEnumerable<Definition> totals)
    {
        var counts = totals.SelectMany(total => Terms(total.Body))
            .Where(term => !Listing.DefinitionsIn(term).Any(used => used.Label.IsTotal))
            .Select(term => SumRules.Split(term).Coefficient)
            .Where(count => count.IsInteger)
            .ToList();
        return counts.Count > 0
            ? counts.Select(count => BigInteger.Abs(count.Numerator)).Aggregate(BigInteger.GreatestCommonDivisor)
            : 1;
    }

    private static ImmutableArray<Expr> Terms(Expr body) => body is Sum ? body.Arguments : [body];

    private Expr Step(Expr node, ImmutableArray<Expr> visible) => node switch
    {
        Definition { Label.IsTotal: true } total => Number.Of(unit) * total.WithArguments([InUnit(visible[0])]),
        Sum sum when !bodies.Contains(sum) => OfSum(sum, visible),
        _ => Visible.With(node, visible),
    };

    private Expr InUnit(Expr body) => Sum.Of([.. Terms(body).Select(term => term / Number.Of(unit))]);

    /// <summary>Names a total of first blocks whose multiple is among the terms; later ones are made of those and need no search.</summary>
    private Expr OfSum(Sum sum, ImmutableArray<Expr> visible)
    {
        foreach (var total in first.Where(total => total.Scope == sum.Scope))
        {
            if (FactorIn(sum, total.Body) is { } factor)
            {
                var others = sum.Arguments.Zip(visible).Where(term => !total.Body.Arguments.Any(part => part * factor == term.First));
                return Sum.Of([.. others.Select(term => term.Second), factor * fold.Of(total)]);
            }
        }

        return Sum.Of(visible);
    }

    /// <summary>f, if the terms of f times the body are among the terms of the sum.</summary>
    private static Expr? FactorIn(Sum sum, Expr body)
    {
        var terms = sum.Arguments.ToHashSet();
        return sum.Arguments.Select(term => term / body.Arguments[0])
            .Where(factor => factor.Scope == Scope.None)
            .FirstOrDefault(factor => body.Arguments.All(part => terms.Contains(part * factor)));
    }
}
