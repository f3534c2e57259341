using System.Collections.Immutable;

namespace NtkDsl.Symbolics;

/// <summary>
/// (1/d) Σ_i f(x_i)g(x′_i) or (1/d) Σ_i f(x_i) over the coordinates of the input: what an activation before the first dense layer
/// leads to. It is exact, since the input has finitely many coordinates.
/// </summary>
public sealed class InputMean : Expr
{
    private InputMean(Lambda left, Lambda? right, ImmutableArray<Expr> arguments)
        : base(arguments, Scope.None, HashCode.Combine(left, right))
    {
        Left = left;
        Right = right;
    }

    /// <summary>The leaf that stands for the row's point.</summary>
    internal static Symbol RowPoint { get; } = Symbol.Make("x", SymbolKind.Input, Scope.Row);

    /// <summary>The leaf that stands for the column's point.</summary>
    internal static Symbol ColumnPoint { get; } = Symbol.Make("x", SymbolKind.Input, Scope.Column);

    /// <summary>f.</summary>
    internal Lambda Left { get; }

    /// <summary>g, or null.</summary>
    internal Lambda? Right { get; }

    internal ImmutableArray<Expr> LeftSlots => Arguments.Slice(Points, Left.Slots);

    internal ImmutableArray<Expr> RightSlots => Right is null ? [] : Arguments.Slice(Points + Left.Slots, Right.Slots);

    private int Points => Right is null ? 1 : 2;

    /// <summary>(1/d) Σ f(x_i), with f in <see cref="Lambda.Variable"/> and the point as one of the two leaves.</summary>
    internal static Expr Of(Expr f, Expr point)
    {
        var (function, slots) = Lambda.Lift(f);
        return Interning.Intern(new InputMean(function, null, [point, .. slots]));
    }

    /// <summary>(1/d) Σ f(x_i)g(x′_i), the first at the row's point and the second at the column's.</summary>
    internal static Expr Of(Expr f, Expr g, Expr leftPoint, Expr rightPoint)
    {
        var (left, leftSlots) = Lambda.Lift(f);
        var (right, rightSlots) = Lambda.Lift(g);
        return Interning.Intern(new InputMean(left, right, [leftPoint, rightPoint, .. leftSlots, .. rightSlots]));
    }

    /// <summary>Differentiation under the sum; the points themselves are constants.</summary>
    internal Expr DerivativeFrom(ImmutableArray<Expr> derivatives)
    {
        var terms = new List<Expr>();
        for (var i = 0; i < Left.Slots + (Right?.Slots ?? 0); i++)
        {
            if (derivatives[Points + i].IsZero)
            {
                continue;
            }

            var left = i < Left.Slots ? Left.BySlot(i).Apply(Lambda.Variable, LeftSlots) : Left.Apply(Lambda.Variable, LeftSlots);
            var right = i < Left.Slots ? Right?.Apply(Lambda.Variable, RightSlots) : Right!.BySlot(i - Left.Slots).Apply(Lambda.Variable, RightSlots);
            terms.Add((right is null ? Of(left, Arguments[0]) : Of(left, right, Arguments[0], Arguments[1])) * derivatives[Points + i]);
        }

        return Sum.Of([.. terms]);
    }

    internal override bool SamePayload(Expr other) => other is InputMean mean && mean.Left == Left && mean.Right == Right;

    internal override int ComparePayload(Expr other)
    {
        var that = (InputMean)other;
        var byLeft = StructuralOrder.Instance.Compare(Left.Body, that.Left.Body);
        return byLeft != 0 ? byLeft : StructuralOrder.Instance.Compare(Right?.Body ?? 0, that.Right?.Body ?? 0);
    }

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments) => Interning.Intern(new InputMean(Left, Right, arguments));
}
