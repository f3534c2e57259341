using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// Named sums that are not Gaussian: an expectation keeps them whole where nothing else in it depends on them, and has them written
/// out, one after the other and the latest first, where something does.
/// </summary>
internal static class NamedSums
{
    /// <summary>The latest named sum on which something else in E s(p) t(q) depends, besides the same sum on the other side; null if there is none.</summary>
    public static SumField? ToWriteOut(Term s, Term t)
    {
        SumField? latest = null;
        foreach (var (term, other) in ((Term, Term)[])[(s, t), (t, s)])
        {
            foreach (var factor in term.Factors)
            {
                if (SumOf(factor) is { } sum && (latest is null || sum.Index > latest.Index) && IsEntangled(sum, factor, term, other))
                {
                    latest = sum;
                }
            }
        }

        return latest;
    }

    /// <summary>The terms of a term in which the sum has been written out; the term itself if it does not occur.</summary>
    public static ImmutableArray<Term> WriteOut(Term term, SumField sum, Decomposition decomposition) =>
        term.Factors.Any(factor => SumOf(factor) == sum) ? decomposition.Of(term.ToExpr().Substitute(sum, sum.Body)) : [term];

    private static bool IsEntangled(SumField sum, Factor factor, Term term, Term other) =>
        term.Factors.Any(theirs => theirs != factor && sum.SharesSourceWith(theirs.Sources))
        || other.Factors.Any(theirs => SumOf(theirs) != sum && sum.SharesSourceWith(theirs.Sources))
        || sum.SharesSourceWith(term.Masks.Concat(other.Masks).Select(mask => mask.Name));

    private static SumField? SumOf(Factor factor) => factor.IsOpaqueSum ? (SumField)LinearForm.Terms(factor.Form).Single().Field : null;
}
