using System.Collections.Immutable;
using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>
/// The second moments of a jointly Gaussian pair u, v of mean 0: a = E u², b = E v², c = E uv, and the gaps P = 2(√(ab) − c) and
/// Q = 2(√(ab) + c), which keep the digits that c loses where u and v are nearly proportional.
/// </summary>
/// <remarks>
/// The gaps are closed under everything that happens to fields: scaling, adding independent fields, and kinked activations, each
/// without cancellation. Hence they also serve for the second moments of signals that are not Gaussian.
/// </remarks>
internal sealed record GaussianPair(Expr A, Expr B, Expr C, Expr P, Expr Q)
{
    /// <summary>Where the gaps are among <see cref="Arguments"/>, and how many of these there are.</summary>
    public const int IndexOfP = 3, IndexOfQ = 4, ArgumentCount = 5;

    public static GaussianPair Zero { get; } = new(0, 0, 0, 0, 0);

    /// <summary>a = E u², b = E v² and c = E uv as symbols: what closed forms are differentiated with respect to.</summary>
    public static GaussianPair Symbolic { get; } = Of(Leaf("a", true), Leaf("b", true), Leaf("c", false));

    /// <summary>True if u and v are one variable.</summary>
    public bool IsSamePoint => A == B && B == C;

    /// <summary>θ.</summary>
    public Expr Theta => Call.Of(Function.Angle, Arguments);

    /// <summary>π − θ.</summary>
    public Expr CoTheta => Call.Of(Function.CoAngle, Arguments);

    /// <summary>sin θ − θ cos θ.</summary>
    public Expr SineMinus => Call.Of(Function.SineMinus, Theta);

    /// <summary>J₁(θ) = sin θ + (π − θ) cos θ, which is the same function of π − θ.</summary>
    public Expr ArcCosine => Call.Of(Function.SineMinus, CoTheta);

    public Expr Area => Call.Of(Function.Area, Arguments);

    public Expr Distance => Call.Of(Function.Distance, Arguments);

    /// <summary>√(ab).</summary>
    public Expr Scale => Sqrt(A) * Sqrt(B);

    public ImmutableArray<Expr> Arguments => [A, B, C, P, Q];

    /// <summary>The pair whose <see cref="Arguments"/> come first among these.</summary>
    public static GaussianPair OfArguments(ImmutableArray<Expr> arguments) =>
        new(arguments[0], arguments[1], arguments[2], arguments[IndexOfP], arguments[IndexOfQ]);

    /// <summary>Moments with the gaps that follow from a, b and c.</summary>
    public static GaussianPair Of(Expr a, Expr b, Expr c) => a == b && b == c
        ? Same(a)
        : new(a, b, c, Call.Of(Function.Gap, a, b, c), Call.Of(Function.Gap, a, b, -c));

    /// <summary>The pair u, u.</summary>
    public static GaussianPair Same(Expr a) => new(a, a, a, 0, 4 * a);

    /// <summary>The moments of two constants.</summary>
    public static GaussianPair Constants(Expr m, Expr n) => Of(m * m, n * n, m * n);

    /// <summary>The moments of s·u and t·v.</summary>
    public GaussianPair Times(Expr s, Expr t)
    {
        if (s.IsOne && t.IsOne)
        {
            return this;
        }

        var (a, b, c) = (s * s * A, t * t * B, s * t * C);
        return IsSamePoint && s == t ? Same(a)
            : (s * t).IsNonNegative ? new(a, b, c, s * t * P, s * t * Q)
            : (-(s * t)).IsNonNegative ? new(a, b, c, -(s * t) * Q, -(s * t) * P)
            : Of(a, b, c);
    }

    /// <summary>The moments of a sum of two independent pairs.</summary>
    public GaussianPair Plus(GaussianPair other)
    {
        if (A.IsZero && B.IsZero)
        {
            return other;
        }

        if (other.A.IsZero && other.B.IsZero)
        {
            return this;
        }

        var (a, b, c) = (A + other.A, B + other.B, C + other.C);
        if (IsSamePoint && other.IsSamePoint)
        {
            return Same(a);
        }

        var excess = Call.Of(Function.Excess, Sqrt(A), Sqrt(B), Sqrt(other.A), Sqrt(other.B), Sqrt(a), Sqrt(b));
        return new(a, b, c, P + other.P + excess, Q + other.Q + excess);
    }

    /// <summary>The moments of what remains of a sum without one of its two uncorrelated parts.</summary>
    public GaussianPair Minus(GaussianPair part)
    {
        if (part.A.IsZero && part.B.IsZero)
        {
            return this;
        }

        var (a, b, c) = (A - part.A, B - part.B, C - part.C);
        var excess = Call.Of(Function.Excess, Sqrt(a), Sqrt(b), Sqrt(part.A), Sqrt(part.B), Sqrt(A), Sqrt(B));
        return IsSamePoint ? Same(a) : new(a, b, c, P - part.P - excess, Q - part.Q - excess);
    }

    /// <summary>
    /// κ = dc − (c/2)(da/a + db/b) from the derivatives of all five: how fast c changes by the angle alone. Where u and v are nearly
    /// proportional it is as small as the square of the angle, and follows from the gaps without cancellation:
    /// κ = (P(da/a + db/b)/2 − dP)/2 = (dQ − Q(da/a + db/b)/2)/2.
    /// </summary>
    public Expr Turn(GaussianPair derivatives)
    {
        var half = ((derivatives.A * Call.Of(Function.Reciprocal, A)) + (derivatives.B * Call.Of(Function.Reciprocal, B))) / 2;
        return Call.Of(Function.Nearer, derivatives.C - (C * half), ((P * half) - derivatives.P) / 2, (derivatives.Q - (Q * half)) / 2, P, Q);
    }

    /// <summary>The same moments, with gaps that are known with more digits.</summary>
    public GaussianPair WithGapsOf(GaussianPair other) => IsSamePoint ? this : this with { P = other.P, Q = other.Q };

    /// <summary>The same moments with u and v exchanged.</summary>
    public GaussianPair Transpose() => new(B, A, C, P, Q);

    private static Symbol Leaf(string name, bool nonNegative) => Symbol.Make(name, SymbolKind.Variable, Scope.None, nonNegative);
}
