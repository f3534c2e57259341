namespace NtkDsl;

/// <summary>
/// How the parts of an expression are written in one language. What is written (the order of terms, signs, fractions, roots) is
/// decided by the <see cref="Typesetter"/>, the same for all languages.
/// </summary>
internal abstract class Notation
{
    /// <summary>The form of expressions that the language shows.</summary>
    public abstract Medium Medium { get; }

    /// <summary>A whole number or a decimal fraction, not negative.</summary>
    public abstract Piece Number(Numeral number);

    /// <summary>A leaf.</summary>
    public abstract Piece Symbol(Symbol symbol);

    /// <summary>The name of a definition.</summary>
    public abstract Piece Name(Label label);

    /// <summary>a + b − c.</summary>
    public virtual Piece Sum(IReadOnlyList<SignedPiece> terms) => new(
        string.Concat(terms.Select((term, i) => (term.IsNegative, i) switch
        {
            (true, 0) => Minus,
            (true, _) => $" {Minus} ",
            (false, 0) => "",
            _ => " + ",
        } + Wrap(term.Piece, Binding.Quotient))),
        Binding.Sum);

    /// <summary>a b c.</summary>
    public abstract Piece Product(IReadOnlyList<Piece> factors);

    /// <summary>a/b.</summary>
    public abstract Piece Quotient(Piece top, Piece bottom);

    /// <summary>aᵇ.</summary>
    public abstract Piece Power(Piece @base, Piece exponent);

    /// <summary>√a.</summary>
    public abstract Piece Root(Piece radicand);

    /// <summary>A function of its arguments.</summary>
    public abstract Piece Apply(Function function, IReadOnlyList<Piece> arguments);

    /// <summary>The square or another power of a function that is written as an operator.</summary>
    public virtual Piece ApplyRaised(Function function, Piece argument, Piece exponent) =>
        Power(Apply(function, [argument]), exponent);

    /// <summary>An expectation over Gaussian variables.</summary>
    public abstract Piece Expectation(Expectation expectation, Typesetter typesetter);

    /// <summary>A mean over the coordinates of the input.</summary>
    public abstract Piece InputMean(InputMean mean, Typesetter typesetter);

    /// <summary>The text, in parentheses unless it holds together as tightly as required.</summary>
    protected string Wrap(Piece piece, Binding required) => piece.Binding >= required ? piece.Text : Parenthesize(piece.Text);

    /// <summary>The sign of a negative term.</summary>
    protected virtual string Minus => "-";

    protected abstract string Parenthesize(string text);
}
