using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Symbolic differentiation with respect to one leaf.</summary>
/// <param name="variable">The leaf.</param>
/// <param name="surrogate">Whether functions with a declared surrogate gradient contribute that instead of their own derivative.</param>
internal sealed class Derivative(Symbol variable, bool surrogate = false)
{
    private Fold<Expr>? fold;

    public static Expr Of(Expr expression, Symbol variable, bool surrogate = false) => new Derivative(variable, surrogate).Of(expression);

    public Expr Of(Expr expression) => (fold ??= new(Step)).Of(expression);

    private Expr Step(Expr node, ImmutableArray<Expr> derivatives) => node switch
    {
        Symbol symbol => symbol.DerivativeBy(variable),
        _ when derivatives.All(derivative => derivative.IsZero) => 0,
        Sum => Sum.Of(derivatives),
        Product => Sum.Of([.. derivatives.Select((derivative, i) => Product.Of(node.Arguments.SetItem(i, derivative)))]),
        Power power => OfPower(power, derivatives[0], derivatives[1]),
        Call call => OfCall(call, derivatives),
        Expectation expectation => expectation.DerivativeFrom(derivatives),
        InputMean mean => mean.DerivativeFrom(derivatives),
        ActivationGap gap => gap.DerivativeFrom(derivatives),
        Definition definition => definition.DerivedWith(variable.Name, derivatives[0]),
        _ => throw new InvalidOperationException($"No derivative for {node.GetType().Name}."),
    };

    private Expr OfPower(Power power, Expr dBase, Expr dExponent)
    {
        var (x, n) = (power.Base, power.Exponent);
        if (x is Call { Function.SmoothSquare: { } square } root && n is Number { Value: { IsInteger: true, Numerator.IsEven: true, Sign: > 0 } })
        {
            return n / 2 * Expr.Pow(x, n - 2) * Of(square(root.Arguments));
        }

        // x may be 0, the variance at a point of zeros, where all of its derivatives are 0, too.
        var isRoot = n is Number { Value: var exponent } && exponent.Sign > 0 && exponent < Rational.One;
        var byBase = isRoot ? n * power * Call.Of(Function.Reciprocal, x) * dBase : n * Expr.Pow(x, n - 1) * dBase;
        return dExponent.IsZero ? byBase : byBase + (power * Expr.Log(x) * dExponent);
    }

    private Expr OfCall(Call call, ImmutableArray<Expr> derivatives)
    {
        if (call.Function == Function.Surrogate)
        {
            return derivatives[surrogate ? 1 : 0];
        }

        if (call.Function.Differential is { } differential)
        {
            return differential(call.Arguments, Of);
        }

        if (call.Function.SmoothSquare is { } square)
        {
            return Distribute(Call.Of(Function.Reciprocal, call) / 2, Of(square(call.Arguments)));
        }

        var terms = derivatives.Select((derivative, i) => derivative.IsZero || call.Function.IsHint(i)
            ? 0
            : Distribute(call.Function.Partial(call.Arguments, i), derivative));
        return Sum.Of([.. terms]);
    }

    /// <summary>Term by term, so that factors such as sin θ and 1/Δ meet and cancel, and products of norms do not overflow.</summary>
    private static Expr Distribute(Expr factor, Expr sum) => sum switch
    {
        Sum => Sum.Of([.. sum.Arguments.Select(term => Distribute(factor, term))]),
        Product when sum.Arguments.FirstOrDefault(argument => argument is Sum) is { } inner => Distribute(factor * Product.Of(sum.Arguments.Remove(inner)), inner),
        _ => factor * sum,
    };
}
