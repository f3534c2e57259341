namespace NtkDsl;

/// <summary>
/// Expectations over Gaussian variables of mean 0: the dual activation E f(u)g(v) and the mean E f(u), in closed form where one is
/// known and as a node for quadrature elsewhere. Functions are given as expressions in <see cref="Lambda.Variable"/>.
/// </summary>
internal static class Gaussian
{
    /// <summary>A closed form of more products of terms is not worth having: one integral is shorter, and more exact.</summary>
    private const int MostProducts = 400;

    private static readonly Symbol U = Lambda.Variable;

    /// <summary>E f(u)g(v).</summary>
    public static Expr Expect(Expr f, Expr g, GaussianPair pair) => WithJumps(f, g, pair, ClosedForm(f, g, pair) ?? Quadrature(f, g, pair));

    /// <summary>E f(u).</summary>
    public static Expr Mean(Expr f, Expr a) => ClosedMean(f, a) ?? SplitMean(f, a);

    /// <summary>
    /// E f′(u)g̃′(v), the derivative dual of the NTK, where g̃′ is the surrogate gradient if g has one. By Price's theorem it is
    /// ∂/∂c E f(u)g(v), which gives the closed form where the derivatives themselves have none.
    /// </summary>
    public static Expr ExpectDerivatives(Expr f, Expr g, GaussianPair pair)
    {
        var (df, dg) = (Derivative.Of(f, U), Derivative.Of(g, U, surrogate: true));
        if (ClosedForm(df, dg, pair) is { } direct)
        {
            return WithJumps(df, dg, pair, direct);
        }

        var symbolic = GaussianPair.Symbolic;
        return dg == Derivative.Of(g, U) && !pair.IsSamePoint && ClosedForm(f, g, symbolic) is { } dual
            ? Fill(Derivative.Of(dual, (Symbol)symbolic.C), pair)
            : Expect(df, dg, pair);
    }

    /// <summary>The closed form of E f(u)g(v), or null if none is known.</summary>
    public static Expr? ClosedForm(Expr f, Expr g, GaussianPair pair)
    {
        var (left, right) = (Basis.SplitCoefficient(f), Basis.SplitCoefficient(g));
        return !left.Coefficient.IsOne || !right.Coefficient.IsOne
            ? ClosedForm(left.Function, right.Function, pair) is { } dual ? left.Coefficient * right.Coefficient * dual : null
            : DualRules.Apply(f, g, pair) ?? Bilinear(Basis.Expand(f), Basis.Expand(g), pair);
    }

    /// <summary>
    /// A field without variance is 0, and f and g there are f(0) and g(0). A jump at 0 takes the middle there, which the limit of
    /// small variances does not know: E sign(u)² = 1 for any of them, but sign(0)² = 0. Between two points the angle π/2 says it.
    /// </summary>
    private static Expr WithJumps(Expr f, Expr g, GaussianPair pair, Expr expectation)
    {
        if (!pair.IsSamePoint || !(Shapes.HasJump(f) && Shapes.HasJump(g)))
        {
            return expectation;
        }

        var presence = Call.Of(Function.Presence, pair.A);
        return (presence * expectation) + ((1 - presence) * f.Substitute(U, 0) * g.Substitute(U, 0));
    }

    private static Expr? Bilinear(IReadOnlyList<Basis> left, IReadOnlyList<Basis> right, GaussianPair pair)
    {
        if ((left is [{ Coefficient.IsOne: true }] && right is [{ Coefficient.IsOne: true }]) || left.Count * right.Count > MostProducts)
        {
            return null;
        }

        Expr sum = 0;
        foreach (var f in left)
        {
            foreach (var g in right)
            {
                if (DualRules.Apply(f.Function, g.Function, pair) is not { } dual)
                {
                    return null;
                }

                sum += f.Coefficient * g.Coefficient * dual;
            }
        }

        return sum;
    }

    /// <summary>Whatever holds a δ is integrated by rule; the rest is one node.</summary>
    private static Expr Quadrature(Expr f, Expr g, GaussianPair pair)
    {
        var (sharpF, smoothF) = Basis.SplitDirac(f);
        var (sharpG, smoothG) = Basis.SplitDirac(g);
        if (sharpF.IsZero && sharpG.IsZero)
        {
            return pair.IsSamePoint ? Mean(f * g, pair.A) : Expectation.Product(f, g, pair);
        }

        if (pair.IsSamePoint)
        {
            return Mean(f * g, pair.A);
        }

        return ByDirac(sharpF, sharpG, pair) + ByDirac(sharpF, smoothG, pair) + ByDirac(sharpG, smoothF, pair.Transpose())
            + (smoothF.IsZero || smoothG.IsZero ? 0 : Expect(smoothF, smoothG, pair));
    }

    private static Expr ByDirac(Expr sharp, Expr other, GaussianPair pair) =>
        sharp.IsZero || other.IsZero ? 0 : ClosedForm(sharp, other, pair) ?? throw new NtkDslException(Messages.ProductOfDeltas);

    private static Expr? ClosedMean(Expr f, Expr a)
    {
        if (PolynomialMoments.HermiteCoefficients(f, a) is { } coefficients)
        {
            return coefficients[0];
        }

        Expr sum = 0;
        foreach (var term in Basis.Expand(f))
        {
            if (MeanRules.Apply(term.Function, a) is not { } mean)
            {
                return null;
            }

            sum += term.Coefficient * mean;
        }

        return sum;
    }

    private static Expr SplitMean(Expr f, Expr a)
    {
        var (sharp, smooth) = Basis.SplitDirac(f);
        return sharp.IsZero ? Expectation.Mean(f, a)
            : (ClosedMean(sharp, a) ?? throw new NtkDslException(Messages.ProductOfDeltas)) + Mean(smooth, a);
    }

    private static Expr Fill(Expr formula, GaussianPair pair)
    {
        var fold = new Fold<Expr>((node, arguments) => node.WithArguments(arguments));
        foreach (var (symbol, value) in GaussianPair.Symbolic.Arguments.Zip(pair.Arguments))
        {
            fold.With(symbol, value);
        }

        return fold.Of(formula);
    }
}
