using System.Runtime.CompilerServices;
using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>
/// Expectations of products of terms. Factors of independent fields factorise; two dependent factors, one on each side, are a
/// dual activation; more dependent factors than that are refused, since they have no closed form.
/// </summary>
internal sealed class TermExpectations(KernelBuilder kernel, Decomposition decomposition, FormMoments forms)
{
    private readonly Dictionary<(Term, Site, Term, Site), Expr> known = [];

    /// <summary>E s(p) t(q).</summary>
    public Expr Of(Term s, Site p, Term t, Site q)
    {
        if (NamedSums.ToWriteOut(s, t) is not { } sum)
        {
            return s.Coefficient.At(p) * t.Coefficient.At(q) * OfMasks(s, t, p.IsOfExample(q)) * OfFactors(s, p, t, q, null);
        }

        if (!known.TryGetValue((s, p, t, q), out var expectation))
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            known[(s, p, t, q)] = expectation = WrittenOut(s, t, sum, (left, right) => Of(left, p, right, q));
        }

        return expectation;
    }

    /// <summary>Σ_mn Θ(L_m(p), L_n(q)) E ∂_m s(p) ∂_n t(q), where the NTK of linear forms is given.</summary>
    public Expr Tangent(Term s, Site p, Term t, Site q, Func<Expr, Expr, Expr> tangentOfForms)
    {
        if (NamedSums.ToWriteOut(s, t) is { } named)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return WrittenOut(s, t, named, (left, right) => Tangent(left, p, right, q, tangentOfForms));
        }

        Expr sum = 0;
        foreach (var m in s.Factors)
        {
            foreach (var n in t.Factors)
            {
                var tangent = tangentOfForms(m.Form, n.Form);
                sum += tangent.IsZero ? 0 : tangent * OfFactors(s, p, t, q, (m, n));
            }
        }

        return sum.IsZero ? 0 : s.Coefficient.At(p) * t.Coefficient.At(q) * OfMasks(s, t, p.IsOfExample(q)) * sum;
    }

    private Expr WrittenOut(Term s, Term t, SumField sum, Func<Term, Term, Expr> value)
    {
        var right = NamedSums.WriteOut(t, sum, decomposition);
        return Sum.Of([.. NamedSums.WriteOut(s, sum, decomposition).SelectMany(left => right.Select(other => value(left, other)))]);
    }

    /// <summary>Masks of different examples are independent with mean 1; of one example, E m² = 1/p.</summary>
    private static Expr OfMasks(Term s, Term t, bool sameExample)
    {
        Expr product = 1;
        foreach (var mask in sameExample
            ? s.Masks.Concat(t.Masks).GroupBy(mask => mask)
            : s.Masks.GroupBy(mask => mask).Concat(t.Masks.GroupBy(mask => mask)))
        {
            product *= Pow(mask.Key.Keep, 1 - mask.Count());
        }

        return product;
    }

    /// <summary>E Π φ_m(L_m(p)) Π ψ_n(L_n(q)), with one function on each side differentiated if so asked.</summary>
    private Expr OfFactors(Term s, Site p, Term t, Site q, (Factor Left, Factor Right)? differentiated)
    {
        Expr product = 1;
        foreach (var (left, right) in Components(s, p, t, q))
        {
            product *= (left, right) switch
            {
                ([var f], [var g]) => Pair(f, p, g, q, differentiated),
                ([var f], []) => Alone(f, p, differentiated?.Left == f, surrogate: false),
                ([], [var g]) => Alone(g, q, differentiated?.Right == g, surrogate: true),
                _ => throw new NtkDslException(Messages.DependentFactors(kernel.Place)),
            };
            if (product.IsZero)
            {
                return 0;
            }
        }

        return product;
    }

    private Expr Pair(Factor left, Site p, Factor right, Site q, (Factor Left, Factor Right)? differentiated)
    {
        var (inLeft, inRight) = (differentiated?.Left == left, differentiated?.Right == right);
        var (f, g) = (left.Function.At(p), right.Function.At(q));
        if (left.IsOpaqueSum)
        {
            return inLeft && inRight ? 1
                : inLeft ? Alone(right, q, differentiated: false, surrogate: true)
                : inRight ? Alone(left, p, differentiated: false, surrogate: false)
                : forms.Of(left.Form, p, right.Form, q).C;
        }

        if (left.IsInput || right.IsInput)
        {
            return OfInput(left, f, p, right, g, q);
        }

        if (inLeft && inRight)
        {
            RequireNtk(f, g, left);
        }

        var pair = forms.Of(left.Form, p, right.Form, q);
        if (inLeft && inRight && left.Form == right.Form)
        {
            return Gaussian.ExpectDerivatives(f, g, pair);
        }

        f = inLeft ? Derivative.Of(f, Lambda.Variable) : f;
        g = inRight ? Derivative.Of(g, Lambda.Variable, surrogate: true) : g;

        // At one site proportional forms are one variable.
        return p == q && LinearForm.Ratio(right.Form, left.Form) is { } ratio
            ? Gaussian.Expect(f, g.Substitute(Lambda.Variable, ratio.At(q) * Lambda.Variable), forms.Of(left.Form, p, left.Form, q))
            : Gaussian.Expect(f, g, pair);
    }

    /// <summary>Two jumps have no NTK: E δ(u)δ(v) diverges on the diagonal.</summary>
    private static void RequireNtk(Expr f, Expr g, Factor factor)
    {
        if (!Basis.SplitDirac(Derivative.Of(f, Lambda.Variable)).Sharp.IsZero
            && !Basis.SplitDirac(Derivative.Of(g, Lambda.Variable, surrogate: true)).Sharp.IsZero)
        {
            throw new NtkDslException(Messages.NoNtk(factor.Function.ToString()!));
        }
    }

    private Expr Alone(Factor factor, Site p, bool differentiated, bool surrogate)
    {
        if (factor.IsOpaqueSum)
        {
            return differentiated ? 1 : forms.Mean(factor.Form, p);
        }

        var f = factor.Function.At(p);
        var function = differentiated ? Derivative.Of(f, Lambda.Variable, surrogate) : f;
        return factor.IsInput
            ? InputMean.Of(function.Substitute(Lambda.Variable, Scale(factor, p) * Lambda.Variable), PointOf(p))
            : Gaussian.Mean(function, forms.Of(factor.Form, p, factor.Form, p).A);
    }

    private static Expr OfInput(Factor left, Expr f, Site p, Factor right, Expr g, Site q)
    {
        f = f.Substitute(Lambda.Variable, Scale(left, p) * Lambda.Variable);
        g = g.Substitute(Lambda.Variable, Scale(right, q) * Lambda.Variable);
        if (Basis.IsAffine(f, out var s, out var offset) && offset.IsZero && Basis.IsAffine(g, out var t, out offset) && offset.IsZero)
        {
            return s * t * InputMoments.At(p, q).C;
        }

        return p == q ? InputMean.Of(f * g, PointOf(p)) : p.Example == Point.X
            ? InputMean.Of(f, g, PointOf(p), PointOf(q))
            : InputMean.Of(g, f, PointOf(q), PointOf(p));
    }

    private static Expr Scale(Factor factor, Site p) => (factor.Form / InputMoments.Coordinate).At(p);

    private static Symbol PointOf(Site p) => p.Example == Point.X ? InputMean.RowPoint : InputMean.ColumnPoint;

    /// <summary>Groups the factors of both sides so that those of different groups are independent.</summary>
    private List<(List<Factor> Left, List<Factor> Right)> Components(Term s, Site p, Term t, Site q)
    {
        var groups = new List<(List<Factor> Left, List<Factor> Right)>();
        foreach (var factor in s.Factors)
        {
            Join([factor], [], p);
        }

        foreach (var factor in t.Factors)
        {
            Join([], [factor], q);
        }

        return groups;

        void Join(List<Factor> left, List<Factor> right, Site at)
        {
            var factor = (left.Count > 0 ? left : right)[0];
            var touched = groups.Where(group =>
                group.Left.Exists(other => AreDependent(other, p, factor, at))
                || group.Right.Exists(other => AreDependent(other, q, factor, at))).ToList();
            groups.RemoveAll(touched.Contains);
            groups.Add(([.. touched.SelectMany(group => group.Left), .. left], [.. touched.SelectMany(group => group.Right), .. right]));
        }
    }

    public bool AreDependent(Factor left, Site p, Factor right, Site q) => left.SharesSourceWith(right)
        && (left.IsOpaqueSum || right.IsOpaqueSum || !forms.Of(left.Form, p, right.Form, q).C.IsZero);
}
