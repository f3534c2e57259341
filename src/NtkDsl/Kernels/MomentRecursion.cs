using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>
/// The recursion for the covariances of Gaussian fields. For fields g_i = W h_i + b with h_i = F_i(g₁, g₂, …):
/// <code>K_ij(x, x′) = [same W] σ_w² E F_i(x)F_j(x′) + [same b] σ_b²</code>
/// </summary>
/// <remarks>
/// The tensor-program view of Yang (2019). Covariances are expressions in K₀, built as fields are created, so that even a thousand
/// layers need no deep recursion.
/// </remarks>
internal sealed class MomentRecursion
{
    private readonly KernelBuilder kernel;
    private readonly Decomposition decomposition;
    private readonly FormMoments forms;
    private readonly TermExpectations expectations;
    private readonly Dictionary<(int, int, Point, Point), GaussianPair> fieldMoments = [];
    private readonly Dictionary<(Expr, Expr, Point, Point), GaussianPair> secondMoments = [];

    public MomentRecursion(KernelBuilder kernel)
    {
        this.kernel = kernel;
        decomposition = new(IsMask, function => new NtkDslException(Messages.NotSeparable(function.ToString()!, kernel.Place)));
        forms = new(this, kernel);
        expectations = new(kernel, forms);
    }

    /// <summary>The terms of functions of fields.</summary>
    public Decomposition Decomposition => decomposition;

    /// <summary>Expectations of products of terms.</summary>
    public TermExpectations Expectations => expectations;

    /// <summary>True if some activation declares a surrogate gradient.</summary>
    public bool HasSurrogates => decomposition.Functions.Any(function =>
        new Fold<bool>((node, inArguments) => (node is Call call && call.Function == Function.Surrogate) || inArguments.Contains(true)).Of(function));

    /// <summary>Computes the moments of a new field at once, so that what has no limit is refused at its place in the tree.</summary>
    public void Check(GaussianField field)
    {
        OfFields(field.Index, field.Index, Point.X, Point.X);
        OfFields(field.Index, field.Index, Point.X, Point.Y);
    }

    /// <summary>E F(p).</summary>
    public Expr Mean(Expr function, Point p) =>
        Sum.Of([.. decomposition.Of(function).Select(term => expectations.Of(term, p, new Term(1), p == Point.X ? Point.Y : Point.X))]);

    /// <summary>E F(p)², E G(q)² and E F(p)G(q).</summary>
    public GaussianPair Second(Expr f, Expr g, Point p, Point q)
    {
        if (!secondMoments.TryGetValue((f, g, p, q), out var moments))
        {
            secondMoments[(f, g, p, q)] = moments = ComputeSecond(f, g, p, q);
        }

        return moments;
    }

    /// <summary>K_ij at two points.</summary>
    public GaussianPair OfFields(int i, int j, Point p, Point q)
    {
        if ((p, q) == (Point.Y, Point.X))
        {
            return OfFields(j, i, q, p).Transpose();
        }

        if (!fieldMoments.TryGetValue((i, j, p, q), out var moments))
        {
            fieldMoments[(i, j, p, q)] = moments = ComputeOfFields(kernel.Fields[i - 1], kernel.Fields[j - 1], p, q);
        }

        return moments;
    }

    /// <summary>The second moments of the inputs of two dense layers, averaged over their channels.</summary>
    public GaussianPair Average(GaussianField f, GaussianField g, Point p, Point q)
    {
        var average = GaussianPair.Zero;
        foreach (var (width, left, right) in Signal.Align(kernel, f.Input, g.Input))
        {
            var share = Sqrt(width / f.Input.Width);
            average = average.Plus(Second(left, right, p, q).Times(share, share));
        }

        return average;
    }

    private GaussianPair ComputeOfFields(GaussianField f, GaussianField g, Point p, Point q)
    {
        if (f.Weights != g.Weights)
        {
            return GaussianPair.Zero;
        }

        var index = f == g ? $"{f.Index}" : $"{f.Index},{g.Index}";
        var moments = Average(f, g, p, q).Times(f.Layer.SigmaW, f.Layer.SigmaW).Plus(GaussianPair.Same(f.Layer.BiasVariance));
        if (f != g)
        {
            var cross = Definition.Of("K", index, moments.C);
            return GaussianPair.Of(OfFields(f.Index, f.Index, p, p).A, OfFields(g.Index, g.Index, q, q).A, cross);
        }

        if (p == q)
        {
            return GaussianPair.Same(Definition.Of("K", index, moments.C));
        }

        return new(
            OfFields(f.Index, f.Index, p, p).A,
            OfFields(f.Index, f.Index, q, q).A,
            Definition.Of("K", index, moments.C),
            Definition.Of("P", index, moments.P),
            Definition.Of("Q", index, moments.Q));
    }

    private GaussianPair ComputeSecond(Expr f, Expr g, Point p, Point q)
    {
        var (left, right) = (decomposition.Of(f), decomposition.Of(g));
        if (f == g && p != q && IndependentSum(left, p, q) is { } moments)
        {
            return moments;
        }

        var cross = Sum.Of([.. left.SelectMany(s => right.Select(t => expectations.Of(s, p, t, q)))]);
        return f == g && p == q ? GaussianPair.Same(cross)
            : GaussianPair.Of(Second(f, f, p, p).A, Second(g, g, q, q).A, cross);
    }

    /// <summary>A sum of uncorrelated terms, each a function of one Gaussian: the moments add, gaps included.</summary>
    private GaussianPair? IndependentSum(IReadOnlyList<Term> terms, Point p, Point q)
    {
        var sum = GaussianPair.Zero;
        for (var i = 0; i < terms.Count; i++)
        {
            if (terms[i] is not { Factors: [var factor], Masks: [] } term || !TermExpectations.IsGaussian(factor)
                || terms.Where((other, j) => j != i).Any(other => !expectations.Of(term, p, other, q).IsZero || !expectations.Of(term, p, other, p).IsZero))
            {
                return null;
            }

            var dual = ActivationMoments.Of(factor.Function, forms.Of(factor.Form, p, factor.Form, q), p, q);
            sum = sum.Plus(dual.Times(term.Coefficient.At(p), term.Coefficient.At(q)));
        }

        return sum;
    }

    private bool IsMask(Expr node) => node is Symbol symbol && kernel.Masks.Exists(mask => mask.Symbol == symbol);
}
