using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Sums of products multiplied out, and put together again with what they have in common in front.</summary>
internal static class Multiplied
{
    public static ImmutableArray<Expr> Factors(Expr term) => term is Product ? term.Arguments : [term];

    /// <summary>Products of sums as sums of products.</summary>
    public static Expr Out(Expr expression) => expression switch
    {
        Sum => Sum.Of([.. expression.Arguments.Select(Out)]),
        Product when expression.Arguments.FirstOrDefault(factor => factor is Sum) is { } sum =>
            Sum.Of([.. sum.Arguments.Select(term => Out(term * Product.Of(expression.Arguments.Remove(sum))))]),
        _ => expression,
    };

    /// <summary>−a/2q − b/2q² is −(qa + b)/2q².</summary>
    public static Expr Together(Expr expression)
    {
        if (expression is not Sum)
        {
            return expression;
        }

        var common = expression.Arguments.Select(Powers).Aggregate(Common);
        var smallest = expression.Arguments.Select(term => SumRules.Split(term).Coefficient)
            .MinBy(coefficient => coefficient.Sign < 0 ? -coefficient : coefficient);
        var factor = Product.Of([Number.Of(smallest), .. common.Select(power => Expr.Pow(power.Key, Number.Of(power.Value)))]);
        return factor * Sum.Of([.. expression.Arguments.Select(term => term / factor)]);
    }

    private static Dictionary<Expr, Rational> Powers(Expr term) => Factors(term)
        .Where(factor => factor is not Number)
        .ToDictionary(
            factor => factor is Power { Exponent: Number } power ? power.Base : factor,
            factor => factor is Power { Exponent: Number { Value: var exponent } } ? exponent : Rational.One);

    private static Dictionary<Expr, Rational> Common(Dictionary<Expr, Rational> some, Dictionary<Expr, Rational> others) => some
        .Where(power => others.ContainsKey(power.Key))
        .ToDictionary(power => power.Key, power => power.Value < others[power.Key] ? power.Value : others[power.Key]);
}
