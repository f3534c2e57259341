using System.Collections.Immutable;
using static NtkDsl.Expr;

namespace NtkDsl.Symbolics;

/// <content>
/// The functions in which duals of steps and ramps with thresholds are written. A pair is given by a, b, c, then the thresholds s of u and
/// t of v, and last the gaps P and Q, as hints; where kinks cancel, an interval s to s′ or t to t′ stands in the place of each threshold.
/// </content>
public sealed partial class Function
{
    /// <summary>P(u > s); arguments a = E u² and s. Without variance it is the step at −s.</summary>
    internal static Function StepMean { get; } =
        new("stepMean", 2, x => x[0] <= 0 ? StepOf(-x[1]) : new Threshold(x[1], x[0]).StepMean, NoPartial)
        {
            IsNonNegative = true,
            Differential = (x, derive) => -DensityAt(x[0], x[1]) * Shift(x[0], x[1], derive),
            OnPaper = x => Expr.NormalCdf(-x[1] / Sqrt(x[0])),
        };

    /// <summary>P(s &lt; u &lt; s′); arguments a = E u², s and s′.</summary>
    internal static Function StripMean { get; } =
        new("stripMean", 3, StripMeanOf, NoPartial)
        {
            Differential = (x, derive) =>
                (DensityAt(x[0], x[2]) * Shift(x[0], x[2], derive)) - (DensityAt(x[0], x[1]) * Shift(x[0], x[1], derive)),
            OnPaper = x => Expr.NormalCdf(x[2] / Sqrt(x[0])) - Expr.NormalCdf(x[1] / Sqrt(x[0])),
        };

    /// <summary>E max(u − s, 0), with relative accuracy in the tail; arguments a = E u² and s.</summary>
    internal static Function RampMean { get; } =
        new("rampMean", 2, x => x[0] <= 0 ? Math.Max(-x[1], 0) : new Threshold(x[1], x[0]).RampMean, NoPartial)
        {
            IsNonNegative = true,
            Differential = (x, derive) => (DensityAt(x[0], x[1]) / 2 * derive(x[0])) - (Call.Of(StepMean, x) * derive(x[1])),
            OnPaper = x => (Sqrt(x[0]) / Sqrt(2 * Pi) * Expr.Exp(-x[1] * x[1] / (2 * x[0]))) - (x[1] * Expr.NormalCdf(-x[1] / Sqrt(x[0]))),
        };

    /// <summary>Ψ₁ = P(u > s, v > t) − P(u > s)P(v > t) = ∫₀ᶜ p(s, t; r) dr, with the density p of u and v at covariance r.</summary>
    internal static Function StepCovariance { get; } =
        new("stepCovariance", 7, StepCovarianceOf, NoPartial)
        {
            FirstHint = 5,
            ReadsGaps = true,
            Differential = StepCovarianceSlope,
            Meaning = OfSteps,
            Spelling = new("Ψ₁", @"\Psi_{1}", "StepCovariance", "stepCovariance", "step_covariance"),
        };

    /// <summary>Ψ₂ = E (u−s)₊(v−t)₊ − E (u−s)₊ E (v−t)₊ − c P(u > s)P(v > t) = ∫₀ᶜ (c − r) p(s, t; r) dr.</summary>
    internal static Function RampCovariance { get; } =
        new("rampCovariance", 7, RampCovarianceOf, NoPartial)
        {
            IsNonNegative = true,
            FirstHint = 5,
            ReadsGaps = true,
            Differential = (x, derive) => Growth(x, RampCovariance!, StepCovariance, derive) + ThresholdSlope(x, derive),
            Meaning = OfRamps,
            Spelling = new("Ψ₂", @"\Psi_{2}", "RampCovariance", "rampCovariance", "ramp_covariance"),
        };

    /// <summary>Ψ₁ at both ends of two intervals, P(s &lt; u &lt; s′, t &lt; v &lt; t′) − P(s &lt; u &lt; s′)P(t &lt; v &lt; t′).</summary>
    internal static Function StepBox { get; } =
        new("stepBox", 9, x => BoxOf(x, ThresholdIntegral.StepBox), NoPartial)
        {
            FirstHint = 7,
            ReadsGaps = true,
            Differential = (x, derive) => OverCorners(x, corner => StepCovarianceSlope(corner, derive)),
            OnPaper = x => OverCorners(WithGaps(x), corner => Call.Of(StepCovariance, corner)),
            Meaning = OfSteps,
        };

    /// <summary>Ψ₂ at both ends of two intervals: what remains of clipped functions.</summary>
    internal static Function RampBox { get; } =
        new("rampBox", 9, x => Math.Sqrt(x[0]) * Math.Sqrt(x[1]) * BoxOf(x, ThresholdIntegral.RampBox), NoPartial)
        {
            FirstHint = 7,
            ReadsGaps = true,
            Differential = (x, derive) => Growth(x, RampBox!, StepBox, derive) + OverCorners(x, corner => ThresholdSlope(corner, derive)),
            OnPaper = x => OverCorners(WithGaps(x), corner => Call.Of(RampCovariance, corner)),
            Meaning = OfRamps,
        };

    /// <summary>P(v > t | u = s) − P(v > t). It occurs in derivatives only.</summary>
    internal static Function TailShift { get; } =
        new("tailShift", 7, TailShiftOf, NoPartial)
        {
            FirstHint = 5,
            ReadsGaps = true,
            Differential = TailShiftSlope,
            OnPaper = x => Expr.NormalCdf(((x[2] * x[3]) - (x[0] * x[4])) / (Sqrt(x[0]) * Sqrt((x[0] * x[1]) - (x[2] * x[2])))) - Expr.NormalCdf(-x[4] / Sqrt(x[1])),
        };

    /// <summary>The arguments of the functions with two thresholds.</summary>
    internal static ImmutableArray<Expr> WithThresholds(GaussianPair pair, Expr s, Expr t) => [pair.A, pair.B, pair.C, s, t, pair.P, pair.Q];

    /// <summary>The density of u at s, and 0 where u has no variance: it multiplies what vanishes faster.</summary>
    internal static Expr DensityAt(Expr a, Expr s) =>
        Expr.Exp(-s * s * Call.Of(Reciprocal, a) / 2) * Call.Of(Reciprocal, Sqrt(a)) / Sqrt(2 * Pi);

    /// <summary>The density of u at s times <see cref="TailShift"/>.</summary>
    internal static Expr ShiftedTail(ImmutableArray<Expr> x) => DensityAt(x[0], x[3]) * Call.Of(TailShift, x);

    /// <summary>
    /// The density of u and v at s and t, times 2πΔ an exponential: ((s√b − t√a)²/P + (s√b + t√a)²/Q)/2√(ab) has its digits near ρ = ±1.
    /// </summary>
    internal static Expr DensityAt(GaussianPair pair, Expr s, Expr t)
    {
        var (right, left) = (s * Sqrt(pair.B), t * Sqrt(pair.A));
        var exponent = ((Pow(right - left, 2) * Call.Of(Reciprocal, pair.P)) + (Pow(right + left, 2) * Call.Of(Reciprocal, pair.Q)))
            * Call.Of(Reciprocal, pair.Scale) / 2;
        return Expr.Exp(-exponent) * Call.Of(Reciprocal, pair.Area) / (2 * Pi);
    }

    /// <summary>√a d(s/√a): how far the threshold moves, beyond what follows the scale of u.</summary>
    private static Expr Shift(Expr a, Expr s, Func<Expr, Expr> derive) => derive(s) - (s / 2 * Call.Of(Reciprocal, a) * derive(a));

    private static GaussianPair PairOf(ImmutableArray<Expr> x) => new(x[0], x[1], x[2], x[^2], x[^1]);

    private static Expr TurnOf(ImmutableArray<Expr> x, Func<Expr, Expr> derive) => PairOf(x).Turn(PairOf([.. x.Select(derive)]));

    private static ImmutableArray<Expr> Transposed(ImmutableArray<Expr> x) => [x[1], x[0], x[2], x[4], x[3], x[5], x[6]];

    /// <summary>A sum over the corners of a box, with the signs of a second difference.</summary>
    private static Expr OverCorners(ImmutableArray<Expr> x, Func<ImmutableArray<Expr>, Expr> term)
    {
        return Corner(3, 5) - Corner(3, 6) - Corner(4, 5) + Corner(4, 6);

        Expr Corner(int s, int t) => term(WithThresholds(PairOf(x), x[s], x[t]));
    }

    /// <summary>What is seen of the arguments, with the gaps that follow from it.</summary>
    private static ImmutableArray<Expr> WithGaps(ImmutableArray<Expr> x) =>
        [.. x, Call.Of(Gap, x[0], x[1], x[2]), Call.Of(Gap, x[0], x[1], -x[2])];

    private static Expr StepCovarianceSlope(ImmutableArray<Expr> x, Func<Expr, Expr> derive) =>
        (DensityAt(PairOf(x), x[3], x[4]) * TurnOf(x, derive))
        - (ShiftedTail(x) * Shift(x[0], x[3], derive))
        - (ShiftedTail(Transposed(x)) * Shift(x[1], x[4], derive));

    /// <summary>How a function of two ramps grows as the scales of u and v do, and as they turn: ∂Ψ₂/∂c = Ψ₁.</summary>
    private static Expr Growth(ImmutableArray<Expr> x, Function ofRamps, Function ofSteps, Func<Expr, Expr> derive) =>
        (Call.Of(ofRamps, x) * ((Call.Of(Reciprocal, x[0]) * derive(x[0])) + (Call.Of(Reciprocal, x[1]) * derive(x[1]))) / 2)
        + (Call.Of(ofSteps, x) * TurnOf(x, derive));

    /// <summary>How Ψ₂ follows its thresholds: −∂Ψ₂/∂s is the covariance of a step at s with a ramp, less c times a density and a tail.</summary>
    private static Expr ThresholdSlope(ImmutableArray<Expr> x, Func<Expr, Expr> derive)
    {
        var (ofU, ofV, steps) = (ShiftedTail(x), ShiftedTail(Transposed(x)), Call.Of(StepCovariance, x));
        return (((x[4] * steps) - (x[2] * ofU) - (x[1] * ofV)) * Shift(x[0], x[3], derive))
            + (((x[3] * steps) - (x[2] * ofV) - (x[0] * ofU)) * Shift(x[1], x[4], derive));
    }

    private static Expr TailShiftSlope(ImmutableArray<Expr> x, Func<Expr, Expr> derive)
    {
        var (pair, s, t) = (PairOf(x), x[3], x[4]);
        var given = DensityAt(pair, s, t) / DensityAt(pair.A, s);
        var (shiftOfU, shiftOfV) = (Shift(pair.A, s, derive), Shift(pair.B, t, derive));
        return (given * ((pair.C * Call.Of(Reciprocal, pair.A) * shiftOfU) - shiftOfV))
            + (given * ((s * pair.B) - (pair.C * t)) * Pow(Call.Of(Reciprocal, pair.Area), 2) * TurnOf(x, derive))
            + (DensityAt(pair.B, t) * shiftOfV);
    }

    private static Meaning OfSteps() => MeaningOf(StepCovariance, Expr.Step, 0);

    private static Meaning OfRamps() => MeaningOf(RampCovariance, Expr.Relu, Parameter("c"));

    /// <summary>f(u − s) and f(v − t) have this covariance, without c P(u > s)P(v > t) for ramps.</summary>
    private static Meaning MeaningOf(Function function, Func<Expr, Expr> f, Expr ofSteps)
    {
        var (s, t, u) = (Parameter("s"), Parameter("t"), Lambda.Variable);
        var pair = GaussianPair.Of(Parameter("a"), Parameter("b"), Parameter("c"));
        return new(
            Call.Of(function, WithThresholds(pair, s, t)),
            Mean(f(u - s), f(u - t)) - (Mean(f(u - s), 1) * Mean(1, f(u - t))) - (ofSteps * Mean(Expr.Step(u - s), 1) * Mean(1, Expr.Step(u - t))));

        Expr Mean(Expr left, Expr right) => Expectation.Product(left, right, pair);
    }

    private static double StepOf(double x) => (SignOf(x) + 1) / 2;

    /// <summary>Whether both fields have variance; NaN goes on.</summary>
    private static bool Correlated(ReadOnlySpan<double> x) => !(x[0] <= 0 || x[1] <= 0);

    private static double StripMeanOf(ReadOnlySpan<double> x) => x[0] <= 0
        ? StepOf(-x[1]) - StepOf(-x[2])
        : SignOf(x[2] - x[1]) * Interval.Between(new(x[1], x[0]), new(x[2], x[0])).Probability;

    private static double StepCovarianceOf(ReadOnlySpan<double> x) =>
        Correlated(x) ? ThresholdIntegral.Steps(new(x[3], x[0]), new(x[4], x[1]), x[5], x[6]) : 0;

    private static double RampCovarianceOf(ReadOnlySpan<double> x) =>
        Correlated(x) ? Math.Sqrt(x[0]) * Math.Sqrt(x[1]) * ThresholdIntegral.Ramps(new(x[3], x[0]), new(x[4], x[1]), x[5], x[6]) : 0;

    private static double BoxOf(ReadOnlySpan<double> x, Func<Interval, Interval, double, double, double> integral)
    {
        if (!Correlated(x))
        {
            return 0;
        }

        var box = integral(Interval.Between(new(x[3], x[0]), new(x[4], x[0])), Interval.Between(new(x[5], x[1]), new(x[6], x[1])), x[7], x[8]);
        return x[3] > x[4] == x[5] > x[6] ? box : -box;
    }

    /// <summary>Given u = s, v exceeds t with the probability Φ(((h−k)/w − (h+k)w)/2), w = tan(θ/2).</summary>
    private static double TailShiftOf(ReadOnlySpan<double> x)
    {
        if (!Correlated(x))
        {
            return 0;
        }

        var (h, k, w) = (x[3] / Math.Sqrt(x[0]), x[4] / Math.Sqrt(x[1]), Math.Sqrt(Math.Max(x[5], 0) / Math.Max(x[6], 0)));
        return Normal.Cdf((Ratio(h - k, w) - Ratio(h + k, 1 / w)) / 2) - Normal.Cdf(-k);

        static double Ratio(double top, double bottom) => top == 0 ? 0 : top / bottom;
    }
}
