using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Second moments of linear forms of fields, by bilinearity.</summary>
internal sealed class FormMoments(MomentRecursion recursion)
{
    private readonly Dictionary<(Expr, Site, Expr, Site), GaussianPair> known = [];

    /// <summary>The moments of L(p) and L′(q).</summary>
    public GaussianPair Of(Expr left, Site p, Expr right, Site q)
    {
        if (!known.TryGetValue((left, p, right, q), out var moments))
        {
            known[(left, p, right, q)] = moments = Compute(left, p, right, q);
        }

        return moments;
    }

    /// <summary>E S(p) for a multiple of a named sum that is not Gaussian.</summary>
    public Expr Mean(Expr form, Site p)
    {
        var (coefficient, field) = LinearForm.Terms(form).Single();
        return coefficient.At(p) * recursion.MeanOf((SumField)field, p);
    }

    /// <summary>Σ α_k(p) α_l(q) value(k, l) over fields that are not independent.</summary>
    public static Expr Bilinear(Expr left, Site p, Expr right, Site q, Func<KernelField, KernelField, Expr> value)
    {
        var terms = new List<Expr>();
        foreach (var (alpha, k) in LinearForm.Terms(left))
        {
            foreach (var (beta, l) in LinearForm.Terms(right))
            {
                if (k.IsDependentOn(l))
                {
                    terms.Add(alpha.At(p) * beta.At(q) * value(k, l));
                }
            }
        }

        return Sum.Of([.. terms]);
    }

    private GaussianPair Compute(Expr left, Site p, Expr right, Site q)
    {
        var cross = Bilinear(left, p, right, q, (k, l) => recursion.OfFields(k, l, p, q).C);
        if (left == right && p == q)
        {
            return GaussianPair.Same(IsScaled(left) ? MomentRecursion.NamedVariance(recursion.Labels.Of("C", left), cross) : cross);
        }

        var moments = GaussianPair.Of(Of(left, p, left, p).A, Of(right, q, right, q).A, cross);
        return left != right ? moments
            : moments.WithGapsOf(IndependentSum([.. LinearForm.Terms(left)], p, q)) is var pair && IsScaled(left)
                ? MomentRecursion.Named(letter => recursion.Labels.Of(letter, left), "C", pair)
                : pair;
    }

    /// <summary>
    /// True for a form that was normalised, whose coefficients depend on x: its covariance gets a name, C, since an activation uses it often.
    /// </summary>
    private static bool IsScaled(Expr form) => LinearForm.Terms(form).Any(term => term.Coefficient.Scope != Scope.None);

    /// <summary>Fields of different weights are independent, so that their moments add, gaps included.</summary>
    private GaussianPair IndependentSum(ImmutableArray<(Expr Coefficient, KernelField Field)> terms, Site p, Site q) =>
        LatestDependentSum(terms) is { } sum ? IndependentSum(WriteOut(terms, sum), p, q) : terms
            .GroupBy(term => term.Field is WeightField { Weights: var weights } ? weights : term.Field.Name)
            .Select(group => group.ToList() is [var (coefficient, field)]
                ? recursion.OfFields(field, field, p, q).Times(coefficient.At(p), coefficient.At(q))
                : recursion.OfSharedWeights([.. group.Select(term => (term.Coefficient, (WeightField)term.Field))], p, q))
            .Aggregate((sum, moments) => sum.Plus(moments));

    private static SumField? LatestDependentSum(ImmutableArray<(Expr Coefficient, KernelField Field)> terms) => terms
        .Select(term => term.Field).OfType<SumField>()
        .Where(sum => terms.Any(other => other.Field != sum && sum.IsDependentOn(other.Field)))
        .MaxBy(sum => sum.Index);

    /// <summary>A Gaussian sum is linear in fields, so that the form stays one.</summary>
    private static ImmutableArray<(Expr Coefficient, KernelField Field)> WriteOut(ImmutableArray<(Expr Coefficient, KernelField Field)> terms, SumField sum) =>
        [.. LinearForm.Terms(Sum.Of([.. terms.SelectMany(term => term.Field != sum
            ? [term.Coefficient * term.Field]
            : LinearForm.Terms(sum.Body).Select(part => term.Coefficient * part.Coefficient * part.Field))]))];
}
