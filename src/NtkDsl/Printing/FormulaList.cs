using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Formulas that are written together: their definitions come in one list, each once.</summary>
public sealed class FormulaList
{
    internal FormulaList(ImmutableArray<NamedFormula> items, string? remark = null) => (Items, Remark) = (items, remark);

    internal ImmutableArray<NamedFormula> Items { get; }

    internal IReadOnlyList<Expr> Values => [.. Items.Select(formula => formula.Value)];

    /// <summary>What a reader should know besides, such as why there is no NTK.</summary>
    public string? Remark { get; }

    /// <summary>The derivatives with respect to a leaf.</summary>
    /// <exception cref="NtkDslException">As for <see cref="Expr.Derivative"/>.</exception>
    public FormulaList Derivative(Expr variable) => new([.. Items.Select(formula => formula.Derivative(variable))], Remark);

    /// <summary>The formulas in plain text, as <see cref="Expr.ToUnicode"/> writes one of them.</summary>
    /// <param name="expand">One formula without names for each.</param>
    /// <param name="unroll">Every layer by itself, repeated or not.</param>
    /// <exception cref="NtkDslException">A formula without names would have more than 10,000 leaves and operations.</exception>
    public string ToUnicode(bool expand = false, bool unroll = false) => UnicodeNotation.Instance.Write(this, expand, unroll);

    /// <summary>The formulas in LaTeX with amsmath, as <see cref="Expr.ToLatex"/> writes one of them.</summary>
    /// <param name="expand">One formula without names for each.</param>
    /// <param name="unroll">Every layer by itself, repeated or not.</param>
    /// <exception cref="NtkDslException">A formula without names would have more than 10,000 leaves and operations.</exception>
    public string ToLatex(bool expand = false, bool unroll = false) => LatexNotation.Instance.Write(this, expand, unroll);

    /// <summary>The formulas as a <c>math</c> element of presentation MathML, as <see cref="Expr.ToMathML"/> writes one of them.</summary>
    /// <param name="expand">One formula without names for each.</param>
    /// <param name="unroll">Every layer by itself, repeated or not.</param>
    /// <exception cref="NtkDslException">A formula without names would have more than 10,000 leaves and operations.</exception>
    public string ToMathML(bool expand = false, bool unroll = false) => MathMLNotation.Instance.Write(this, expand, unroll);

    /// <summary>
    /// A C# class, as <see cref="Expr.ToCSharp"/> writes it. If there are several formulas, its method <c>Evaluate</c> returns a matrix for each;
    /// layers that repeat are a loop.
    /// </summary>
    /// <param name="name">The name of the class.</param>
    /// <exception cref="NtkDslException">The name is no C# identifier, or a part of a formula has no code.</exception>
    public string ToCSharp(string name) => new CSharpCode().Write(name, this);

    /// <summary>An F# function of arrays; otherwise as <see cref="ToCSharp"/>.</summary>
    /// <param name="name">The name of the function.</param>
    /// <exception cref="NtkDslException">The name is no F# identifier, or a part of a formula has no code.</exception>
    public string ToFSharp(string name) => new FSharpCode().Write(name, this);

    /// <summary>A Python function that needs NumPy alone; otherwise as <see cref="ToCSharp"/>.</summary>
    /// <param name="name">The name of the function.</param>
    /// <exception cref="NtkDslException">The name is no Python identifier, or a part of a formula has no code.</exception>
    public string ToPython(string name) => new PythonCode().Write(name, this);

    internal static FormulaList Of(Expr value) => new([new NamedFormula(null, value)]);
}

/// <summary>An expression and what it is called, such as K(x,x′), where it has no definition that says so.</summary>
internal sealed record NamedFormula(Label? Name, Expr Value)
{
    public static NamedFormula Named(string letter, Expr value) => new(new Label(letter, new(null), Scope.Pair, []), value);

    public NamedFormula Derivative(Expr variable) => new(
        Name is null ? null : Name with { DerivedBy = Name.DerivedBy.Add(((Symbol)variable).Name) },
        Value.Derivative(variable));
}
