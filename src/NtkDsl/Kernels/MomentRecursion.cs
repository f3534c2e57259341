using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>
/// The recursion on Gaussian fields from which every layer's kernel rule follows. For fields g_i = W h_i + b with h_i = F_i(g₁, g₂, …):
/// <code>
/// K_ij(x, x′) = [same W] σ_w² E F_i(x)F_j(x′) + [same b] σ_b²
/// Θ_ij(x, x′) = [same W] (γ_w E F_i(x)F_j(x′) + σ_w² Σ_kl E ∂_kF_i(x) ∂_lF_j(x′) Θ_kl(x, x′)) + [same b] γ_b
/// </code>
/// </summary>
/// <remarks>
/// The tensor-program view of Yang (2019, 2020). Both are expressions in K₀, built bottom-up as fields are created, so that even
/// a thousand layers need no deep recursion.
/// </remarks>
internal sealed class MomentRecursion
{
    private readonly KernelBuilder kernel;
    private readonly Decomposition decomposition;
    private readonly FormMoments forms;
    private readonly TermExpectations expectations;
    private readonly Dictionary<(int, int, Point, Point), GaussianPair> fieldMoments = [];
    private readonly Dictionary<(int, int, Point, Point), Expr> fieldTangents = [];
    private readonly Dictionary<(Expr, Expr, Point, Point), GaussianPair> secondMoments = [];

    public MomentRecursion(KernelBuilder kernel)
    {
        this.kernel = kernel;
        decomposition = new(IsMask, function => new NtkDslException(Messages.NotSeparable(function.ToString()!, kernel.Place)));
        forms = new(this, kernel);
        expectations = new(kernel, forms);
    }

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

    /// <summary>Σ_kl E ∂_kF(p) ∂_lG(q) Θ_kl(p, q): the part of the NTK that comes from the layers below.</summary>
    public Expr Tangent(Expr f, Expr g, Point p, Point q) => Sum.Of(
        [.. decomposition.Of(f).SelectMany(s => decomposition.Of(g).Select(t => expectations.Tangent(s, p, t, q)))]);

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

    /// <summary>Θ_ij at two points.</summary>
    public Expr Tangent(int i, int j, Point p, Point q)
    {
        if (!fieldTangents.TryGetValue((i, j, p, q), out var tangent))
        {
            fieldTangents[(i, j, p, q)] = tangent = ComputeTangent(kernel.Fields[i - 1], kernel.Fields[j - 1], p, q);
        }

        return tangent;
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

    /// <summary>The second moments of the inputs of two dense layers, averaged over their channels.</summary>
    private GaussianPair Average(GaussianField f, GaussianField g, Point p, Point q)
    {
        var average = GaussianPair.Zero;
        foreach (var (width, left, right) in Signal.Align(kernel, f.Input, g.Input))
        {
            var share = Sqrt(width / f.Input.Width);
            average = average.Plus(Second(left, right, p, q).Times(share, share));
        }

        return average;
    }

    private Expr ComputeTangent(GaussianField f, GaussianField g, Point p, Point q)
    {
        if (f.Weights != g.Weights)
        {
            return 0;
        }

        var layer = f.Layer;
        var (byWeights, byBias) = (layer.WeightGradientScale(f.Input.Width), layer.BiasGradientScale);
        var own = byWeights == layer.WeightVariance && byBias == layer.BiasVariance
            ? OfFields(f.Index, g.Index, p, q).C
            : (byWeights * Average(f, g, p, q).C) + byBias;
        Expr below = 0;
        foreach (var (width, left, right) in Signal.Align(kernel, f.Input, g.Input))
        {
            below += width / f.Input.Width * Tangent(left, right, p, q);
        }

        return Definition.Of("Θ", f == g ? $"{f.Index}" : $"{f.Index},{g.Index}", own + (layer.WeightVariance * below));
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
            if (terms[i] is not { Factors: [var factor], Masks: [] } term
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
