using System.Collections.Immutable;
using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>
/// Rewrites what was chosen for its digits into what one would write: (e^(x−y) + e^(−x−y))/2 is e^(−y) cosh x, and a root of fractions
/// is a fraction of roots.
/// </summary>
internal static class PaperRules
{
    /// <summary>The rules by name, each applied to a node whose arguments are as on paper; null where it does not apply.</summary>
    public static ImmutableArray<SimplificationRule> All { get; } =
    [
        new("hyperbolic cosine", "eᵃ + eᵇ → 2e^((a+b)/2) cosh((a−b)/2)", Hyperbolic),
        new("hyperbolic sine", "tanh x cosh x → sinh x, tanh x (1 + e^(−2x)) → 2e^(−x) sinh x", HyperbolicSine),
        new("root of fractions", "√(x/q + y) → √(x + qy)/√q", RootOfFractions),
    ];

    /// <summary>The node, rewritten as long as a rule applies.</summary>
    public static Expr Apply(Expr node)
    {
        while (All.Select(rule => rule.Apply(node)).FirstOrDefault(simpler => simpler is not null && simpler != node) is { } next)
        {
            node = next;
        }

        return node;
    }

    private static Expr? Hyperbolic(Expr node)
    {
        if (node is not Sum sum)
        {
            return null;
        }

        var terms = sum.Arguments.Select(Exponential.Of).ToList();
        for (var i = 0; i < terms.Count; i++)
        {
            for (var j = i + 1; j < terms.Count; j++)
            {
                if (terms[i] is { } first && terms[j] is { } second && Together(first, second) is { } joined)
                {
                    return Sum.Of([joined, .. sum.Arguments.Where((_, k) => k != i && k != j)]);
                }
            }
        }

        return null;
    }

    /// <summary>c·e^x ± c·e^y, if x − y is one term.</summary>
    private static Expr? Together(Exponential first, Exponential second)
    {
        var isSum = first.Factor == second.Factor;
        var (mean, half) = (Distributed((first.Exponent + second.Exponent) / 2), Distributed((first.Exponent - second.Exponent) / 2));
        if (half is Sum || (!isSum && first.Factor != -second.Factor))
        {
            return null;
        }

        var wave = Call.Of(isSum ? Function.Cosh : Function.Sinh, half);
        return 2 * first.Factor * Exp(WithCommonFactors(mean)) * wave;
    }

    private static Expr? HyperbolicSine(Expr node)
    {
        if (node is not Product || node.Arguments.FirstOrDefault(factor => IsCall(factor, Function.Tanh)) is not { } tanh)
        {
            return null;
        }

        var x = tanh.Arguments[0];
        if (node.Arguments.Contains(Call.Of(Function.Cosh, x)))
        {
            return node / (tanh * Call.Of(Function.Cosh, x)) * Call.Of(Function.Sinh, x);
        }

        var sum = node.Arguments.FirstOrDefault(factor => factor == 1 + Exp(-2 * x));
        return sum is null ? null : node / (tanh * sum) * 2 * Exp(-x) * Call.Of(Function.Sinh, x);
    }

    private static Expr? RootOfFractions(Expr node)
    {
        if (node is not Power { Base: Sum sum, Exponent: Number { Value.IsInteger: false } exponent })
        {
            return null;
        }

        var divisor = sum.Arguments.SelectMany(term => Factors(term))
            .OfType<Power>()
            .FirstOrDefault(factor => factor is { Base.IsNonNegative: true, Exponent: Number { Value: { IsInteger: true, Sign: < 0 } } });
        if (divisor is null)
        {
            return null;
        }

        var numerator = Sum.Of([.. sum.Arguments.Select(term => Distributed(term / divisor))]);
        return Pow(numerator, exponent) * Pow(divisor.Base, divisor.Exponent * exponent);
    }

    /// <summary>A product with one sum multiplied out, as far as it goes.</summary>
    private static Expr Distributed(Expr expression) => expression switch
    {
        Sum => Sum.Of([.. expression.Arguments.Select(Distributed)]),
        Product when expression.Arguments.FirstOrDefault(factor => factor is Sum) is { } sum =>
            Sum.Of([.. sum.Arguments.Select(term => Distributed(term * Product.Of(expression.Arguments.Remove(sum))))]),
        _ => expression,
    };

    /// <summary>−a/2q − b/2q is −(a + b)/2q.</summary>
    private static Expr WithCommonFactors(Expr expression)
    {
        if (expression is not Sum)
        {
            return expression;
        }

        var common = expression.Arguments.Select(term => Factors(term)).Aggregate((some, others) => [.. some.Where(others.Contains)]);
        var smallest = expression.Arguments.Select(term => SumRules.Split(term).Coefficient)
            .MinBy(coefficient => coefficient.Sign < 0 ? -coefficient : coefficient);
        var factor = Product.Of([Number.Of(smallest), .. common.Where(part => part is not Number)]);
        return factor * Sum.Of([.. expression.Arguments.Select(term => term / factor)]);
    }

    private static ImmutableArray<Expr> Factors(Expr term) => term is Product ? term.Arguments : [term];

    private static bool IsCall(Expr node, Function function) => node is Call call && call.Function == function;

    /// <summary>A term c·e^x.</summary>
    private sealed record Exponential(Expr Factor, Expr Exponent)
    {
        public static Exponential? Of(Expr term) => Factors(term).FirstOrDefault(factor => IsCall(factor, Function.Exp)) is { } exponential
            ? new(term / exponential, exponential.Arguments[0])
            : null;
    }
}
