using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>A function φ of one linear form L = Σ α_k g_k of fields.</summary>
/// <param name="Form">L, an expression linear in fields without constant term.</param>
/// <param name="Function">φ, an expression in <see cref="Lambda.Variable"/>.</param>
internal sealed record Factor(Expr Form, Expr Function)
{
    /// <summary>True for a function of the input's coordinates, which are no Gaussian variable.</summary>
    public bool IsInput => Form.Contents.HasFlag(Contents.Coordinate);

    /// <summary>True for a named sum that is not Gaussian.</summary>
    public bool IsOpaqueSum => Form.Contents.HasFlag(Contents.OpaqueSum);

    /// <summary>False for a nonlinear function of something that is no Gaussian variable.</summary>
    public bool HasMoments => LinearForm.IsGaussian(Form) || Function == Lambda.Variable;

    /// <summary>The sources of the fields of L.</summary>
    public IEnumerable<string> Sources => LinearForm.Terms(Form).SelectMany(term => term.Field.Sources);

    public bool SharesSourceWith(Factor other) => Form == other.Form
        || LinearForm.Terms(Form).Any(term => LinearForm.Terms(other.Form).Any(theirs => term.Field.IsDependentOn(theirs.Field)));
}

/// <summary>coefficient · Π masks · Π φ_m(L_m): what expectations factorise over.</summary>
/// <param name="Coefficient">A function of x alone.</param>
/// <param name="Factors">Functions of different linear forms.</param>
/// <param name="Masks">Dropout masks.</param>
internal sealed record Term(Expr Coefficient, ImmutableArray<Factor> Factors, ImmutableArray<DropoutMask> Masks)
{
    public Term(Expr coefficient, params ImmutableArray<Factor> factors)
        : this(coefficient, factors, [])
    {
    }

    public Expr ToExpr() =>
        Product.Of([Coefficient, .. Masks, .. Factors.Select(factor => factor.Function.Substitute(Lambda.Variable, factor.Form))]);
}
