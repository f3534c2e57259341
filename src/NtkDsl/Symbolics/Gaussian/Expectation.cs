using System.Collections.Immutable;

namespace NtkDsl.Symbolics;

/// <summary>
/// E f(u)g(v) for jointly Gaussian u, v of mean 0, or E f(u) alone, where no closed form is known: evaluated by quadrature.
/// </summary>
public sealed class Expectation : Expr
{
    private readonly int fixedArguments;

    private Expectation(Lambda left, Lambda? right, ImmutableArray<Expr> arguments)
        : base(arguments, Scope.None, HashCode.Combine(left, right))
    {
        Left = left;
        Right = right;
        fixedArguments = right is null ? 1 : GaussianPair.ArgumentCount;
    }

    /// <summary>f.</summary>
    internal Lambda Left { get; }

    /// <summary>g, or null for a mean.</summary>
    internal Lambda? Right { get; }

    /// <summary>The moments of u and v; for a mean, of u and u.</summary>
    internal GaussianPair Pair => Right is null
        ? GaussianPair.Same(Arguments[0])
        : GaussianPair.OfArguments(Arguments);

    internal ImmutableArray<Expr> LeftSlots => Arguments.Slice(fixedArguments, Left.Slots);

    internal ImmutableArray<Expr> RightSlots => Right is null ? [] : Arguments.Slice(fixedArguments + Left.Slots, Right.Slots);

    /// <summary>f as an expression in the variable u.</summary>
    internal Expr LeftBody => Left.Apply(Lambda.Variable, LeftSlots);

    /// <summary>g as an expression in the variable u.</summary>
    internal Expr? RightBody => Right?.Apply(Lambda.Variable, RightSlots);

    /// <summary>E f(u), left to quadrature; <paramref name="f"/> is an expression in <see cref="Lambda.Variable"/>.</summary>
    internal static Expr Mean(Expr f, Expr a)
    {
        var (function, slots) = Lambda.Lift(f);
        return Interning.Intern(new Expectation(function, null, [a, .. slots]));
    }

    /// <summary>E f(u)g(v), left to quadrature. The variable of the row comes first, so that derivatives are tabulated as the kernel is.</summary>
    internal static Expr Product(Expr f, Expr g, GaussianPair pair)
    {
        if (((pair.A.Scope & Scope.Row) | (pair.B.Scope & Scope.Column)) == 0 && (pair.A.Scope | pair.B.Scope) != 0)
        {
            (f, g, pair) = (g, f, pair.Transpose());
        }

        var (left, leftSlots) = Lambda.Lift(f);
        var (right, rightSlots) = Lambda.Lift(g);
        return Interning.Intern(new Expectation(left, right, [.. pair.Arguments, .. leftSlots, .. rightSlots]));
    }

    /// <summary>
    /// The total derivative from the derivatives of the arguments: by the moments, and by differentiation under the integral for the slots.
    /// </summary>
    internal Expr DerivativeFrom(ImmutableArray<Expr> derivatives)
    {
        var terms = new List<Expr> { Right is null ? ByScaleOrVariance(LeftBody, null, Pair, derivatives[0]) : ByMoments(LeftBody, RightBody!, Pair, GaussianPair.OfArguments(derivatives)) };
        for (var i = 0; i < Left.Slots; i++)
        {
            var slot = i;
            Add(fixedArguments + slot, () => Expect(Left.BySlot(slot).Apply(Lambda.Variable, LeftSlots), RightBody, Pair));
        }

        for (var i = 0; i < (Right?.Slots ?? 0); i++)
        {
            var slot = i;
            Add(fixedArguments + Left.Slots + slot, () => Expect(LeftBody, Right!.BySlot(slot).Apply(Lambda.Variable, RightSlots), Pair));
        }

        return Sum.Of([.. terms]);

        void Add(int index, Func<Expr> partial)
        {
            if (!derivatives[index].IsZero)
            {
                terms.Add(partial() * derivatives[index]);
            }
        }
    }

    internal override bool SamePayload(Expr other) => other is Expectation e && e.Left == Left && e.Right == Right;

    internal override int ComparePayload(Expr other)
    {
        var that = (Expectation)other;
        var byLeft = StructuralOrder.Instance.Compare(Left.Body, that.Left.Body);
        return byLeft != 0 ? byLeft
            : (Right is null) != (that.Right is null) ? (Right is null).CompareTo(that.Right is null)
            : Right is null ? 0
            : StructuralOrder.Instance.Compare(Right.Body, that.Right!.Body);
    }

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments)
    {
        var moved = new Expectation(Left, Right, arguments);
        return Gaussian.Expect(moved.LeftBody, moved.RightBody ?? 1, moved.Pair);
    }

    private static Expr Once(Expr f) => NtkDsl.Derivative.Of(f, Lambda.Variable);

    /// <summary>
    /// Price's theorem ∂/∂c E f(u)g(v) = E f′(u)g′(v) with the derivatives by a and b. What follows a scale moves c along, so that
    /// dc − (c/2)(da/a + db/b) is left for the angle: where f′ and g′ jump, E f′(u)g′(v) is as 1/Δ near duplicates, and only that makes it finite.
    /// </summary>
    private static Expr ByMoments(Expr f, Expr g, GaussianPair pair, GaussianPair derivatives)
    {
        var turn = (IsSmooth(f), IsSmooth(g)) switch
        {
            (true, true) => derivatives.C,
            (false, false) => pair.Turn(derivatives),
            (false, true) => derivatives.C - (pair.C * Rate(pair.A, derivatives.A) / 2),
            (true, false) => derivatives.C - (pair.C * Rate(pair.B, derivatives.B) / 2),
        };
        return ByScaleOrVariance(f, g, pair, derivatives.A) + ByScaleOrVariance(g, f, pair.Transpose(), derivatives.B)
            + (turn.IsZero ? 0 : Finite(Gaussian.Expect(Once(f), Once(g), pair)) * turn);
    }

    /// <summary>
    /// The heat equation ∂/∂a E f(u)g(v) = ½ E f″(u)g(v) or, where f′ jumps, the derivative by the scale of u, E u f′(u)g(v)·da/2a. A δ in
    /// f′ does not count, as u δ(u) = 0.
    /// </summary>
    private static Expr ByScaleOrVariance(Expr f, Expr? g, GaussianPair pair, Expr derivative) =>
        derivative.IsZero ? 0
        : IsSmooth(f) ? Fraction(1, 2) * Expect(Once(Once(f)), g, pair) * derivative
        : Expect(Lambda.Variable * Basis.SplitDirac(Once(f)).Smooth, g, pair) * Rate(pair.A, derivative) / 2;

    private static bool IsSmooth(Expr f) => Lambda.Lift(Once(f)).Function.KinkedArguments().Count == 0;

    /// <summary>da/a.</summary>
    private static Expr Rate(Expr a, Expr derivative) => derivative * Call.Of(Function.Reciprocal, a);

    /// <summary>Densities at 0, such as 1/√a and 1/Δ, where they multiply what vanishes faster.</summary>
    private static Expr Finite(Expr density) => new Fold<Expr>(
        (node, arguments) => node switch
        {
            Definition => node,
            Power { Exponent: Number { Value.Sign: < 0 } n } => Call.Of(Function.Reciprocal, Pow(arguments[0], -n)),
            _ => node.WithArguments(arguments),
        },
        node => node is Definition ? [] : node.Arguments).Of(density);

    private static Expr Expect(Expr f, Expr? g, GaussianPair pair) => g is null ? Gaussian.Mean(f, pair.A) : Gaussian.Expect(f, g, pair);
}
