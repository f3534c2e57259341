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
    /// <exception cref="NtkDslException"><paramref name="expand"/> would give a formula of more than 10,000 leaves and operations.</exception>
    public string ToUnicode(bool expand = false, bool unroll = false) => UnicodeNotation.Instance.Write(this, expand, unroll);

    /// <summary>The expression in LaTeX with amsmath, to stand in a displayed equation: laid out as <see cref="ToUnicode"/> does.</summary>
    /// <param name="expand">One formula without names instead.</param>
    /// <param name="unroll">Every layer by itself, repeated or not.</param>
    /// <exception cref="NtkDslException"><paramref name="expand"/> would give a formula of more than 10,000 leaves and operations.</exception>
    public string ToLatex(bool expand = false, bool unroll = false) => LatexNotation.Instance.Write(this, expand, unroll);

    /// <summary>The expression as a <c>math</c> element of presentation MathML: laid out as <see cref="ToUnicode"/> does.</summary>
    /// <param name="expand">One formula without names instead.</param>
    /// <param name="unroll">Every layer by itself, repeated or not.</param>
    /// <exception cref="NtkDslException"><paramref name="expand"/> would give a formula of more than 10,000 leaves and operations.</exception>
    public string ToMathML(bool expand = false, bool unroll = false) => MathMLNotation.Instance.Write(this, expand, unroll);
}
