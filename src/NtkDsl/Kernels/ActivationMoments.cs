namespace NtkDsl;

/// <summary>Second moments behind an activation, with gaps that do not cancel.</summary>
internal static class ActivationMoments
{
    /// <summary>E φ(u)², E φ(v)² and E φ(u)φ(v), where φ may have slots that depend on the point.</summary>
    public static GaussianPair Of(Expr function, GaussianPair pair, Site p, Site q)
    {
        var (f, g) = (function.At(p), function.At(q));
        if (Shapes.IsPiecewiseLinear(f, out var left, out var right) && f == g)
        {
            return left == right ? pair.Times(right, right) : Kinked(f, left, right, pair);
        }

        var (a, b, c) = (Gaussian.Expect(f, f, GaussianPair.Same(pair.A)), Gaussian.Expect(g, g, GaussianPair.Same(pair.B)), Gaussian.Expect(f, g, pair));
        return p == q ? GaussianPair.Same(a) : new(a, b, c, ActivationGap.Of(f, g, pair, (a, b, c)), CoGap(f, g, pair, (a, b, c)));
    }

    /// <summary>Near θ = π an odd φ has the gap of u and −v; any other is far from −φ(v) there.</summary>
    private static Expr CoGap(Expr f, Expr g, GaussianPair pair, (Expr A, Expr B, Expr C) behind) => Shapes.IsOdd(f) && Shapes.IsOdd(g)
        ? ActivationGap.Of(f, g, new(pair.A, pair.B, -pair.C, pair.Q, pair.P), (behind.A, behind.B, -behind.C))
        : Call.Of(Function.Gap, behind.A, behind.B, -behind.C);

    /// <summary>φ(u) = α·min(u, 0) + β·max(u, 0): c′ = h·c + k·s(sin θ − θ cos θ) with s = √(ab), h = (α²+β²)/2, k = (α−β)²/2π.</summary>
    private static GaussianPair Kinked(Expr f, Expr alpha, Expr beta, GaussianPair pair)
    {
        var half = ((alpha * alpha) + (beta * beta)) / 2;
        var bend = Expr.Pow(beta - alpha, 2) / Expr.Pi * pair.Scale * pair.SineMinus;
        return new(
            half * pair.A,
            half * pair.B,
            Gaussian.Expect(f, f, pair),
            Call.Of(Function.KinkGap, alpha, beta, pair.Scale, pair.SineMinus, pair.ArcCosine, pair.P, pair.Q),
            (half * pair.Q) + bend);
    }
}
