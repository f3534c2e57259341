using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Laws for products.</summary>
internal static class ProductRules
{
    public static ImmutableArray<SimplificationRule> All { get; } =
    [
        new("flatten products", "x·(y·z) → x·y·z", Flatten),
        new("zero annihilates", "0·x → 0", Zero),
        new("fold numbers", "p·q → pq, 1·x → x", FoldNumbers),
        new("collect powers", "xᵖ·x^q → xᵖ⁺q", Collect),
        new("join exponentials", "eˣ·eʸ → eˣ⁺ʸ", JoinExponentials),
        new("one-sided products", "x·step(x) → relu(x), relu(x)ᵖ·step(x) → relu(x)ᵖ for p > 0, f(x)·δ(x − s) → f(s)·δ(x − s)", OneSided),
        new("minus a sum", "−(x + y) → −x − y", MinusSum),
        new("a quantity and its reciprocal", "xⁿ · (1/x) → xⁿ⁻¹ for n ≥ 1, where 1/x means 0 at 0", TimesReciprocal),
        new("sine and area", "sin θ · (1/Δ) → (1/√a)(1/√b)", SineOverArea),
        new("one factor", "product of x alone → x", OneFactor),
        new("order factors", "y·x → x·y", Order),
    ];

    /// <summary>The arguments in structural order; null if they are in it.</summary>
    public static ImmutableArray<Expr>? Sorted(ImmutableArray<Expr> arguments)
    {
        for (var i = 1; i < arguments.Length; i++)
        {
            if (StructuralOrder.Instance.Compare(arguments[i - 1], arguments[i]) > 0)
            {
                return arguments.Sort(StructuralOrder.Instance);
            }
        }

        return null;
    }

    private static Expr? Flatten(Expr product) => Contains<Product>(product.Arguments)
        ? Product.Of([.. product.Arguments.SelectMany(factor => factor is Product ? factor.Arguments : [factor])])
        : null;

    private static Expr? Zero(Expr product)
    {
        foreach (var factor in product.Arguments)
        {
            if (factor.IsZero)
            {
                return 0;
            }
        }

        return null;
    }

    private static Expr? FoldNumbers(Expr product)
    {
        var (numbers, value) = (0, Rational.One);
        foreach (var factor in product.Arguments)
        {
            if (factor is Number number)
            {
                (numbers, value) = (numbers + 1, numbers == 0 ? number.Value : value * number.Value);
            }
        }

        return numbers == 0 || (numbers == 1 && value != Rational.One)
            ? null
            : Product.Of([.. value == Rational.One ? (Expr[])[] : [Number.Of(value)], .. product.Arguments.Where(factor => factor is not Number)]);
    }

    private static Expr? Collect(Expr product)
    {
        if (!HasRepeatedBase(product.Arguments))
        {
            return null;
        }

        var exponents = new Dictionary<Expr, List<Expr>>();
        foreach (var factor in product.Arguments.Where(factor => factor is not Number))
        {
            var exponent = factor is Power power ? power.Exponent : 1;
            if (!exponents.TryAdd(BaseOf(factor), [exponent]))
            {
                exponents[BaseOf(factor)].Add(exponent);
            }
        }

        return Product.Of([.. product.Arguments.OfType<Number>(), .. exponents.Select(entry => Power.Of(entry.Key, Sum.Of([.. entry.Value])))]);
    }

    private static bool HasRepeatedBase(ImmutableArray<Expr> factors)
    {
        for (var i = 0; i < factors.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (factors[i] is not Number && factors[j] is not Number && BaseOf(factors[i]) == BaseOf(factors[j]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static Expr BaseOf(Expr factor) => factor is Power power ? power.Base : factor;

    public static bool Contains<T>(ImmutableArray<Expr> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is T)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Calls(ImmutableArray<Expr> factors, Function function)
    {
        foreach (var factor in factors)
        {
            if (factor is Call call && call.Function == function)
            {
                return true;
            }
        }

        return false;
    }

    private static Expr? JoinExponentials(Expr product)
    {
        if (!Calls(product.Arguments, Function.Exp))
        {
            return null;
        }

        var exponentials = product.Arguments.Where(factor => factor is Call call && call.Function == Function.Exp).ToList();
        return exponentials.Count < 2 ? null : Product.Of(
            [Expr.Exp(Sum.Of([.. exponentials.Select(factor => factor.Arguments[0])])), .. product.Arguments.Except(exponentials)]);
    }

    private static Expr? OneSided(Expr product)
    {
        if (!Calls(product.Arguments, Function.Step) && !Calls(product.Arguments, Function.Dirac))
        {
            return null;
        }

        foreach (var factor in product.Arguments.OfType<Call>())
        {
            var others = product.Arguments.Remove(factor);
            if (factor.Function == Function.Step)
            {
                var x = factor.Arguments[0];
                if (others.Any(other => IsPowerOf(Expr.Relu(x), other)))
                {
                    return Product.Of(others);
                }

                if (x is not Number && others.Contains(x))
                {
                    return Product.Of([.. others.Remove(x), Expr.Relu(x)]);
                }
            }

            if (factor.Function == Function.Dirac && Root(factor.Arguments[0]) is { } root
                && others.Any(other => other.Mentions(root.Of) && !HasDirac(other)))
            {
                return Product.Of([factor, .. others.Select(other => HasDirac(other) ? other : other.Substitute(root.Of, root.At))]);
            }
        }

        return null;
    }

    /// <summary>u and s in u − s or s − u, where s is free of u.</summary>
    private static (Symbol Of, Expr At)? Root(Expr x)
    {
        foreach (var side in (Expr[])[x, -x])
        {
            var u = (side is Sum ? side.Arguments : [side]).OfType<Symbol>().FirstOrDefault(symbol => symbol.Kind == SymbolKind.Variable);
            if (u is not null && !(u - side).Mentions(u))
            {
                return (u, u - side);
            }
        }

        return null;
    }

    /// <summary>The base itself, or a positive power of it.</summary>
    private static bool IsPowerOf(Expr @base, Expr factor) =>
        factor == @base || (factor is Power { Exponent: Number { Value.Sign: > 0 } } power && power.Base == @base);

    private static bool HasDirac(Expr factor) => factor.Contents.HasFlag(Contents.Dirac);

    private static Expr? MinusSum(Expr product) =>
        product.Arguments is [Number { Value: var value }, Sum sum] && value == -1 ? Sum.Of([.. sum.Arguments.Select(term => -term)]) : null;

    private static Expr? TimesReciprocal(Expr product)
    {
        foreach (var reciprocal in Reciprocals(product))
        {
            if (WithOneLess(product.Arguments.Remove(reciprocal), reciprocal.Arguments[0]) is { } others)
            {
                return Product.Of(others);
            }
        }

        return null;
    }

    private static Expr? SineOverArea(Expr product)
    {
        foreach (var reciprocal in Reciprocals(product))
        {
            if (reciprocal.Arguments[0] is Call { Arguments: var moments } area && area.Function == Function.Area
                && (WithOneLess(product.Arguments.Remove(reciprocal), Expr.Sin(Call.Of(Function.Angle, moments)))
                    ?? WithOneLess(product.Arguments.Remove(reciprocal), Expr.Sin(Call.Of(Function.CoAngle, moments)))) is { } others)
            {
                return Product.Of([.. others, Call.Of(Function.Reciprocal, Expr.Sqrt(moments[0])), Call.Of(Function.Reciprocal, Expr.Sqrt(moments[1]))]);
            }
        }

        return null;
    }

    private static IEnumerable<Call> Reciprocals(Expr product) => Calls(product.Arguments, Function.Reciprocal)
        ? product.Arguments.OfType<Call>().Where(call => call.Function == Function.Reciprocal)
        : [];

    /// <summary>The factors with xⁿ⁻¹ in the place of xⁿ; null if there is no such factor with n ≥ 1.</summary>
    private static ImmutableArray<Expr>? WithOneLess(ImmutableArray<Expr> factors, Expr x)
    {
        var index = factors.IndexOf(x);
        if (index >= 0)
        {
            return factors.RemoveAt(index);
        }

        var power = factors.FirstOrDefault(factor => factor is Power { Exponent: Number { Value: { IsInteger: true, Sign: > 0 } } } power && power.Base == x);
        return power is null ? null : factors.Replace(power, Expr.Pow(x, power.Arguments[1] - 1));
    }

    private static Expr? OneFactor(Expr product) => product.Arguments switch
    {
        [] => 1,
        [var only] => only,
        _ => null,
    };

    private static Expr? Order(Expr product) => Sorted(product.Arguments) is { } sorted ? Product.Of(sorted) : null;
}
