namespace NtkDsl;

/// <summary>Second moments of linear forms of Gaussian fields, by bilinearity.</summary>
internal sealed class FormMoments(MomentRecursion recursion, KernelBuilder kernel)
{
    private readonly Dictionary<(Expr, Point, Expr, Point), GaussianPair> known = [];

    /// <summary>The moments of L(p) and L′(q).</summary>
    public GaussianPair Of(Expr left, Point p, Expr right, Point q)
    {
        if (!known.TryGetValue((left, p, right, q), out var moments))
        {
            known[(left, p, right, q)] = moments = Compute(left, p, right, q);
        }

        return moments;
    }

    private GaussianPair Compute(Expr left, Point p, Expr right, Point q)
    {
        var cross = Covariance(left, p, right, q);
        if (left == right && p == q)
        {
            return GaussianPair.Same(cross);
        }

        var moments = GaussianPair.Of(Of(left, p, left, p).A, Of(right, q, right, q).A, cross);
        return left == right ? moments.WithGapsOf(IndependentSum(left, p, q)) : moments;
    }

    private Expr Covariance(Expr left, Point p, Expr right, Point q) =>
        Bilinear(left, p, right, q, (k, l) => OfFields(k, l, p, q).C);

    /// <summary>Fields of different weights are independent, so that their moments add, gaps included.</summary>
    private GaussianPair IndependentSum(Expr form, Point p, Point q) => LinearForm.Terms(form)
        .GroupBy(term => kernel.FieldOf(term.Field)?.Weights)
        .Select(terms => terms.ToList() is [var (coefficient, field)]
            ? OfFields(field, field, p, q).Times(coefficient.At(p), coefficient.At(q))
            : recursion.OfSharedWeights([.. terms.Select(term => (term.Coefficient, kernel.FieldOf(term.Field)!))], p, q))
        .Aggregate((sum, moments) => sum.Plus(moments));

    /// <summary>Σ α_k(p) α_l(q) value(k, l).</summary>
    public static Expr Bilinear(Expr left, Point p, Expr right, Point q, Func<Symbol, Symbol, Expr> value) => Sum.Of(
        [.. LinearForm.Terms(left).SelectMany(k => LinearForm.Terms(right).Select(l =>
            k.Coefficient.At(p) * l.Coefficient.At(q) * value(k.Field, l.Field)))]);

    private GaussianPair OfFields(Symbol k, Symbol l, Point p, Point q) => (kernel.FieldOf(k), kernel.FieldOf(l)) switch
    {
        (null, null) => InputMoments.At(p, q),
        ({ } f, { } g) => recursion.OfFields(f.Index, g.Index, p, q),
        _ => GaussianPair.Zero,
    };
}
