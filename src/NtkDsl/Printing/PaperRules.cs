using System.Collections.Immutable;
using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>
/// Rewrites what was chosen for its digits into what one would write: (e^(x−y) + e^(−x−y))/2 is e^(−y) cosh x, and a root of fractions
/// is a fraction of roots. Each rule is tested by itself at random points.
/// </summary>
internal static class PaperRules
{
    /// <summary>The rules by name, each applied to a node whose arguments are as on paper; null where it does not apply.</summary>
    public static ImmutableArray<SimplificationRule> All { get; } =
    [
        new("hyperbolic cosine", "eᵃ + eᵇ → 2e^((a+b)/2) cosh((a−b)/2)", Hyperbolic),
        new("hyperbolic sine", "tanh x cosh x → sinh x, tanh x (1 + e^(−2x)) → 2e^(−x) sinh x", HyperbolicSine),
        new("no hyperbolic tangent", "tanh x sinh x + 1/cosh x → cosh x", HyperbolicSums.WithoutTangent),
        new("power of fractions", "√(x/q + y) → √(x + qy)/√q, 1/(x/q + y) → q/(x + qy)", PowerOfFractions),
        new("exponent with common factors", "e^(x/q + y/q) → e^((x+y)/q)", Exponent),
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
        var (mean, half) = (Multiplied.Out((first.Exponent + second.Exponent) / 2), Multiplied.Out((first.Exponent - second.Exponent) / 2));
        if (half is Sum || (!isSum && first.Factor != -second.Factor))
        {
            return null;
        }

        var wave = Call.Of(isSum ? Function.Cosh : Function.Sinh, half);
        return 2 * first.Factor * Exp(Multiplied.Together(mean)) * wave;
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

    private static Expr? PowerOfFractions(Expr node)
    {
        if (node is not Power { Base: Sum sum, Exponent: Number exponent } || exponent.Value is { IsInteger: true, Sign: > 0 })
        {
            return null;
        }

        // Beside 1 the divisor remains what it is, beside an odd number such as 10⁻¹² it would not be recognised.
        if (sum.Arguments.OfType<Number>().Any(number => !number.Value.IsInteger)
            || sum.Arguments.SelectMany(term => Multiplied.Factors(term)).OfType<Power>().FirstOrDefault(IsDivisor) is not { } divisor)
        {
            return null;
        }

        var numerator = Sum.Of([.. sum.Arguments.Select(term => Multiplied.Out(term / divisor))]);
        return Pow(numerator, exponent) * Pow(divisor.Base, divisor.Exponent * exponent);
    }

    /// <summary>1/q for a named quantity, a sum or d; √(1 − ρ²) with a cosine ρ of two points stays.</summary>
    private static bool IsDivisor(Power factor) => factor is { Base: { IsNonNegative: true } q, Exponent: Number { Value: { IsInteger: true, Sign: < 0 } } }
        && (q is not Symbol || q == InputMoments.Features);

    private static Expr? Exponent(Expr node) => IsCall(node, Function.Exp) ? Exp(Multiplied.Together(Multiplied.Out(node.Arguments[0]))) : null;

    private static bool IsCall(Expr node, Function function) => node is Call call && call.Function == function;

    /// <summary>A term c·e^x.</summary>
    private sealed record Exponential(Expr Factor, Expr Exponent)
    {
        public static Exponential? Of(Expr term) => Multiplied.Factors(term).FirstOrDefault(factor => IsCall(factor, Function.Exp)) is { } exponential
            ? new(term / exponential, exponential.Arguments[0])
            : null;
    }
}
