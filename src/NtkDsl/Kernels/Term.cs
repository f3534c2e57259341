using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>A function φ of one linear form L = Σ α_k g_k of Gaussian fields.</summary>
/// <param name="Form">L, an expression linear in field symbols without constant term.</param>
/// <param name="Function">φ, an expression in <see cref="Lambda.Variable"/>.</param>
internal sealed record Factor(Expr Form, Expr Function);

/// <summary>coefficient · Π masks · Π φ_m(L_m): what expectations factorise over.</summary>
/// <param name="Coefficient">A function of x alone.</param>
/// <param name="Factors">Functions of different linear forms.</param>
/// <param name="Masks">Dropout masks.</param>
internal sealed record Term(Expr Coefficient, ImmutableArray<Factor> Factors, ImmutableArray<Symbol> Masks)
{
    public Term(Expr coefficient, params ImmutableArray<Factor> factors)
        : this(coefficient, factors, [])
    {
    }
}
