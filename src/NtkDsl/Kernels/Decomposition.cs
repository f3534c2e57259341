using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// Writes a function of fields as a sum of products of functions of one linear form each, which is what expectations can be taken
/// of. Whole functions stay whole: u + relu(u) is one function of u.
/// </summary>
/// <param name="notSeparable">What to throw for a function that cannot be written so.</param>
internal sealed class Decomposition(Func<Expr, NtkDslException> notSeparable)
{
    private const int LargestExpandedPower = 8;

    /// <summary>A sum of more products is not multiplied out.</summary>
    private const int MostTerms = 64;

    private readonly Dictionary<Expr, ImmutableArray<Term>> known = [];

    /// <summary>What has been decomposed so far.</summary>
    public IEnumerable<Expr> Functions => known.Keys;

    public ImmutableArray<Term> Of(Expr function)
    {
        if (!known.TryGetValue(function, out var terms))
        {
            known[function] = terms = Decompose(function) ?? throw notSeparable(function);
        }

        return terms;
    }

    /// <summary>Written out, named sums are used linearly or not at all.</summary>
    private ImmutableArray<Term>? Decompose(Expr function)
    {
        for (var written = function; ; written = WriteOut(written))
        {
            var terms = Split(written);
            if (terms is { } done && done.All(term => term.Factors.All(IsLinearWhereOpaque)))
            {
                return done;
            }

            if (!written.Contents.HasFlag(Contents.OpaqueSum))
            {
                return terms;
            }
        }
    }

    private static bool IsLinearWhereOpaque(Factor factor) => !factor.IsOpaqueSum || factor.Function == Lambda.Variable;

    /// <summary>Replaces the last named sum that is not Gaussian by what it stands for.</summary>
    private static Expr WriteOut(Expr function)
    {
        var last = function.Fields().OfType<SumField>().Where(sum => !sum.IsGaussian).MaxBy(sum => sum.Index)!;
        return function.Substitute(last, last.Body);
    }

    private ImmutableArray<Term>? Split(Expr function)
    {
        if (!function.DependsOnFields())
        {
            return function.IsZero ? [] : [new(function)];
        }

        if (function is DropoutMask mask)
        {
            return [new(1, [], [mask])];
        }

        if (SingleForm.TryRead(function) is { } factor)
        {
            return factor.IsOpaqueSum && Basis.IsAffine(factor.Function, out var slope, out var offset)
                ? [new(slope, factor with { Function = Lambda.Variable }), .. offset.IsZero ? (Term[])[] : [new(offset)]]
                : [new(1, factor)];
        }

        return function switch
        {
            Sum => Merged(OfSum(function.Arguments)),
            Product => Merged(Multiply(function.Arguments.Select(Split))),
            Power { Exponent: Number { Value: { IsInteger: true, Sign: > 0 } n } } power when n.Numerator <= LargestExpandedPower =>
                Merged(Multiply(Enumerable.Repeat(Split(power.Base), (int)n.Numerator))),
            _ when function.Contents.HasFlag(Contents.Mask) => Split(ByMask(function)),
            _ => null,
        };
    }

    /// <summary>A mask m takes the values 0 and 1/p alone, so that any function of it is linear: F(m) = F(0) + p·m·(F(1/p) − F(0)).</summary>
    private static Expr ByMask(Expr function)
    {
        var mask = function.Fields().OfType<DropoutMask>().First();
        var dropped = function.Substitute(mask, 0);
        return dropped + (mask * (mask.Keep * (function.Substitute(mask, 1 / mask.Keep) - dropped)));
    }

    /// <summary>The linear terms stay together as one Gaussian, apart from fields that are not.</summary>
    private ImmutableArray<Term>? OfSum(ImmutableArray<Expr> terms)
    {
        var linear = terms.Where(term => LinearForm.TryRead(term, out _, out var offset) && offset.IsZero).ToList();
        var fields = Sum.Of([.. linear.Where(LinearForm.IsGaussian)]);
        Expr[] parts = [fields, .. linear.Where(term => !LinearForm.IsGaussian(term)), .. terms.Except(linear)];
        var split = parts.Select(Split).ToList();
        return split.Contains(null) ? null : [.. split.SelectMany(part => part!.Value)];
    }

    private static ImmutableArray<Term>? Multiply(IEnumerable<ImmutableArray<Term>?> factors) => factors.Aggregate((left, right) =>
        left is { } xs && right is { } ys && xs.Length * ys.Length <= MostTerms ? [.. xs.SelectMany(x => ys.Select(y => Multiply(x, y)))] : null);

    private static Term Multiply(Term x, Term y)
    {
        var factors = x.Factors.ToList();
        foreach (var factor in y.Factors)
        {
            var match = factors.FindIndex(other => LinearForm.Ratio(factor.Form, other.Form) is not null);
            if (match < 0)
            {
                factors.Add(factor);
            }
            else
            {
                factors[match] = new(factors[match].Form, factors[match].Function * InTermsOf(factors[match].Form, factor));
            }
        }

        return new(x.Coefficient * y.Coefficient, [.. factors], [.. x.Masks, .. y.Masks]);
    }

    /// <summary>Adds up terms that are functions of the same form.</summary>
    private static ImmutableArray<Term>? Merged(ImmutableArray<Term>? terms)
    {
        if (terms is not { } all)
        {
            return null;
        }

        var merged = new List<Term>();
        foreach (var term in all.Where(term => !term.Coefficient.IsZero))
        {
            var match = term is { Factors: [{ IsOpaqueSum: false } factor], Masks: [] }
                ? merged.FindIndex(other => other is { Factors: [var theirs], Masks: [] } && LinearForm.Ratio(factor.Form, theirs.Form) is not null)
                : -1;
            if (match < 0)
            {
                merged.Add(term);
                continue;
            }

            var form = merged[match].Factors[0].Form;
            var sum = (merged[match].Coefficient * merged[match].Factors[0].Function) + (term.Coefficient * InTermsOf(form, term.Factors[0]));
            merged[match] = new(1, new Factor(form, sum));
        }

        return [.. merged];
    }

    private static Expr InTermsOf(Expr form, Factor factor) =>
        factor.Function.Substitute(Lambda.Variable, LinearForm.Ratio(factor.Form, form)! * Lambda.Variable);
}
