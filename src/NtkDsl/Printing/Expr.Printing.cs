namespace NtkDsl;

/// <content>The ways in which an expression is written.</content>
public abstract partial class Expr
{
    /// <summary>The expression in Unicode, as <see cref="ToUnicode"/> writes it.</summary>
    public sealed override string ToString() => ToUnicode();

    /// <summary>
    /// The expression in plain text: its definitions in order, a line each, such as θ₁ = arccos(…), and then its value.
    /// Layers that repeat with a shifted index are written once, as a recursion.
    /// </summary>
    /// <param name="expand">One formula without names instead.</param>
    /// <param name="unroll">Every layer by itself, repeated or not.</param>
    /// <exception cref="NtkDslException">The formula without names would have more than 10,000 leaves and operations.</exception>
    public string ToUnicode(bool expand = false, bool unroll = false) => FormulaList.Of(this).ToUnicode(expand, unroll);

    /// <summary>The expression in LaTeX with amsmath, to stand in a displayed equation: laid out as <see cref="ToUnicode"/> does.</summary>
    /// <param name="expand">One formula without names instead.</param>
    /// <param name="unroll">Every layer by itself, repeated or not.</param>
    /// <exception cref="NtkDslException">The formula without names would have more than 10,000 leaves and operations.</exception>
    public string ToLatex(bool expand = false, bool unroll = false) => FormulaList.Of(this).ToLatex(expand, unroll);

    /// <summary>The expression as a <c>math</c> element of presentation MathML: laid out as <see cref="ToUnicode"/> does.</summary>
    /// <param name="expand">One formula without names instead.</param>
    /// <param name="unroll">Every layer by itself, repeated or not.</param>
    /// <exception cref="NtkDslException">The formula without names would have more than 10,000 leaves and operations.</exception>
    public string ToMathML(bool expand = false, bool unroll = false) => FormulaList.Of(this).ToMathML(expand, unroll);

    /// <summary>
    /// A C# class that needs the base class library alone. Its method <c>Evaluate</c> takes X (n×d), Y (m×d), whose rows are points, and
    /// the free parameters in alphabetical order, and returns the n×m matrix of values. Expectations without closed form come with a
    /// quadrature good to about 10⁻¹².
    /// </summary>
    /// <param name="name">The name of the class.</param>
    /// <exception cref="NtkDslException">The name is no C# identifier, or a part of the expression has no code.</exception>
    public string ToCSharp(string name) => FormulaList.Of(this).ToCSharp(name);

    /// <summary>An F# function of arrays; otherwise as <see cref="ToCSharp"/>.</summary>
    /// <param name="name">The name of the function.</param>
    /// <exception cref="NtkDslException">The name is no F# identifier, or a part of the expression has no code.</exception>
    public string ToFSharp(string name) => FormulaList.Of(this).ToFSharp(name);

    /// <summary>A Python function that needs NumPy alone; otherwise as <see cref="ToCSharp"/>.</summary>
    /// <param name="name">The name of the function.</param>
    /// <exception cref="NtkDslException">The name is no Python identifier, or a part of the expression has no code.</exception>
    public string ToPython(string name) => FormulaList.Of(this).ToPython(name);
}
