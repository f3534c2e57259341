using System.Collections.Immutable;
using System.Numerics;

namespace NtkDsl;

/// <summary>
/// The order in which products are multiplied: factor by factor, numerators and denominators in turn. c²/((1+a)(1+b)) is
/// c·(1+a)⁻¹·c·(1+b)⁻¹, and exists wherever its value does, while c² overflows from norms of 1e77.
/// </summary>
internal static class Factors
{
    /// <summary>Higher powers stay powers.</summary>
    private const int MostRepeated = 4;

    /// <summary>What a node is computed from: the factors of a quotient in turn, and else its arguments, without what is only written.</summary>
    public static ImmutableArray<Expr> InTurn(Expr node)
    {
        if (node is Call { Function.WrittenOnly: > 0 and var written })
        {
            return node.Arguments[written..];
        }

        if (node is not Product)
        {
            return node.Arguments;
        }

        var isBelow = node.Arguments.ToLookup(IsDenominator);
        if (!isBelow[true].Any())
        {
            return node.Arguments;
        }

        var (above, below) = (isBelow[false].SelectMany(Repeated).ToArray(), isBelow[true].SelectMany(Repeated).ToArray());
        var paired = Math.Min(above.Length, below.Length);
        return [.. above.Zip(below, (numerator, denominator) => (Expr[])[numerator, denominator]).SelectMany(pair => pair), .. above[paired..], .. below[paired..]];
    }

    private static bool IsDenominator(Expr factor) => factor is Power { Exponent: Number { Value.Sign: < 0 } } || IsReciprocal(factor) || (factor is Power { Base: var x } && IsReciprocal(x));

    private static bool IsReciprocal(Expr factor) => factor is Call call && call.Function == Function.Reciprocal;

    private static IEnumerable<Expr> Repeated(Expr factor) =>
        factor is Power { Base: var x, Exponent: Number { Value: { IsInteger: true, Numerator: var n } } } && BigInteger.Abs(n) <= MostRepeated
            ? Enumerable.Repeat(n.Sign > 0 ? x : Expr.Pow(x, -1), (int)BigInteger.Abs(n))
            : [factor];
}
