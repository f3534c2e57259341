using System.Runtime.CompilerServices;
using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>
/// The recursion for the covariances of fields. For fields g_i = W h_i + b with h_i = F_i(g₁, g₂, …):
/// <code>K_ij(x, x′) = [same W] σ_w² E F_i(x)F_j(x′) + [same b] σ_b²</code>
/// and for a named sum h_i = F_i(g₁, g₂, …) itself K_ii = E F_i(x)F_i(x′).
/// </summary>
/// <remarks>
/// The tensor-program view of Yang (2019). Covariances are expressions in K₀, built as fields are created, so that even a thousand
/// layers need no deep recursion.
/// </remarks>
internal sealed class MomentRecursion
{
    private readonly KernelBuilder kernel;
    private readonly FormMoments forms;
    private readonly ChannelSum<GaussianPair> totals;
    private readonly ChannelSum<Expr> totalMeans;
    private readonly Dictionary<(KernelField, KernelField, Site, Site), GaussianPair> fieldMoments = [];
    private readonly Dictionary<(Expr, Expr, Site, Site), GaussianPair> secondMoments = [];
    private readonly Dictionary<(SumField, Site), Expr> means = [];

    public MomentRecursion(KernelBuilder kernel)
    {
        this.kernel = kernel;
        Decomposition = new(function => new NtkDslException(Messages.NotSeparable(function.WithNamedFields().ToString()!, kernel.Place)));
        forms = new(this);
        Labels = new(kernel);
        Expectations = new(kernel, Decomposition, forms);
        totals = new(TotalOfGroup, (total, factor, p, q) => total.Times(factor.At(p), factor.At(q)), TotalOfParts);
        totalMeans = new((group, p, _) => group.Width * Mean(group.Function, p), (total, factor, p, _) => factor.At(p) * total, MeanOfParts);
    }

    /// <summary>The terms of functions of fields.</summary>
    public Decomposition Decomposition { get; }

    /// <summary>What is called what.</summary>
    public QuantityLabels Labels { get; }

    /// <summary>Expectations of products of terms.</summary>
    public TermExpectations Expectations { get; }

    /// <summary>True if some activation declares a surrogate gradient.</summary>
    public bool HasSurrogates => Decomposition.Functions.Any(function => function.Contents.HasFlag(Contents.Surrogate));

    /// <summary>Computes the moments of a new field at once, so that what has no limit is refused at its place in the tree.</summary>
    public void Check(KernelField field)
    {
        OfFields(field, field, Site.X, Site.X);
        OfFields(field, field, Site.X, Site.Y);
    }

    /// <summary>E F(p).</summary>
    public Expr Mean(Expr function, Site p) =>
        Sum.Of([.. Decomposition.Of(function).Select(term => MeanOf(term, p))]);

    /// <summary>E S(p) of a named sum.</summary>
    public Expr MeanOf(SumField sum, Site p)
    {
        if (!means.TryGetValue((sum, p), out var mean))
        {
            means[(sum, p)] = mean = Definition.Of(Labels.Of("M", sum), Mean(sum.Body, p));
        }

        return mean;
    }

    /// <summary>E F(p)², E G(q)² and E F(p)G(q).</summary>
    public GaussianPair Second(Expr f, Expr g, Site p, Site q)
    {
        if (!secondMoments.TryGetValue((f, g, p, q), out var moments))
        {
            secondMoments[(f, g, p, q)] = moments = ComputeSecond(f, g, p, q);
        }

        return moments;
    }

    /// <summary>K_ij at two sites.</summary>
    public GaussianPair OfFields(KernelField f, KernelField g, Site p, Site q)
    {
        if (p.Example == Point.Y && q.Example == Point.X)
        {
            return OfFields(g, f, q, p).Transpose();
        }

        if (!fieldMoments.TryGetValue((f, g, p, q), out var moments))
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            fieldMoments[(f, g, p, q)] = moments = ComputeOfFields(f, g, p, q);
        }

        return moments;
    }

    /// <summary>E h(p), averaged over the channels of a signal.</summary>
    public Expr Average(Signal signal, Site p) => totalMeans.Of(signal, p, p) / signal.Width;

    /// <summary>The second moments of two signals, averaged over their channels.</summary>
    public GaussianPair Average(Signal f, Signal g, Site p, Site q)
    {
        if (ReferenceEquals(f, g) && f is Concatenation { IsNested: true } or Multiple)
        {
            var scale = Sqrt(1 / f.Width);
            return totals.Of(f, p, q).Times(scale, scale);
        }

        var average = GaussianPair.Zero;
        foreach (var (width, functions) in Signal.Align(kernel, [f, g]))
        {
            var share = Sqrt(width / f.Width);
            average = average.Plus(Second(functions[0], functions[1], p, q).Times(share, share));
        }

        return average;
    }

    /// <summary>Gives the sums over channels of a dense-net's signal their numbers before the field that needs them gets its own.</summary>
    public void NameTotals(Signal signal) => Average(signal, signal, Site.X, Site.X);

    /// <summary>The moments of Σ α_k g_k for fields with the same weights, which is W Σ α_k h_k + b Σ α_k.</summary>
    public GaussianPair OfSharedWeights(IReadOnlyList<(Expr Coefficient, WeightField Field)> terms, Site p, Site q)
    {
        var settings = terms[0].Field.Settings;
        var input = kernel.Sum([.. terms.Select(term => term.Field.Input.Select(h => term.Coefficient * h))]);
        var bias = Sum.Of([.. terms.Select(term => term.Coefficient)]);
        return Average(input, input, p, q).Times(settings.SigmaW, settings.SigmaW)
            .Plus(GaussianPair.Same(settings.BiasVariance).Times(bias.At(p), bias.At(q)));
    }

    private GaussianPair TotalOfGroup(ChannelGroup group, Site p, Site q)
    {
        var scale = Sqrt(group.Width);
        return Second(group.Function, group.Function, p, q).Times(scale, scale);
    }

    /// <summary>S_i, the sum over what came before, and the last part.</summary>
    private GaussianPair TotalOfParts(Concatenation signal, IReadOnlyList<GaussianPair> parts, Site p, Site q)
    {
        var total = parts.Aggregate((sum, part) => sum.Plus(part));
        return p == q
            ? GaussianPair.Same(NamedVariance(Labels.Of("S", signal), total.C))
            : Named(letter => Labels.Of(letter, signal), "S", total with { A = totals.Of(signal, p, p).A, B = totals.Of(signal, q, q).A });
    }

    /// <summary>M_i for a nested concatenation.</summary>
    private Expr MeanOfParts(Concatenation signal, IReadOnlyList<Expr> parts, Site p, Site q) => Sum.Of([.. parts]) is var total
        && signal.IsNested && total is not Number ? Definition.Of(Labels.OfMeans(signal), total) : total;

    private GaussianPair ComputeOfFields(KernelField f, KernelField g, Site p, Site q) => (f, g) switch
    {
        (InputField, InputField) => InputMoments.At(p, q),
        (WeightField left, WeightField right) => left.Weights == right.Weights ? OfWeights(left, right, p, q) : GaussianPair.Zero,
        _ when f == g => OfSum((SumField)f, p, q),
        _ when !f.IsDependentOn(g) => GaussianPair.Zero,
        _ => BetweenFields(f, g, p, q, SumField.IsLater(f, g) ? Cross(((SumField)f).Body, g, p, q) : Cross(f, ((SumField)g).Body, p, q)),
    };

    private GaussianPair OfWeights(WeightField f, WeightField g, Site p, Site q)
    {
        var (sigmaW, bias) = (f.Settings.SigmaW, f.Settings.BiasVariance);
        var moments = Average(f.Input, g.Input, p, q).Times(sigmaW, sigmaW).Plus(GaussianPair.Same(bias));
        return f == g ? OfField(f, moments, p, q) : BetweenFields(f, g, p, q, moments.C);
    }

    private GaussianPair OfSum(SumField sum, Site p, Site q) => OfField(sum, Second(sum.Body, sum.Body, p, q), p, q);

    private GaussianPair OfField(KernelField field, GaussianPair moments, Site p, Site q) => p == q
        ? GaussianPair.Same(NamedVariance(Labels.Of("K", field), moments.C))
        : Named(letter => Labels.Of(letter, field), "K", moments with { A = OfFields(field, field, p, p).A, B = OfFields(field, field, q, q).A });

    private GaussianPair BetweenFields(KernelField f, KernelField g, Site p, Site q, Expr cross) => GaussianPair.Of(
        OfFields(f, f, p, p).A,
        OfFields(g, g, q, q).A,
        Definition.Of(Labels.Of("K", f, g), cross));

    /// <summary>A variance says that it is one, unless it is the same for all points: then it and the covariance are one quantity.</summary>
    public static Expr NamedVariance(DefinitionLabel label, Expr moment) => Definition.Of(label with { IsNonNegative = moment.Scope != Scope.None }, moment);

    /// <summary>The moments with a name for the covariance and for either gap.</summary>
    public static GaussianPair Named(Func<string, DefinitionLabel> label, string letter, GaussianPair moments) => moments with
    {
        C = Definition.Of(label(letter), moments.C),
        P = Definition.Of(label("P") with { IsNonNegative = true }, moments.P),
        Q = Definition.Of(label("Q") with { IsNonNegative = true }, moments.Q),
    };

    /// <summary>E F(p)G(q).</summary>
    private Expr Cross(Expr f, Expr g, Site p, Site q)
    {
        var (left, right) = (Decomposition.Of(f), Decomposition.Of(g));
        return Sum.Of([.. left.SelectMany(s => right.Select(t => Expectations.Of(s, p, t, q)))]);
    }

    private GaussianPair ComputeSecond(Expr f, Expr g, Site p, Site q)
    {
        var cross = Cross(f, g, p, q);
        if (f == g && p == q)
        {
            return GaussianPair.Same(cross);
        }

        var moments = GaussianPair.Of(Second(f, f, p, p).A, Second(g, g, q, q).A, cross);
        return f == g && IndependentSum(Decomposition.Of(f), p, q) is { } sum ? moments.WithGapsOf(sum) : moments;
    }

    /// <summary>
    /// The moments of a sum of functions of independent Gaussians, so that gaps do not cancel: the parts of mean 0 and the sum of all
    /// means are uncorrelated, and their moments add.
    /// </summary>
    private GaussianPair? IndependentSum(IReadOnlyList<Term> terms, Site p, Site q)
    {
        var (sum, means) = (GaussianPair.Zero, (P: (Expr)0, Q: (Expr)0));
        var several = terms.Count(term => !MeanOf(term, p).IsZero) > 1;
        foreach (var term in terms)
        {
            if (term is not { Factors.Length: <= 1, Masks: [] } || term.Factors.Any(factor => !factor.HasMoments || DependsOnOthers(factor)))
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

        bool DependsOnOthers(Factor factor) => terms.SelectMany(term => term.Factors).Any(other => other != factor
            && (Expectations.AreDependent(factor, p, other, q) || Expectations.AreDependent(factor, p, other, p)));
    }

    private Expr MeanOf(Term term, Site p) => Expectations.Of(term, p, new Term(1), p.Other);
}
