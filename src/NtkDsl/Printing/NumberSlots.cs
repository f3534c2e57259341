using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>The numbers of an expression that may change from layer to layer: the coefficients of its terms, where there is none a 1.</summary>
internal static class NumberSlots
{
    /// <summary>What stands for any number.</summary>
    private static readonly Symbol Blank = Symbol.Make("□", SymbolKind.Variable, Scope.None);

    /// <summary>The numbers in order.</summary>
    public static ImmutableArray<Rational> In(Expr body)
    {
        var numbers = ImmutableArray.CreateBuilder<Rational>();
        Replace(body, number =>
        {
            numbers.Add(number);
            return Number.Of(number);
        });
        return numbers.ToImmutable();
    }

    /// <summary>The expression without its numbers: what two layers must have in common.</summary>
    public static Expr Blanked(Expr body) => Replace(body, _ => Blank);

    /// <summary>The expression with other numbers, asked for in order.</summary>
    public static Expr Replace(Expr body, Func<Rational, Expr> replace)
    {
        var fold = new Fold<Expr>(Step, Below);
        var (coefficient, rest) = SumRules.Split(body);
        return fold.Of(rest) * replace(coefficient);

        Expr Step(Expr node, ImmutableArray<Expr> below) => node switch
        {
            Definition or Number => node,
            Sum => Sum.Of([.. node.Arguments.Zip(below, (term, rest) => replace(SumRules.Split(term).Coefficient) * rest)]),
            Product { Arguments: [Number number, ..] } => Product.Of([replace(number.Value), .. below]),
            Power power => Power.Of(below[0], power.Exponent),
            _ => Visible.With(node, below),
        };
    }

    private static ImmutableArray<Expr> Below(Expr node) => node switch
    {
        Definition => [],
        Sum => [.. node.Arguments.Select(term => SumRules.Split(term).Remaining)],
        Product { Arguments: [Number, ..] } => node.Arguments[1..],
        Power power => [power.Base],
        _ => Visible.Arguments(node),
    };
}
