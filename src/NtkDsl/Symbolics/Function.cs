using System.Collections.Immutable;

namespace NtkDsl.Symbolics;

/// <summary>How a function changes when its argument changes sign.</summary>
internal enum Parity
{
    None,
    Even,
    Odd,
}

/// <summary>
/// A primitive function: one row of the table of everything that expressions can apply. A row states the value and the partial
/// derivatives, and how the function is written; every pass (printing, differentiation, evaluation) reads it.
/// </summary>
public sealed partial class Function
{
    private readonly Func<ImmutableArray<Expr>, int, Expr> partial;

    private Function(string name, int arity, Evaluation value, Func<ImmutableArray<Expr>, int, Expr> partial)
    {
        Name = name;
        Arity = arity;
        Value = value;
        this.partial = partial;
    }

    internal delegate double Evaluation(ReadOnlySpan<double> arguments);

    /// <summary>The name, unique in the table.</summary>
    public string Name { get; }

    /// <summary>The number of arguments.</summary>
    public int Arity { get; }

    internal Evaluation Value { get; }

    /// <summary>The value of a function of one variable.</summary>
    internal Func<double, double>? Unary { get; private init; }

    /// <summary>The exact value at 0 of a function of one variable, if it is worth folding.</summary>
    internal Expr? AtZero { get; private init; }

    internal Parity Parity { get; private init; }

    internal bool IsNonNegative { get; private init; }

    /// <summary>True if the function is not analytic where its argument is 0.</summary>
    internal bool HasKink => Contents.HasFlag(Contents.Kink);

    /// <summary>What an expression with this function is known to have.</summary>
    internal Contents Contents { get; private init; }

    /// <summary>k, if f(px) = pᵏ·f(x) for p &gt; 0; it is −1, 0 or 1.</summary>
    internal int? Homogeneity { get; private init; }

    /// <summary>What becomes of the degrees of homogeneity of the arguments; null if the function is homogeneous in none of them.</summary>
    internal Func<ImmutableArray<Degrees?>, Degrees?>? Degrees { get; private init; }

    /// <summary>True for a gap that has as many digits as the gaps that it is made of.</summary>
    internal bool PassesGapsOn { get; private init; }

    /// <summary>How many arguments, from the first, are for formulas only and are not evaluated.</summary>
    internal int WrittenOnly { get; private init; }

    /// <summary>From which argument on they are hints: they stand for the first ones with more digits, and are not written.</summary>
    internal int? FirstHint { get; private init; }

    /// <summary>Whether its last digits are those of the gaps P and Q, its last two arguments.</summary>
    internal bool ReadsGaps { get; private init; }

    /// <summary>
    /// The derivative, from the arguments and a way to differentiate expressions of them; null for a function that is differentiated by
    /// its partial derivatives.
    /// </summary>
    internal Func<ImmutableArray<Expr>, Func<Expr, Expr>, Expr>? Differential { get; private init; }

    /// <summary>The square of a root: it is smooth where the root is not, and the derivative of the root is taken from it.</summary>
    internal Func<ImmutableArray<Expr>, Expr>? SmoothSquare { get; private init; }

    /// <summary>How the function is written in each notation.</summary>
    internal Spelling Spelling { get; private init; } = Spelling.Unwritten;

    /// <summary>What formulas show in its place, from the arguments without hints; null for a function that is written as such.</summary>
    internal Func<ImmutableArray<Expr>, Expr>? OnPaper { get; private init; }

    /// <summary>What it means, which formulas state below: an example and what it is, in letters; null for a function that is known or spelled out.</summary>
    internal Func<Meaning>? Meaning { get; private init; }

    /// <summary>The letter that stands for a value that is used more than once, such as θ.</summary>
    internal string? Letter { get; private init; }

    /// <summary>Whether the argument is a hint.</summary>
    internal bool IsHint(int index) => index >= FirstHint;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The partial derivative with respect to argument number <paramref name="index"/>.</summary>
    internal Expr Partial(ImmutableArray<Expr> arguments, int index) => partial(arguments, index);

    /// <summary>An activation or its derivative by its word, which formulas show in place of its body; it is never evaluated.</summary>
    internal static Function OnPage(string word, bool isDerivative = false) => new(isDerivative ? word + "′" : word, 1, _ => double.NaN, NoPartial)
    {
        Spelling = isDerivative ? new(word + "′", $@"\operatorname{{{word}}}'") : Spelling.OfWord(word),
    };

    private static Function Of(string name, Func<double, double> value, Func<Expr, Expr> derivative, Spelling? spelling = null,
        Expr? atZero = null, Parity parity = Parity.None, bool nonNegative = false, bool kink = false, int? homogeneity = null,
        Func<Expr, Expr>? onPaper = null, Contents contents = Contents.None) =>
        new(name, 1, x => value(x[0]), (x, _) => derivative(x[0]))
        {
            Unary = value,
            Spelling = spelling ?? Spelling.Unwritten,
            OnPaper = onPaper is null ? null : x => onPaper(x[0]),
            AtZero = atZero,
            Parity = parity,
            IsNonNegative = nonNegative,
            Contents = kink ? contents | Contents.Kink : contents,
            Homogeneity = homogeneity,
            Degrees = homogeneity is { } degree ? x => x[0]?.Times(degree) : null,
        };
}
