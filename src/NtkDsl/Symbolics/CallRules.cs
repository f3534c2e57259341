using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Laws for function calls.</summary>
internal static class CallRules
{
    public static ImmutableArray<SimplificationRule> All { get; } =
    [
        new("value at zero", "sin 0 → 0, cos 0 → 1, …", AtZero),
        new("parity", "sin(−x) → −sin x, cos(−x) → cos x, …", ByParity),
        new("quarter turns", "sin(nπ/2), cos(nπ/2) → −1, 0 or 1", QuarterTurns),
        new("positive factors leave", "relu(p·x) → p·relu(x), step(p·x) → step(x) for p > 0, δ(p·x) → δ(x)/|p|", Homogeneous),
        new("kinked functions of known signs", "relu(x) → x, |x| → x, step(p) → 1 for x ≥ 0, p > 0", KnownSign),
        new("inverse functions", "log eˣ → x, e^(log x) → x", Inverse),
        new("a point with itself", "θ(x, x) → 0, π − θ(x, x) → π, Δ(x, x) → 0, D(x, x) → 0", SamePoint),
        new("the sine of π", "sin π − π cos π → π", SineMinusOfPi),
        new("reciprocals of what cannot be 0", "1/x where x > 0 is a quotient", ReciprocalOfPositive),
        new("one form", "two forms that are the same are one", OneForm),
        new("hypotenuse", "√(x² + 0²) → x for x ≥ 0", Hypotenuse),
    ];

    private static Expr? AtZero(Expr node) => node is Call { Arguments: [{ IsZero: true }] } call ? call.Function.AtZero : null;

    private static Expr? ByParity(Expr node)
    {
        if (node is not Call { Function.Parity: not Parity.None, Arguments: [var x] } call || !IsNegated(x))
        {
            return null;
        }

        var mirrored = Call.Of(call.Function, -x);
        return call.Function.Parity == Parity.Odd ? -mirrored : mirrored;
    }

    /// <summary>Of x and −x exactly one is negated: the term that is first but for its coefficient decides.</summary>
    private static bool IsNegated(Expr x) =>
        (x is Sum ? x.Arguments : [x]).Select(SumRules.Split).MinBy(term => term.Remaining, StructuralOrder.Instance).Coefficient.Sign < 0;

    private static Expr? QuarterTurns(Expr node)
    {
        if (node is not Call { Arguments: [var x] } call || (call.Function != Function.Sin && call.Function != Function.Cos)
            || SumRules.Split(x) is not { Remaining: Symbol { Kind: SymbolKind.Constant }, Coefficient: var turns }
            || !(turns * 2).IsInteger)
        {
            return null;
        }

        var quarters = (int)((((turns * 2).Numerator % 4) + 4) % 4);
        return ((int[])[0, 1, 0, -1])[(quarters + (call.Function == Function.Cos ? 1 : 0)) % 4];
    }

    private static Expr? Homogeneous(Expr node)
    {
        if (node is not Call { Arguments: [Product product] } call
            || (call.Function.Homogeneity is null && call.Function != Function.Dirac))
        {
            return null;
        }

        var positive = product.Arguments.Where(IsPositive).ToImmutableArray();
        if (positive.IsEmpty)
        {
            return null;
        }

        var inner = Call.Of(call.Function, Product.Of([.. product.Arguments.Except(positive)]));
        return call.Function.Homogeneity switch
        {
            1 => Product.Of([.. positive, inner]),
            0 => inner,
            _ => inner / Product.Of(positive),
        };
    }

    /// <summary>Known to be above 0, so that it may be divided by.</summary>
    private static bool IsPositive(Expr x) => x switch
    {
        Number { Value.Sign: > 0 } => true,
        Symbol { Kind: SymbolKind.Constant } => true,
        Power { Base: var @base } => IsPositive(@base),
        Sum => x.IsNonNegative && x.Arguments.Any(IsPositive),
        Call call => call.Function == Function.Exp,
        _ => false,
    };

    private static Expr? KnownSign(Expr node) => node is not Call { Arguments: [var x] } call ? null
        : (call.Function == Function.Relu || call.Function == Function.Abs) && x.IsNonNegative ? x
        : call.Function == Function.Relu && (-x).IsNonNegative ? 0
        : (call.Function == Function.Step || call.Function == Function.Sign || call.Function == Function.Presence) && IsPositive(x) ? 1
        : call.Function == Function.Step && IsPositive(-x) ? 0
        : null;

    private static Expr? Inverse(Expr node) => node switch
    {
        Call { Arguments: [Call inner] } outer when outer.Function == Function.Log && inner.Function == Function.Exp => inner.Arguments[0],
        Call { Arguments: [Call inner] } outer when outer.Function == Function.Exp && inner.Function == Function.Log => inner.Arguments[0],
        Call { Arguments: [{ IsOne: true }] } outer when outer.Function == Function.Log => 0,
        _ => null,
    };

    private static Expr? SamePoint(Expr node)
    {
        if (node is not Call { Arguments: [var a, var b, var c, ..], Function: var function } || a != b || b != c)
        {
            return null;
        }

        return function == Function.CoAngle ? Expr.Pi
            : function == Function.Angle || function == Function.Area || function == Function.Distance || function == Function.Gap ? 0
            : null;
    }

    private static Expr? SineMinusOfPi(Expr node) =>
        node is Call { Arguments: [var x] } call && call.Function == Function.SineMinus && x == Expr.Pi ? Expr.Pi : null;

    private static Expr? Hypotenuse(Expr node) => node is Call { Arguments: [var x, { IsZero: true }] } call
        && call.Function == Function.Hypot && x.IsNonNegative ? x : null;

    private static Expr? ReciprocalOfPositive(Expr node) => node is Call { Arguments: [var x] } call && call.Function == Function.Reciprocal
        && IsPositive(x) ? 1 / x : null;

    private static Expr? OneForm(Expr node) =>
        node is Call { Arguments: [_, var near, var far, ..] } call && call.Function == Function.Nearer && near == far ? near : null;
}
