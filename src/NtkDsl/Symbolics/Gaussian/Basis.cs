using System.Runtime.CompilerServices;

namespace NtkDsl;

/// <summary>A term of a linear combination: a coefficient free of u times a function of u.</summary>
internal sealed record Basis(Expr Coefficient, Expr Function)
{
    /// <summary>
    /// A product of sums with more terms than this, like terms collected, stays as it is: one function, which is integrated if it has
    /// no closed form of its own. It also bounds the powers of sums that are multiplied out.
    /// </summary>
    private const int MostTerms = 64;

    private const int LargestExpandedPower = 16;

    private static readonly Symbol U = Lambda.Variable;

    private static readonly ConditionalWeakTable<Expr, IReadOnlyList<Basis>> Expanded = [];

    /// <summary>Multiplies out: f = Σ coefficientᵢ·functionᵢ with different functions, none of them a sum that is short enough to be written out.</summary>
    public static IReadOnlyList<Basis> Expand(Expr f) => Expanded.GetValue(f, static f => Collect(Terms(f)));

    /// <summary>Separates the factors of a product that are free of u, before anything is multiplied out: ½·u·Φ(u) is ½ times a GELU.</summary>
    public static Basis SplitCoefficient(Expr f) => f is Product && DependsOnU(f)
        ? new(Product.Of([.. f.Arguments.Where(factor => !DependsOnU(factor))]), Product.Of([.. f.Arguments.Where(DependsOnU)]))
        : new(1, f);

    /// <summary>Separates the terms that contain a δ from those that do not.</summary>
    public static (Expr Sharp, Expr Smooth) SplitDirac(Expr f)
    {
        if (!f.Contents.HasFlag(Contents.Dirac))
        {
            return (0, f);
        }

        Expr sharp = 0, smooth = 0;
        foreach (var term in Expand(f))
        {
            var whole = term.Coefficient * term.Function;
            (sharp, smooth) = term.Function.Contents.HasFlag(Contents.Dirac) ? (sharp + whole, smooth) : (sharp, smooth + whole);
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

    public static bool DependsOnU(Expr f) => f.Contents.HasFlag(Contents.Argument);

    private static IReadOnlyList<Basis> Terms(Expr f) => f switch
    {
        _ when !DependsOnU(f) => [new(f, 1)],
        Sum => [.. f.Arguments.SelectMany(Terms)],
        Product => MultiplyOut(f.Arguments.Select(Expand)) ?? [new(1, f)],
        Power { Base: Sum sum, Exponent: Number { Value: { IsInteger: true, Sign: > 0 } n } } when n.Numerator <= LargestExpandedPower =>
            MultiplyOut(Enumerable.Repeat(Expand(sum), (int)n.Numerator)) ?? [new(1, f)],
        Call { Arguments: [var x] } call when call.Function == Symbolics.Function.NormalCdf =>
            [new(Expr.Fraction(1, 2), 1), new(Expr.Fraction(1, 2), Expr.Erf(x / Expr.Sqrt(2)))],
        Call call when call.Function == Symbolics.Function.Surrogate => Terms(f.Arguments[0]),
        _ => [new(1, f)],
    };

    /// <summary>The product of sums; null if it has too many terms.</summary>
    private static List<Basis>? MultiplyOut(IEnumerable<IReadOnlyList<Basis>> sums)
    {
        List<Basis> product = [new(1, 1)];
        foreach (var sum in sums)
        {
            product = product.Count * sum.Count > MostTerms * MostTerms ? [] : Collect(
                product.SelectMany(x => sum.Select(y => new Basis(x.Coefficient * y.Coefficient, x.Function * y.Function))));
            if (product.Count is 0 or > MostTerms)
            {
                return null;
            }
        }

        return product;
    }

    /// <summary>Adds up the coefficients of equal functions.</summary>
    private static List<Basis> Collect(IEnumerable<Basis> terms)
    {
        var coefficients = new OrderedDictionary<Expr, Expr>();
        foreach (var term in terms)
        {
            coefficients[term.Function] = coefficients.TryGetValue(term.Function, out var sum) ? sum + term.Coefficient : term.Coefficient;
        }

        return [.. coefficients.Where(term => !term.Value.IsZero).Select(term => new Basis(term.Value, term.Key))];
    }
}
