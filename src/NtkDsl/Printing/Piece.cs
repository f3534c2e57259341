namespace NtkDsl;

/// <summary>How tightly the outermost operation of a written expression holds it together, from loose to tight.</summary>
internal enum Binding
{
    /// <summary>a + b, −a.</summary>
    Sum,

    /// <summary>a/b in one line.</summary>
    Quotient,

    /// <summary>a b.</summary>
    Product,

    /// <summary>sin a.</summary>
    Application,

    /// <summary>aᵇ.</summary>
    Power,

    /// <summary>f(a).</summary>
    Call,

    /// <summary>A name, a number, anything in brackets.</summary>
    Atom,
}

/// <summary>A written expression.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Binding">How tightly it holds together.</param>
/// <param name="IsLetter">True for a letter, perhaps with an index, that an operator takes without parentheses, as in sin θ₁.</param>
internal readonly record struct Piece(string Text, Binding Binding, bool IsLetter = false)
{
    public static Piece Atom(string text) => new(text, Binding.Atom);

    public static Piece Letter(string text) => new(text, Binding.Atom, IsLetter: true);
}

/// <summary>A term of a sum: its sign and what is written after it.</summary>
internal readonly record struct SignedPiece(bool IsNegative, Piece Piece);
