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
        Sum.Of([.. decomposition.Of(function).Select(term => MeanOf(term, p))]);

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

    /// <summary>The second moments of two signals, averaged over their channels.</summary>
    public GaussianPair Average(Signal f, Signal g, Point p, Point q)
    {
        var average = GaussianPair.Zero;
        foreach (var (width, left, right) in Signal.Align(kernel, f, g))
        {
            var share = Sqrt(width / f.Width);
            average = average.Plus(Second(left, right, p, q).Times(share, share));
        }

        return average;
    }

    /// <summary>The moments of Σ α_k g_k for fields with the same weights, which is W Σ α_k h_k + b Σ α_k.</summary>
    public GaussianPair OfSharedWeights(IReadOnlyList<(Expr Coefficient, GaussianField Field)> terms, Point p, Point q)
    {
        var layer = terms[0].Field.Layer;
        var input = Signal.Combine(kernel, (x, y) => x + y, [.. terms.Select(term => term.Field.Input.Select(h => term.Coefficient * h))]);
        var bias = Sum.Of([.. terms.Select(term => term.Coefficient)]);
        return Average(input, input, p, q).Times(layer.SigmaW, layer.SigmaW)
            .Plus(GaussianPair.Same(layer.BiasVariance).Times(bias.At(p), bias.At(q)));
    }

    private GaussianPair ComputeOfFields(GaussianField f, GaussianField g, Point p, Point q)
    {
        if (f.Weights != g.Weights)
        {
            return GaussianPair.Zero;
        }

        var index = f == g ? $"{f.Index}" : $"{f.Index},{g.Index}";
        var moments = Average(f.Input, g.Input, p, q).Times(f.Layer.SigmaW, f.Layer.SigmaW).Plus(GaussianPair.Same(f.Layer.BiasVariance));
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
        var cross = Sum.Of([.. left.SelectMany(s => right.Select(t => expectations.Of(s, p, t, q)))]);
        if (f == g && p == q)
        {
            return GaussianPair.Same(cross);
        }

        var moments = GaussianPair.Of(Second(f, f, p, p).A, Second(g, g, q, q).A, cross);
        return f == g && IndependentSum(left, p, q) is { } sum ? moments.WithGapsOf(sum) : moments;
    }

    /// <summary>
    /// The moments of a sum of functions of independent Gaussians, so that gaps do not cancel: the parts of mean 0 and the sum of all
    /// means are uncorrelated, and their moments add.
    /// </summary>
    private GaussianPair? IndependentSum(IReadOnlyList<Term> terms, Point p, Point q)
    {
        var (sum, means) = (GaussianPair.Zero, (P: (Expr)0, Q: (Expr)0));
        var several = terms.Count(term => !MeanOf(term, p).IsZero) > 1;
        foreach (var term in terms)
        {
            if (term is not { Factors.Length: <= 1, Masks: [] } || term.Factors.Any(factor => !TermExpectations.IsGaussian(factor) || DependsOnOthers(factor)))
            {
                return null;
            }

            var (m, n) = several || term.Factors.IsEmpty ? (MeanOf(term, p), MeanOf(term, q)) : (0, 0);
            means = (means.P + m, means.Q + n);
            if (term.Factors is [var only])
            {
                var dual = ActivationMoments.Of(only.Function, forms.Of(only.Form, p, only.Form, q), p, q);
                sum = sum.Plus(dual.Times(term.Coefficient.At(p), term.Coefficient.At(q)).Minus(GaussianPair.Constants(m, n)));
            }
        }

        return sum.Plus(GaussianPair.Constants(means.P, means.Q));

        bool DependsOnOthers(Factor factor) => terms.SelectMany(term => term.Factors).Any(other =>
            other != factor && !(forms.Of(factor.Form, p, other.Form, q).C.IsZero && forms.Of(factor.Form, p, other.Form, p).C.IsZero));
    }

    private Expr MeanOf(Term term, Point p) => expectations.Of(term, p, new Term(1), p == Point.X ? Point.Y : Point.X);

    private bool IsMask(Expr node) => node is Symbol symbol && kernel.Masks.Exists(mask => mask.Symbol == symbol);
}
