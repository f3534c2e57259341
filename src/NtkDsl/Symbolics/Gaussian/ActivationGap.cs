using System.Collections.Immutable;

namespace NtkDsl.Symbolics;

/// <summary>
/// The gap 2(√(a′b′) − c′) behind an activation, with a′ = E f(u)², b′ = E g(v)² and c′ = E f(u)g(v). Where it is small, and the
/// subtraction would lose its digits, it is evaluated as the square √(a′b′) E (f(u)/√a′ − g(v)/√b′)².
/// </summary>
/// <remarks>
/// Like all gaps it stands for a, b and c with more digits, and is not printed. By Price's theorem
/// <code>2(√(a′b′) − c′) = P · (1/(1 − cos θ)) ∫₀^θ sin t E f′(u)g′(v_t) dt + 2(√(a′b′) − E f(u)g(v₀)),</code>
/// where v_t is v turned to the angle t from u: the angle's part, and a part that vanishes with the difference of a and b.
/// </remarks>
internal sealed class ActivationGap : Expr
{
    /// <summary>Where the moments behind the activation are among the arguments, after those before it.</summary>
    public const int BehindA = GaussianPair.ArgumentCount, BehindB = BehindA + 1, BehindC = BehindB + 1;

    /// <summary>How many arguments there are before the slots.</summary>
    public const int FixedArguments = BehindC + 1;

    /// <summary>a′, b′ and c′.</summary>
    public static readonly Range Behind = BehindA..FixedArguments;

    /// <summary>Gaps, relative to √(a′b′), below which subtraction costs digits of the angle; at this size it has 14 of them.</summary>
    private const double Small = 1e-2;

    private ActivationGap(Lambda left, Lambda right, ImmutableArray<Expr> arguments)
        : base(arguments, Scope.None, HashCode.Combine(left, right)) => (Left, Right) = (left, right);

    /// <summary>f.</summary>
    public Lambda Left { get; }

    /// <summary>g.</summary>
    public Lambda Right { get; }

    internal override bool IsNonNegative => true;

    /// <summary>The gap; f and g are expressions in <see cref="Lambda.Variable"/>.</summary>
    /// <param name="f">f.</param>
    /// <param name="g">g.</param>
    /// <param name="pair">The moments of u and v.</param>
    /// <param name="behind">a′, b′ and c′.</param>
    public static Expr Of(Expr f, Expr g, GaussianPair pair, (Expr A, Expr B, Expr C) behind)
    {
        var (left, leftSlots) = Lambda.Lift(f);
        var (right, rightSlots) = Lambda.Lift(g);
        return IsContinuous(f) && IsContinuous(g) && !(behind.A == behind.B && behind.B == behind.C)
            ? Interning.Intern(new ActivationGap(left, right, [.. pair.Arguments, behind.A, behind.B, behind.C, .. leftSlots, .. rightSlots]))
            : Call.Of(Function.Gap, behind.A, behind.B, behind.C);
    }

    /// <summary>Whether a subtracted gap has too few digits.</summary>
    /// <param name="subtracted">2(√(a′b′) − c′).</param>
    /// <param name="scale">√(a′b′).</param>
    public static bool IsLost(double subtracted, double scale) => scale > 0 && subtracted < Small * scale;

    /// <summary>
    /// The derivative of the difference √(a′b′) − c′, as a rate: below some 1e-15 of √(a′b′) it is rounding, as the difference itself, and
    /// counts as 0. The angle behind f is known to all digits, its derivative to eight at the least.
    /// </summary>
    internal Expr DerivativeFrom(ImmutableArray<Expr> derivatives)
    {
        var (a, b, c) = (Arguments[BehindA], Arguments[BehindB], Arguments[BehindC]);
        var slope = Sum.Of([.. Enumerable.Range(0, 3).Select(i => Function.Gap.Partial([a, b, c], i) * derivatives[BehindA + i])]);
        return this * Call.Of(Function.Reciprocal, Call.Of(Function.Gap, a, b, c)) * slope;
    }

    internal override bool SamePayload(Expr other) => other is ActivationGap gap && gap.Left == Left && gap.Right == Right;

    internal override int ComparePayload(Expr other)
    {
        var that = (ActivationGap)other;
        var byLeft = StructuralOrder.Instance.Compare(Left.Body, that.Left.Body);
        return byLeft != 0 ? byLeft : StructuralOrder.Instance.Compare(Right.Body, that.Right.Body);
    }

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments) => Of(
        Left.Apply(Lambda.Variable, arguments.Slice(FixedArguments, Left.Slots)),
        Right.Apply(Lambda.Variable, arguments.Slice(FixedArguments + Left.Slots, Right.Slots)),
        GaussianPair.OfArguments(arguments),
        (arguments[BehindA], arguments[BehindB], arguments[BehindC]));

    private static bool IsContinuous(Expr f) => Basis.SplitDirac(NtkDsl.Derivative.Of(f, Lambda.Variable)).Sharp.IsZero;
}
