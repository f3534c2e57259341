using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Laws for sums.</summary>
internal static class SumRules
{
    public static ImmutableArray<SimplificationRule> All { get; } =
    [
        new("flatten sums", "x + (y + z) → x + y + z", Flatten),
        new("collect like terms", "p·x + q·x → (p+q)·x", Collect),
        new("one term", "sum of x alone → x", OneTerm),
        new("order terms", "y + x → x + y", Order),
    ];

    /// <summary>Splits p·x into its rational coefficient p and the rest x.</summary>
    public static (Rational Coefficient, Expr Remaining) Split(Expr term) => term switch
    {
        Number number => (number.Value, 1),
        Product { Arguments: [Number number, ..] } product => (number.Value, product.WithoutNumber),
        _ => (Rational.One, term),
    };

    private static Expr? Flatten(Expr sum) => ProductRules.Contains<Sum>(sum.Arguments)
        ? Sum.Of([.. sum.Arguments.SelectMany(term => term is Sum ? term.Arguments : [term])])
        : null;

    private static Expr? Collect(Expr sum)
    {
        if (!HasLikeTerms(sum.Arguments))
        {
            return null;
        }

        var coefficients = new Dictionary<Expr, Rational>();
        var order = new List<Expr>();
        foreach (var term in sum.Arguments)
        {
            var (coefficient, rest) = Split(term);
            if (!coefficients.TryAdd(rest, coefficient))
            {
                coefficients[rest] += coefficient;
            }
            else
            {
                order.Add(rest);
            }
        }

        return Sum.Of([.. order.Where(rest => coefficients[rest].Sign != 0).Select(rest => Product.Of(Number.Of(coefficients[rest]), rest))]);
    }

    private static bool HasLikeTerms(ImmutableArray<Expr> terms)
    {
        var seen = new HashSet<Expr>(terms.Length);
        foreach (var term in terms)
        {
            if (term.IsZero || !seen.Add(Split(term).Remaining))
            {
                return true;
            }
        }

        return false;
    }

    private static Expr? OneTerm(Expr sum) => sum.Arguments switch
    {
        [] => 0,
        [var only] => only,
        _ => null,
    };

    private static Expr? Order(Expr sum) => ProductRules.Sorted(sum.Arguments) is { } sorted ? Sum.Of(sorted) : null;
}
