using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>The kinks, or the jumps, of a piecewise linear function: where they are and how large, one for each place.</summary>
internal sealed class Knots
{
    private readonly OrderedDictionary<Expr, Expr> weights = [];

    /// <summary>From left to right if all places are numbers, else in the order of the terms.</summary>
    public ImmutableArray<Knot> Sorted
    {
        get
        {
            var knots = weights.Where(entry => !entry.Value.IsZero).Select(entry => new Knot(entry.Value, entry.Key));
            return weights.Keys.All(at => at is Number) ? [.. knots.OrderBy(knot => ((Number)knot.At).Value)] : [.. knots];
        }
    }

    /// <summary>
    /// As pieces on which a sum of the knots is not 0: intervals from knot to knot where all together cancel, as those of clipped functions,
    /// which must not be added one by one where u is wide; else each knot for itself.
    /// </summary>
    private IEnumerable<Piece> Pieces
    {
        get
        {
            var sorted = Sorted;
            if (!Sum.Of([.. sorted.Select(knot => knot.Weight)]).IsZero)
            {
                return sorted.Select(knot => new Piece(knot.Weight, knot.At, null));
            }

            Expr weight = 0;
            return sorted.Zip(sorted.Skip(1), (knot, next) => new Piece(weight += knot.Weight, knot.At, next.At));
        }
    }

    public void Add(Expr weight, Expr at) => weights[at] = weights.TryGetValue(at, out var sum) ? sum + weight : weight;

    /// <summary>The sum over all pairs of knots of a function of two thresholds, or of its second differences between four.</summary>
    public static Expr Pairs(Function ofPoints, Function ofBoxes, Knots left, Knots right, GaussianPair pair)
    {
        var others = right.Pieces.ToList();
        return Sum.Of([.. from x in left.Pieces.ToList() from y in others select x.Weight * y.Weight * Of(x, y)]);

        Expr Of(Piece x, Piece y) => (x.To, y.To) switch
        {
            ({ } endOfX, { } endOfY) => Call.Of(ofBoxes, pair.A, pair.B, pair.C, x.From, endOfX, y.From, endOfY, pair.P, pair.Q),
            ({ } end, null) => At(x.From, y.From) - At(end, y.From),
            (null, { } end) => At(x.From, y.From) - At(x.From, end),
            _ => At(x.From, y.From),
        };

        Expr At(Expr s, Expr t) => Call.Of(ofPoints, Function.WithThresholds(pair, s, t));
    }

    public sealed record Knot(Expr Weight, Expr At);

    private sealed record Piece(Expr Weight, Expr From, Expr? To);
}
