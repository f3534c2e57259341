namespace NtkDsl;

/// <summary>
/// The recursion for the neural tangent kernels of Gaussian fields:
/// <code>Θ_ij(x, x′) = [same W] (γ_w E F_i(x)F_j(x′) + σ_w² Σ_kl E ∂_kF_i(x) ∂_lF_j(x′) Θ_kl(x, x′)) + [same b] γ_b</code>
/// </summary>
/// <param name="kernel">The fields, their inputs and their covariances.</param>
/// <param name="trains">Which fields' own weights are trained; null for all of them.</param>
/// <remarks>Jacot, Gabriel and Hongler (2018); Yang (2020) for general architectures.</remarks>
internal sealed class TangentRecursion(KernelBuilder kernel, Func<GaussianField, bool>? trains)
{
    private readonly Dictionary<(int, int, Point, Point), Expr> known = [];

    /// <summary>Σ_kl E ∂_kF(p) ∂_lG(q) Θ_kl(p, q).</summary>
    public Expr Of(Expr f, Expr g, Point p, Point q)
    {
        foreach (var field in kernel.Fields)
        {
            // Bottom-up, so that deep networks need no deep recursion.
            OfFields(field, field, p, q);
        }

        return OfSignals(f, g, p, q);
    }

    private Expr OfSignals(Expr f, Expr g, Point p, Point q)
    {
        var (left, right) = (kernel.Moments.Decomposition.Of(f), kernel.Moments.Decomposition.Of(g));
        return Sum.Of([.. left.SelectMany(s => right.Select(t =>
            kernel.Moments.Expectations.Tangent(s, p, t, q, (form, other) => OfForms(form, p, other, q))))]);
    }

    private Expr OfForms(Expr left, Point p, Expr right, Point q) => FormMoments.Bilinear(left, p, right, q, (k, l) =>
        kernel.FieldOf(k) is { } f && kernel.FieldOf(l) is { } g ? OfFields(f, g, p, q) : 0);

    private Expr OfFields(GaussianField f, GaussianField g, Point p, Point q)
    {
        if (!known.TryGetValue((f.Index, g.Index, p, q), out var tangent))
        {
            known[(f.Index, g.Index, p, q)] = tangent = f.Weights == g.Weights ? Compute(f, g, p, q) : 0;
        }

        return tangent;
    }

    private Expr Compute(GaussianField f, GaussianField g, Point p, Point q)
    {
        Expr below = 0;
        foreach (var (width, left, right) in Signal.Align(kernel, f.Input, g.Input))
        {
            below += width / f.Input.Width * OfSignals(left, right, p, q);
        }

        var own = trains is null || trains(f) ? OfOwnWeights(f, g, p, q) : 0;
        return Definition.Of("Θ", f == g ? $"{f.Index}" : $"{f.Index},{g.Index}", own + (f.Layer.WeightVariance * below));
    }

    /// <summary>γ_w E F_i(x)F_j(x′) + γ_b, which in NTK parameterization is K itself.</summary>
    private Expr OfOwnWeights(GaussianField f, GaussianField g, Point p, Point q)
    {
        var (byWeights, byBias) = (f.Layer.WeightGradientScale(f.Input.Width), f.Layer.BiasGradientScale);
        return byWeights == f.Layer.WeightVariance && byBias == f.Layer.BiasVariance
            ? kernel.Moments.OfFields(f.Index, g.Index, p, q).C
            : (byWeights * kernel.Moments.Average(f.Input, g.Input, p, q).C) + byBias;
    }
}
