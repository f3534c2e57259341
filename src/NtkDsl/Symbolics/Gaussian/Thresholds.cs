namespace NtkDsl;

/// <summary>
/// A piecewise linear function: its jumps and kinks, wherever they are, and the means of f and f′. Any number of them makes one closed
/// form, in which only what correlation adds is summed over the pairs of knots.
/// </summary>
internal sealed class Thresholds
{
    private static readonly Symbol U = Lambda.Variable;

    private readonly Knots jumps = new();
    private readonly Knots kinks = new();
    private readonly List<(Expr Weight, Func<Expr, Expr> OfVariance)> means = [];

    /// <summary>The slope before the first kink.</summary>
    private Expr firstSlope = 0;

    private Thresholds()
    {
    }

    /// <summary>Whether a knot is not at 0: without one, the sum over its terms has a shorter form by the angle.</summary>
    private bool HasKnotAside => kinks.Sorted.Concat(jumps.Sorted).Any(knot => !knot.At.IsZero);

    /// <summary>Reads a function; null if it is not piecewise linear, or the direction of a piece is not known.</summary>
    public static Thresholds? Read(Expr f)
    {
        var read = new Thresholds();
        return Basis.Expand(f).All(term => read.Add(term.Coefficient, term.Function)) ? read : null;
    }

    /// <summary>E f(u) for u ~ N(0, a).</summary>
    public Expr Mean(Expr a) => Sum.Of([.. means.Select(term => term.Weight * term.OfVariance(a))]);

    /// <summary>
    /// E f(u)g(v) = E f E g + c E f′ E g′ + Σ κᵢκⱼ Ψ₂(sᵢ, tⱼ) over the kinks, by Price's theorem to the second order, for continuous f and g;
    /// jumps add Σ Ψ₁ among themselves, and meet ramps by Stein's lemma.
    /// </summary>
    public static Expr? Dual(Expr f, Expr g, GaussianPair pair) =>
        Read(f) is { } left && Read(g) is { } right && (left.HasKnotAside || right.HasKnotAside)
        ? (left.Mean(pair.A) * right.Mean(pair.B))
            + (pair.C * left.MeanSlope(pair.A) * right.MeanSlope(pair.B))
            + Knots.Pairs(Function.RampCovariance, Function.RampBox, left.kinks, right.kinks, pair)
            + Knots.Pairs(Function.StepCovariance, Function.StepBox, left.jumps, right.jumps, pair)
            + left.JumpsAgainstRamps(right, pair)
            + right.JumpsAgainstRamps(left, pair.Transpose())
        : null;

    /// <summary>E f′(u) but for jumps, over the pieces: nothing cancels where f is clipped and u wide.</summary>
    private Expr MeanSlope(Expr a)
    {
        var sorted = kinks.Sorted;
        if (sorted.IsEmpty)
        {
            return firstSlope;
        }

        var (slope, sum) = (firstSlope, firstSlope * Call.Of(Function.StepMean, a, -sorted[0].At));
        for (var i = 0; i < sorted.Length; i++)
        {
            slope += sorted[i].Weight;
            sum += slope * (i + 1 < sorted.Length
                ? Call.Of(Function.StripMean, a, sorted[i].At, sorted[i + 1].At)
                : Call.Of(Function.StepMean, a, sorted[i].At));
        }

        return sum;
    }

    /// <summary>
    /// Cov(step(u − s), max(v − t, 0)) = c p(s) P(v > t) + c p(s) Δ + b p(t) Δ′ − t Ψ₁, with the densities of u and v and how much u = s
    /// changes P(v > t), and v = t changes P(u > s).
    /// </summary>
    private Expr JumpsAgainstRamps(Thresholds ramps, GaussianPair pair)
    {
        Expr sum = 0;
        foreach (var jump in jumps.Sorted)
        {
            sum += jump.Weight * pair.C * Function.DensityAt(pair.A, jump.At) * ramps.MeanSlope(pair.B);
            foreach (var kink in ramps.kinks.Sorted)
            {
                var (there, back) = (Function.WithThresholds(pair, jump.At, kink.At), Function.WithThresholds(pair.Transpose(), kink.At, jump.At));
                sum += jump.Weight * kink.Weight
                    * ((pair.C * Function.ShiftedTail(there)) + (pair.B * Function.ShiftedTail(back)) - (kink.At * Call.Of(Function.StepCovariance, there)));
            }
        }

        return sum;
    }

    private bool Add(Expr weight, Expr f)
    {
        if (f.IsOne)
        {
            means.Add((weight, _ => 1));
            return true;
        }

        if (f == U)
        {
            firstSlope += weight;
            return true;
        }

        return f switch
        {
            Call { Arguments: [var x], Function: var function } when IsRising(x, out var at, out var size) is { } rising =>
                AddCall(weight, function, at, size, rising),
            Product when f.Arguments.Remove(U) is [Call { Arguments: [var x], Function: var function }]
                && IsRising(x, out var at, out _) is { } rising => AddRampAndJump(weight, function, at, rising),
            _ => false,
        };
    }

    /// <summary>A function of size·(u − at), or of its negative.</summary>
    private bool AddCall(Expr weight, Function function, Expr at, Expr size, bool rising)
    {
        if (function == Function.Step)
        {
            AddStep(weight, at, rising);
        }
        else if (function == Function.Sign)
        {
            means.Add((-weight, _ => 1));
            AddStep(2 * weight, at, rising);
        }
        else if (function == Function.Relu)
        {
            AddRamp(weight * size, at, rising);
        }
        else if (function == Function.Abs)
        {
            AddRamp(weight * size, at, rising: true);
            AddRamp(weight * size, at, rising: false);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>u·step(u − s) = max(u − s, 0) + s·step(u − s), as in the derivative of a ramp by the scale of u.</summary>
    private bool AddRampAndJump(Expr weight, Function function, Expr at, bool rising)
    {
        if (function == Function.Sign)
        {
            firstSlope -= weight;
            weight *= 2;
        }
        else if (function != Function.Step)
        {
            return false;
        }

        AddRamp(rising ? weight : -weight, at, rising);
        AddStep(weight * at, at, rising);
        return true;
    }

    private void AddStep(Expr weight, Expr at, bool rising)
    {
        jumps.Add(rising ? weight : -weight, at);
        means.Add((weight, a => Call.Of(Function.StepMean, a, rising ? at : -at)));
    }

    private void AddRamp(Expr weight, Expr at, bool rising)
    {
        kinks.Add(weight, at);
        firstSlope -= rising ? 0 : weight;
        means.Add((weight, a => Call.Of(Function.RampMean, a, rising ? at : -at)));
    }

    /// <summary>Reads x as ±size·(u − at); null if the sign of the slope is not known, or it may be 0.</summary>
    private static bool? IsRising(Expr x, out Expr at, out Expr size)
    {
        (at, size) = (0, 0);
        if (!Basis.IsAffine(x, out var slope, out var offset) || slope is not Number { Value.Sign: not 0 and var sign })
        {
            return null;
        }

        (at, size) = (-offset / slope, sign > 0 ? slope : -slope);
        return sign > 0;
    }
}
