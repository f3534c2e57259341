using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// Writes a function of Gaussian fields as a sum of products of functions of one linear form each, which is what expectations
/// can be taken of. Whole functions stay whole: u + relu(u) is one function of u.
/// </summary>
internal sealed class Decomposition(Func<Expr, bool> isMask, Func<Expr, NtkDslException> notSeparable)
{
    private const int LargestExpandedPower = 8;

    private readonly Dictionary<Expr, ImmutableArray<Term>> known = [];

    /// <summary>What has been decomposed so far.</summary>
    public IEnumerable<Expr> Functions => known.Keys;

    public ImmutableArray<Term> Of(Expr function)
    {
        if (!known.TryGetValue(function, out var terms))
        {
            known[function] = terms = Decompose(function);
        }

        return terms;
    }

    private ImmutableArray<Term> Decompose(Expr function)
    {
        if (!function.DependsOnFields())
        {
            return function.IsZero ? [] : [new(function)];
        }

        if (isMask(function))
        {
            return [new(1, [], [(Symbol)function])];
        }

        if (SingleForm(function) is { } factor)
        {
            return [new(1, factor)];
        }

        return function switch
        {
            Sum => Merge(OfSum(function.Arguments)),
            Product => Merge(function.Arguments.Select(Of).Aggregate((left, right) => [.. left.SelectMany(x => right.Select(y => Multiply(x, y)))])),
            Power { Exponent: Number { Value: { IsInteger: true, Sign: > 0 } n } } power when n.Numerator <= LargestExpandedPower =>
                Merge(Enumerable.Repeat(Of(power.Base), (int)n.Numerator).Aggregate((left, right) => [.. left.SelectMany(x => right.Select(y => Multiply(x, y)))])),
            _ => throw notSeparable(function),
        };
    }

    /// <summary>The linear terms stay together as one Gaussian, apart from the input's coordinate, which is none.</summary>
    private ImmutableArray<Term> OfSum(ImmutableArray<Expr> terms)
    {
        var linear = terms.Where(term => LinearForm.TryRead(term, isMask, out _, out var offset) && offset.IsZero).ToList();
        var fields = Sum.Of([.. linear.Where(term => !HasCoordinate(term))]);
        var coordinate = Sum.Of([.. linear.Where(HasCoordinate)]);
        return [.. Of(fields), .. Of(coordinate), .. terms.Except(linear).SelectMany(term => Of(term))];
    }

    private static bool HasCoordinate(Expr term) => term.Mentions(leaf => leaf == InputMoments.Coordinate);

    /// <summary>Reads the expression as φ(L) for one linear form L, if it is that.</summary>
    private Factor? SingleForm(Expr function)
    {
        Expr? form = null;
        var body = Visit(function);
        return body is null || form is null || (HasCoordinate(form) && LinearForm.Terms(form).Count() > 1) ? null : new(form, body);

        // Functions of fields are as shallow as the stretch of elementwise layers between two dense ones.
        Expr? Visit(Expr node)
        {
            if (!node.DependsOnFields())
            {
                return node;
            }

            if (LinearForm.TryRead(node, isMask, out var linear, out var offset))
            {
                form ??= linear;
                return LinearForm.Ratio(linear, form) is { } scale ? (scale * Lambda.Variable) + offset : null;
            }

            if (node is Sum)
            {
                var together = Sum.Of([.. node.Arguments.Where(term => LinearForm.TryRead(term, isMask, out _, out _))]);
                var others = node.Arguments.Where(term => !LinearForm.TryRead(term, isMask, out _, out _)).ToList();
                return Rebuild([.. others, .. together.IsZero ? (Expr[])[] : [together]], Sum.Of);
            }

            return isMask(node) ? null : Rebuild(node.Arguments, node.WithArguments);
        }

        Expr? Rebuild(ImmutableArray<Expr> arguments, Func<ImmutableArray<Expr>, Expr> rebuild)
        {
            var visited = arguments.Select(Visit).ToList();
            return visited.Contains(null) ? null : rebuild([.. visited.Select(argument => argument!)]);
        }
    }

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
    private static ImmutableArray<Term> Merge(ImmutableArray<Term> terms)
    {
        var merged = new List<Term>();
        foreach (var term in terms.Where(term => !term.Coefficient.IsZero))
        {
            var match = term is { Factors: [var factor], Masks: [] }
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
