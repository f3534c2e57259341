using System.Collections.Immutable;
using System.Numerics;

namespace NtkDsl;

/// <summary>
/// A product sorted for one fraction bar: a sign, a number, and factors above and below, with powers of the same broken exponent under
/// one root or one exponent.
/// </summary>
internal sealed class FractionBar
{
    private const int LargestRatio = 4;

    private readonly SortedDictionary<Rational, List<Expr>> broken = [];
    private readonly List<(Expr Base, Expr Exponent)> above = [];
    private readonly List<(Expr Base, Expr Exponent)> below = [];

    private FractionBar(ImmutableArray<Expr> factors)
    {
        Coefficient = Rational.One;
        foreach (var factor in factors)
        {
            Add(factor);
        }

        SplitPowers();
        Rationalize();
        JoinRoots();
    }

    public bool IsNegative => Coefficient.Sign < 0;

    /// <summary>The number in front, with its sign.</summary>
    public Rational Coefficient { get; private set; }

    /// <summary>√(p/q) with factors on both sides of the bar.</summary>
    public (Expr Top, Expr Bottom)? RootOfQuotient { get; private set; }

    public IEnumerable<(Expr Base, Expr Exponent)> Top => Side(above, 1);

    public IEnumerable<(Expr Base, Expr Exponent)> Bottom => Side(below, -1);

    public static FractionBar Of(Expr node) => new(node is Product ? node.Arguments : [node]);

    private static Rational Half => new(1, 2);

    private void Add(Expr factor)
    {
        switch (factor)
        {
            case Number number:
                Coefficient *= number.Value;
                break;
            case Power { Base: var x, Exponent: Number { Value: { IsInteger: false } r } }:
                if (!broken.TryAdd(r, [x]))
                {
                    broken[r].Add(x);
                }

                break;
            case Power { Base: var x, Exponent: Number { Value: { Sign: < 0 } r } }:
                below.Add((x, Number.Of(-r)));
                break;
            case Power power:
                above.Add((power.Base, power.Exponent));
                break;
            case Sum sum:
                var content = Content(sum);
                Coefficient *= content;
                above.Add((Sum.Of([.. sum.Arguments.Select(term => Number.Of(Rational.One / content) * term)]), 1));
                break;
            default:
                above.Add((factor, 1));
                break;
        }
    }

    /// <summary>
    /// What can be taken out of a sum so that small whole numbers remain: 4a + 2b is 2(2a + b), 0.3a + 0.6b is 0.3(a + 2b).
    /// </summary>
    private static Rational Content(Sum sum)
    {
        var coefficients = sum.Arguments.Select(term => SumRules.Split(term).Coefficient).ToList();
        if (coefficients.All(coefficient => coefficient.IsInteger))
        {
            return new(coefficients.Select(coefficient => coefficient.Numerator).Aggregate(BigInteger.GreatestCommonDivisor), 1);
        }

        var smallest = coefficients.Select(coefficient => coefficient.Sign < 0 ? -coefficient : coefficient).Min();
        return coefficients.Select(coefficient => coefficient / smallest).All(ratio => ratio.IsInteger && BigInteger.Abs(ratio.Numerator) <= LargestRatio)
            ? smallest
            : Rational.One;
    }

    /// <summary>Beside a root x^(3/2) is written x √x.</summary>
    private void SplitPowers()
    {
        foreach (var (root, side) in ((Rational, List<(Expr Base, Expr Exponent)>)[])[(Half, above), (-Half, below)])
        {
            foreach (var exponent in broken.ContainsKey(root) ? broken.Keys.Where(key => key.Sign == root.Sign && key != root && (key - root).IsInteger).ToList() : [])
            {
                broken[root].AddRange(broken[exponent]);
                side.AddRange(broken[exponent].Select(x => (x, Number.Of((exponent - root) * root.Sign))));
                broken.Remove(exponent);
            }
        }
    }

    /// <summary>√2/4 is written 1/(2√2).</summary>
    private void Rationalize()
    {
        if (!broken.TryGetValue(Half, out var radicands))
        {
            return;
        }

        foreach (var number in radicands.OfType<Number>().Where(number => number.Value.IsInteger).ToList())
        {
            if ((Coefficient.Denominator % number.Value.Numerator).IsZero)
            {
                Coefficient *= number.Value;
                radicands.Remove(number);
                broken.TryAdd(-Half, []);
                broken[-Half].Add(number);
            }
        }

        if (radicands.Count == 0)
        {
            broken.Remove(Half);
        }
    }

    private void JoinRoots()
    {
        if (broken.TryGetValue(Half, out var top) && broken.TryGetValue(-Half, out var bottom))
        {
            RootOfQuotient = (Product.Of([.. top]), Product.Of([.. bottom]));
            broken.Remove(Half);
            broken.Remove(-Half);
        }
    }

    private IEnumerable<(Expr Base, Expr Exponent)> Side(List<(Expr Base, Expr Exponent)> whole, int sign) =>
        broken.Where(group => group.Key.Sign == sign)
            .Select(group => (Product.Of([.. group.Value]), Number.Of(sign * group.Key)))
            .Concat(whole)
            .OrderBy(factor => Rank(factor.Item1, factor.Item2));

    /// <summary>The customary order of factors: constants, parameters, roots, sums, named quantities, exponentials, functions.</summary>
    private static int Rank(Expr @base, Expr exponent) => @base switch
    {
        Symbol { Kind: SymbolKind.Constant } when exponent.IsOne => 0,
        Symbol { Kind: SymbolKind.Parameter } => 1,
        _ when exponent is Number { Value.IsInteger: false } => 2,
        Symbol { Scope: Scope.Row or Scope.Column } => 2,
        Sum => 3,
        Expectation => 4,
        Symbol or Definition => 5,
        Call { Function: var function } when function == Function.Exp => 6,
        _ => 7,
    };
}
