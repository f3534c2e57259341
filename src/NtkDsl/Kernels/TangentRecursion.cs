using System.Runtime.CompilerServices;

namespace NtkDsl;

/// <summary>
/// The recursion for the neural tangent kernels of fields:
/// <code>Θ_ij(x, x′) = [same W] (γ_w E F_i(x)F_j(x′) + σ_w² Σ_kl E ∂_kF_i(x) ∂_lF_j(x′) Θ_kl(x, x′)) + [same b] γ_b</code>
/// </summary>
/// <remarks>Jacot, Gabriel and Hongler (2018); Yang (2020) for general architectures.</remarks>
internal sealed class TangentRecursion
{
    private readonly KernelBuilder kernel;
    private readonly Func<WeightField, bool>? trains;
    private readonly Dictionary<(KernelField, KernelField, Site, Site), Expr> known = [];
    private readonly ChannelSum<Expr> totals;

    /// <param name="kernel">The fields, their inputs and their covariances.</param>
    /// <param name="trains">Which fields' own weights are trained; null for all of them.</param>
    public TangentRecursion(KernelBuilder kernel, Func<WeightField, bool>? trains)
    {
        (this.kernel, this.trains) = (kernel, trains);
        totals = new(
            (group, p, q) => group.Width * OfFunctions(group.Function, group.Function, p, q),
            (total, factor, p, q) => factor.At(p) * factor.At(q) * total,
            (signal, parts, _, _) => Definition.Of(kernel.Moments.Labels.Of("T", signal), Sum.Of([.. parts])));
    }

    /// <summary>Σ_kl E ∂_kF(p) ∂_lG(q) Θ_kl(p, q).</summary>
    public Expr Of(Expr f, Expr g, Site p, Site q)
    {
        foreach (var field in kernel.Fields)
        {
            // Bottom-up, so that deep networks need no deep recursion.
            OfFields(field, field, p, q);
        }

        return OfFunctions(f, g, p, q);
    }

    private Expr OfFunctions(Expr f, Expr g, Site p, Site q)
    {
        var (left, right) = (kernel.Moments.Decomposition.Of(f), kernel.Moments.Decomposition.Of(g));
        return Sum.Of([.. left.SelectMany(s => right.Select(t =>
            kernel.Moments.Expectations.Tangent(s, p, t, q, (form, other) => OfForms(form, p, other, q))))]);
    }

    private Expr OfForms(Expr left, Site p, Expr right, Site q) =>
        FormMoments.Bilinear(left, p, right, q, (f, g) => OfFields(f, g, p, q));

    private Expr OfFields(KernelField f, KernelField g, Site p, Site q)
    {
        if (!known.TryGetValue((f, g, p, q), out var tangent))
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            known[(f, g, p, q)] = tangent = Compute(f, g, p, q);
        }

        return tangent;
    }

    private Expr Compute(KernelField f, KernelField g, Site p, Site q) => (f, g) switch
    {
        (InputField, InputField) => 0,
        (WeightField left, WeightField right) => left.Weights == right.Weights ? OfWeights(left, right, p, q) : 0,
        (SumField sum, _) when f == g => Named(f, g, OfFunctions(sum.Body, sum.Body, p, q)),
        _ when !f.IsDependentOn(g) => 0,
        _ => Named(f, g, SumField.IsLater(f, g) ? OfFunctions(((SumField)f).Body, g, p, q) : OfFunctions(f, ((SumField)g).Body, p, q)),
    };

    private Expr OfWeights(WeightField f, WeightField g, Site p, Site q)
    {
        var own = trains is null || trains(f) ? OfOwnWeights(f, g, p, q) : 0;
        return Named(f, g, own + (f.Settings.WeightVariance * Average(f.Input, g.Input, p, q)));
    }

    private Expr Average(Signal f, Signal g, Site p, Site q) => ReferenceEquals(f, g) && f is Concatenation { IsNested: true } or Multiple
        ? totals.Of(f, p, q) / f.Width
        : Sum.Of([.. Signal.Align(kernel, [f, g]).Select(part => part.Width / f.Width * OfFunctions(part.Functions[0], part.Functions[1], p, q))]);

    private Expr Named(KernelField f, KernelField g, Expr tangent) =>
        Definition.Of(f == g ? kernel.Moments.Labels.Of("Θ", f) : kernel.Moments.Labels.Of("Θ", f, g), tangent);

    /// <summary>γ_w E F_i(x)F_j(x′) + γ_b, which in NTK parameterization is K itself.</summary>
    private Expr OfOwnWeights(WeightField f, WeightField g, Site p, Site q)
    {
        var (byWeights, byBias) = (f.Settings.WeightGradientScale(f.Input.Width), f.Settings.BiasGradientScale);
        return byWeights == f.Settings.WeightVariance && byBias == f.Settings.BiasVariance
            ? kernel.Moments.OfFields(f, g, p, q).C
            : (byWeights * kernel.Moments.Average(f.Input, g.Input, p, q).C) + byBias;
    }
}
