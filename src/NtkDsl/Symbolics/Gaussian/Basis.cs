using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>A term of a linear combination: a coefficient free of u times a function of u.</summary>
internal sealed record Basis(Expr Coefficient, Expr Function)
{
    private const int LargestExpandedPower = 16;

    private static readonly Symbol U = Lambda.Variable;

    /// <summary>Multiplies out: f = Σ coefficientᵢ·functionᵢ with different functions, none of them a sum.</summary>
    public static IReadOnlyList<Basis> Expand(Expr f)
    {
        var coefficients = new Dictionary<Expr, Expr>();
        var order = new List<Expr>();
        foreach (var term in Terms(f))
        {
            if (coefficients.TryGetValue(term.Function, out var sum))
            {
                coefficients[term.Function] = sum + term.Coefficient;
            }
            else
            {
                coefficients[term.Function] = term.Coefficient;
                order.Add(term.Function);
            }
        }

        return [.. order.Where(function => !coefficients[function].IsZero).Select(function => new Basis(coefficients[function], function))];
    }

    /// <summary>Separates the factors of a product that are free of u, before anything is multiplied out: ½·u·Φ(u) is ½ times a GELU.</summary>
    public static Basis SplitCoefficient(Expr f) => f is Product && DependsOnU(f)
        ? new(Product.Of([.. f.Arguments.Where(factor => !DependsOnU(factor))]), Product.Of([.. f.Arguments.Where(DependsOnU)]))
        : new(1, f);

    /// <summary>Separates the terms that contain a δ from those that do not.</summary>
    public static (Expr Sharp, Expr Smooth) SplitDirac(Expr f)
    {
        if (!HasDirac(f))
        {
            return (0, f);
        }

        Expr sharp = 0, smooth = 0;
        foreach (var term in Expand(f))
        {
            var whole = term.Coefficient * term.Function;
            (sharp, smooth) = HasDirac(term.Function) ? (sharp + whole, smooth) : (sharp, smooth + whole);
        }

        return (sharp, smooth);
    }

    /// <summary>Reads f as s·u + t with s and t free of u.</summary>
    public static bool IsAffine(Expr f, out Expr slope, out Expr offset)
    {
        slope = 0;
        offset = 0;
        foreach (var term in Expand(f))
        {
            if (term.Function == U)
            {
                slope = term.Coefficient;
            }
            else if (term.Function.IsOne)
            {
                offset = term.Coefficient;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    public static bool DependsOnU(Expr f) => f.Leaves.HasFlag(LeafKinds.Variable) && f.Mentions(leaf => leaf == U);

    private static bool HasDirac(Expr f) =>
        new Fold<bool>((node, inArguments) => (node is Call call && call.Function == Symbolics.Function.Dirac) || inArguments.Contains(true)).Of(f);

    private static ImmutableArray<Basis> Terms(Expr f) => f switch
    {
        Sum => [.. f.Arguments.SelectMany(term => Terms(term))],
        Product => f.Arguments.Aggregate(ImmutableArray.Create(new Basis(1, 1)), (product, factor) => Multiply(product, Terms(factor))),
        Power { Base: Sum sum, Exponent: Number { Value: { IsInteger: true, Sign: > 0 } n } } when n.Numerator <= LargestExpandedPower && DependsOnU(sum) =>
            Enumerable.Repeat(Terms(sum), (int)n.Numerator).Aggregate(Multiply),
        Call { Arguments: [var x] } call when call.Function == Symbolics.Function.NormalCdf && DependsOnU(x) =>
            [new(Expr.Fraction(1, 2), 1), new(Expr.Fraction(1, 2), Expr.Erf(x / Expr.Sqrt(2)))],
        Call call when call.Function == Symbolics.Function.Surrogate && DependsOnU(f) => Terms(f.Arguments[0]),
        _ when DependsOnU(f) => [new(1, f)],
        _ => [new(f, 1)],
    };

    private static ImmutableArray<Basis> Multiply(ImmutableArray<Basis> left, ImmutableArray<Basis> right) =>
        [.. left.SelectMany(x => right.Select(y => new Basis(x.Coefficient * y.Coefficient, x.Function * y.Function)))];
}
