using System.Collections.Immutable;
using static NtkDsl.Expr;

namespace NtkDsl.Symbolics;

/// <content>
/// The functions in which dual activations are written. A pair of jointly Gaussian u, v is given by five arguments:
/// a = E u², b = E v², c = E uv, and the two gaps P = 2(√(ab) − c) and Q = 2(√(ab) + c). P and Q follow from a, b and c, but
/// near c = ±√(ab) that subtraction would lose half the digits of the angle, so they are carried beside c through the layers,
/// and their derivatives beside that of c. Printers see a, b and c only.
/// </content>
public sealed partial class Function
{
    /// <summary>θ = arccos(c/√(ab)) = 2 atan2(√P, √Q); π/2 if a or b is 0.</summary>
    internal static Function Angle { get; } = new("angle", 5, x => AngleOf(x[3], x[4]), NoPartial)
    {
        IsNonNegative = true,
        FirstHint = 3,
        ReadsGaps = true,
        Differential = (x, derive) => -Turning(x, derive),
        OnPaper = x => Call.Of(Arccos!, x[2] / (Sqrt(x[0]) * Sqrt(x[1]))),
        Spelling = Spelling.OfWord("angle"),
        Letter = "θ",
    };

    /// <summary>π − θ = 2 atan2(√Q, √P), the angle between u and −v, exact to the last digits where θ is near π.</summary>
    internal static Function CoAngle { get; } = new("coAngle", 5, x => AngleOf(x[4], x[3]), NoPartial)
    {
        IsNonNegative = true,
        FirstHint = 3,
        ReadsGaps = true,
        Differential = Turning,
        OnPaper = x => Pi - Angle.OnPaper!(x),
    };

    /// <summary>Δ = √(ab − c²) = √(PQ)/2.</summary>
    internal static Function Area { get; } =
        new("area", 5, x => Math.Sqrt(Math.Max(x[3], 0)) * Math.Sqrt(Math.Max(x[4], 0)) / 2, NoPartial)
        {
            IsNonNegative = true,
            FirstHint = 3,
            SmoothSquare = x => (x[0] * x[1]) - (x[2] * x[2]),
            OnPaper = x => Sqrt((x[0] * x[1]) - (x[2] * x[2])),
            Spelling = Spelling.OfWord("area"),
            Letter = "Δ",
        };

    /// <summary>D = a + b − 2c = E(u−v)² = P + (√a−√b)².</summary>
    internal static Function Distance { get; } =
        new("distance", 5, x => x[3] + Square(Math.Sqrt(x[0]) - Math.Sqrt(x[1])), (_, index) => index switch { 0 or 1 => 1, 2 => -2, _ => 0 })
        {
            IsNonNegative = true,
            FirstHint = 3,
            OnPaper = x => x[0] + x[1] - (2 * x[2]),
            Letter = "D",
        };

    /// <summary>
    /// sin θ − θ cos θ, without cancellation for small θ. At π − θ it is sin θ + (π − θ) cos θ, the arc-cosine kernel J₁ of Cho and
    /// Saul (2009).
    /// </summary>
    internal static Function SineMinus { get; } = Of(
        "sineMinus", Angles.SineMinus, x => x * Expr.Sin(x), atZero: 0, nonNegative: true, onPaper: x => SinOnPaper(x) - (x * CosOnPaper(x)));

    /// <summary>
    /// 1/x, and 0 where x is 0. It occurs in derivatives only, where it stands for 1/√a, 1/a or 1/Δ and multiplies something that vanishes
    /// faster as the point goes to 0, or both points meet, along with the parameters: the limit is 0. Where there is no limit, as where a
    /// variance of 0 grows in proportion to a parameter, 0 is the convention.
    /// </summary>
    internal static Function Reciprocal { get; } = Of(
        "reciprocal", x => 1 / x is var y && double.IsInfinity(y) ? 0 : y,
        x => -Call.Of(Reciprocal!, x) * Call.Of(Reciprocal!, x), atZero: 0, parity: Parity.Odd, homogeneity: -1, onPaper: x => 1 / x);

    /// <summary>
    /// One quantity in two forms: the first keeps its digits where P ≤ Q, that is up to θ = π/2, the second beyond. Arguments: how it is
    /// written, which is not evaluated, the two forms, P and Q.
    /// </summary>
    internal static Function Nearer { get; } = new("nearer", 5, x => x[^2] <= x[^1] ? x[^4] : x[^3], NoPartial)
    {
        FirstHint = 1,
        Differential = (x, derive) => Call.Of(Nearer!, derive(x[0]), derive(x[1]), derive(x[2]), x[3], x[4]),
        OnPaper = x => x[0],
    };

    /// <summary>√(x² + y²), without overflow.</summary>
    internal static Function Hypot { get; } =
        new("hypot", 2, x => double.Hypot(x[0], x[1]), NoPartial)
        {
            IsNonNegative = true,
            SmoothSquare = x => (x[0] * x[0]) + (x[1] * x[1]),
            OnPaper = x => Sqrt((x[0] * x[0]) + (x[1] * x[1])),
            Letter = "R",
        };

    /// <summary>
    /// arcsin(c/√(ab)) = atan2(c, r): arguments a, b, c and the remainder r = √(ab − c²), which the caller knows without cancellation.
    /// </summary>
    internal static Function ArcSine { get; } = new("arcSine", 4, x => Math.Atan2(x[2], x[3]), ArcSinePartial)
    {
        FirstHint = 3,
        OnPaper = x => Call.Of(Arcsin!, x[2] / (Sqrt(x[0]) * Sqrt(x[1]))),
    };

    /// <summary>The gap P = 2(√(ab) − c) where nothing better is known; arguments a, b, c.</summary>
    internal static Function Gap { get; } = new("gap", 3, x => GapOf(x[0], x[1], x[2]), GapPartial) { IsNonNegative = true };

    /// <summary>
    /// 2(√((a₁+a₂)(b₁+b₂)) − √(a₁b₁) − √(a₂b₂)): how much the gap of a sum of independent fields exceeds the sum of their gaps.
    /// Arguments √a₁, √b₁, √a₂, √b₂, √(a₁+a₂), √(b₁+b₂). By Lagrange's identity it is a square over a sum, so nothing cancels.
    /// </summary>
    internal static Function Excess { get; } = new("excess", 6, x => ExcessOf(x[0], x[1], x[2], x[3], x[4], x[5]), NoPartial)
    {
        IsNonNegative = true,
        Differential = (x, derive) => derive(2 * Pow((x[0] * x[3]) - (x[2] * x[1]), 2) * Call.Of(Reciprocal, (x[4] * x[5]) + (x[0] * x[1]) + (x[2] * x[3]))),
    };

    /// <summary>
    /// The gap of φ(u), φ(v) for φ(u) = α·min(u, 0) + β·max(u, 0); arguments α, β, s = √(ab), sin θ − θ cos θ, J₁(θ), P, Q.
    /// </summary>
    internal static Function KinkGap { get; } =
        new("kinkGap", 7, x => KinkGapOf(x[0], x[1], x[2], x[3], x[4], x[5], x[6]), NoPartial)
        {
            IsNonNegative = true,
            Differential = (x, derive) => MeetsMirrorImage(x)
                ? Call.Of(Nearer, 0, derive(KinkGapNear(x)), derive(KinkGapFar(x)), x[5], x[6])
                : derive(KinkGapNear(x)),
        };

    private static double AngleOf(double gap, double coGap) =>
        gap <= 0 && coGap <= 0 ? Math.PI / 2 : 2 * Math.Atan2(Math.Sqrt(Math.Max(gap, 0)), Math.Sqrt(Math.Max(coGap, 0)));

    /// <summary>A difference of a few ulp is rounding: duplicates behind a smooth activation keep the angle 0.</summary>
    private static double GapOf(double a, double b, double c)
    {
        var scale = Math.Sqrt(a) * Math.Sqrt(b);
        var gap = 2 * (scale - c);
        return gap > GapOfRounding * scale ? gap : 0;
    }

    private static double ExcessOf(double a1, double b1, double a2, double b2, double a, double b)
    {
        var below = (a * b) + (a1 * b1) + (a2 * b2);
        var difference = (a1 * b2) - (a2 * b1);
        return below > 0 ? 2 * difference * (difference / below) : 0;
    }

    private static double KinkGapOf(double alpha, double beta, double s, double sineMinus, double arcCosine, double gap, double coGap)
    {
        var k = Square(beta - alpha) / Math.PI;
        return gap <= coGap
            ? Math.Max(0, ((Square(alpha) + Square(beta)) / 2 * gap) - (k * s * sineMinus))
            : Math.Max(0, (Square(alpha + beta) * s) - (alpha * beta * coGap) - (k * s * arcCosine));
    }

    private static double Square(double x) => x * x;

    private const double GapOfRounding = 2e-15;

    /// <summary>
    /// −dθ = κ/Δ, where κ = dc − (c/2)(da/a + db/b) is how far u and v turn towards each other: see <see cref="GaussianPair.Turn"/>.
    /// Partial derivatives one by one would be infinite where the points meet.
    /// </summary>
    private static Expr Turning(ImmutableArray<Expr> x, Func<Expr, Expr> derive) =>
        GaussianPair.OfArguments(x).Turn(GaussianPair.OfArguments([.. x.Select(derive)])) * Call.Of(Reciprocal, Call.Of(Area, x));

    /// <summary>∂P/∂a = √b/√a and ∂P/∂c = −2.</summary>
    private static Expr GapPartial(ImmutableArray<Expr> x, int index) => index == 2 ? -2 : Sqrt(x[0]) * Sqrt(x[1]) * Call.Of(Reciprocal, x[index]);

    /// <summary>Whether φ(u) may be near φ(−u), as for |u|: else the gap is far from 0 at θ = π, and one form has all its digits.</summary>
    private static bool MeetsMirrorImage(ImmutableArray<Expr> x) => x[0] + x[1] is not Number { Value.Sign: not 0 };

    private static Expr KinkGapNear(ImmutableArray<Expr> x) =>
        (((x[0] * x[0]) + (x[1] * x[1])) / 2 * x[5]) - (Pow(x[1] - x[0], 2) / Pi * x[2] * x[3]);

    private static Expr KinkGapFar(ImmutableArray<Expr> x) =>
        (Pow(x[0] + x[1], 2) * x[2]) - (x[0] * x[1] * x[6]) - (Pow(x[1] - x[0], 2) / Pi * x[2] * x[4]);

    private static Expr ArcSinePartial(ImmutableArray<Expr> x, int index) => index switch
    {
        0 or 1 => -x[2] / (2 * x[index] * x[3]),
        2 => 1 / x[3],
        _ => 0,
    };

    /// <summary>sin(π − θ) = sin θ, sin(π + x) = −sin x and sin(arccos ρ) = √(1 − ρ²).</summary>
    private static Expr SinOnPaper(Expr x) => SupplementOf(x) is { } supplement ? SinOnPaper(supplement)
        : WithoutHalfTurn(x) is { } rest ? -SinOnPaper(rest)
        : x is Call { Arguments: [var cosine] } call && call.Function == Arccos ? Sqrt(1 - Pow(cosine, 2))
        : Expr.Sin(x);

    /// <summary>cos(π − θ) = −cos θ, cos(π + x) = −cos x and cos(arccos ρ) = ρ.</summary>
    private static Expr CosOnPaper(Expr x) => (SupplementOf(x) ?? WithoutHalfTurn(x)) is { } other ? -CosOnPaper(other)
        : x is Call { Arguments: [var cosine] } call && call.Function == Arccos ? cosine
        : Expr.Cos(x);

    /// <summary>x, if the expression is x + π.</summary>
    private static Expr? WithoutHalfTurn(Expr x) => x is Sum && x.Arguments.Contains(Pi) ? x - Pi : null;

    /// <summary>θ, if the expression is π − θ.</summary>
    private static Expr? SupplementOf(Expr x) =>
        x is Sum { Arguments: [var first, Product { Arguments: [Number { Value: var minus }, var theta] }] } && first == Pi && minus == -Rational.One
            ? theta
            : null;

    /// <summary>For functions that are differentiated as a whole.</summary>
    private static Expr NoPartial(ImmutableArray<Expr> x, int index) => throw new InvalidOperationException("The function is differentiated as a whole.");
}
