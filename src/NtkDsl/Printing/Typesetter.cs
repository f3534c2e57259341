using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// Writes expressions in a notation: decides on signs, the order of terms and factors, fraction bars and roots, and leaves the spelling
/// to the notation.
/// </summary>
internal sealed class Typesetter
{
    private readonly Fold<Piece> fold;
    private readonly Func<Definition, Label> label;

    /// <param name="notation">The notation.</param>
    /// <param name="label">What definitions are called.</param>
    /// <param name="line">What will be written.</param>
    public Typesetter(Notation notation, Func<Definition, Label> label, Expr line)
    {
        Notation = notation;
        this.label = label;
        Expectations = [.. Visible.NodesOutside(line, node => node is Expectation).Cast<Expectation>()];
        fold = new(Step, Visible.ArgumentsOutside);
    }

    public Notation Notation { get; }

    /// <summary>The expectations in the line.</summary>
    public ImmutableArray<Expectation> Expectations { get; }

    public Piece Of(Expr expression) => fold.Of(expression);

    /// <summary>A function under an expectation, of the variable given.</summary>
    public Piece OfFunction(Expr body) => Of(Elaboration.OfFunction(body, Notation.Medium));

    private Piece Step(Expr node, ImmutableArray<Piece> arguments) => node switch
    {
        Symbol symbol => Notation.Symbol(symbol),
        Definition definition => Notation.Name(label(definition)),
        Sum => Notation.Sum(InReadingOrder(node.Arguments)),
        Call { Function: var function } when function == Elaboration.FeatureSum => arguments[0],
        Call call => Notation.Apply(call.Function, arguments),
        Expectation expectation => Notation.Expectation(expectation, this),
        InputMean mean => Notation.InputMean(mean, this),
        _ => Signed(node) is { IsNegative: true } negative ? Notation.Sum([negative]) : Signed(node).Piece,
    };

    /// <summary>Symbolic terms first, constants last, but a positive term in front if there is one.</summary>
    private List<SignedPiece> InReadingOrder(IEnumerable<Expr> terms)
    {
        var ordered = terms.OrderBy(term => term is Number ? 2 : IsConstant(term) ? 1 : 0).Select(Signed).ToList();
        var front = ordered.FindIndex(term => !term.IsNegative);
        if (front > 0)
        {
            ordered.Insert(0, ordered[front]);
            ordered.RemoveAt(front + 1);
        }

        return ordered;
    }

    private static bool IsConstant(Expr term) => term.Scope == Scope.None && !term.Contents.HasFlag(Contents.Variable);

    private SignedPiece Signed(Expr term)
    {
        if (term is not (Product or Power or Number))
        {
            return new(false, Of(term));
        }

        var fraction = FractionBar.Of(term);
        List<Piece> top = [.. fraction.Top.Select(Raised)];
        List<Piece> bottom = [.. fraction.Bottom.Select(Raised)];
        if (fraction.RootOfQuotient is var (above, below))
        {
            top.Insert(0, Notation.Root(Notation.Quotient(Of(above), Of(below))));
        }

        var (number, divisor) = Numeral.Split(fraction.Coefficient);
        if (!number.IsOne || top.Count == 0)
        {
            top.Insert(0, Notation.Number(number));
        }

        if (!divisor.IsOne)
        {
            bottom.Insert(0, Notation.Number(divisor));
        }

        return new(fraction.IsNegative, bottom.Count == 0 ? Join(top) : Notation.Quotient(Join(top), Join(bottom)));
    }

    private Piece Raised((Expr Base, Expr Exponent) factor) => factor switch
    {
        { Exponent.IsOne: true } => Of(factor.Base),
        { Exponent: Number { Value: var r } } when r == new Rational(1, 2) => Notation.Root(Of(factor.Base)),
        { Base: Call { Function: { Spelling.IsOperator: true } function, Arguments: [var x] } } =>
            Notation.ApplyRaised(function, Of(x), Of(factor.Exponent)),
        _ => Notation.Power(Of(factor.Base), Of(factor.Exponent)),
    };

    private Piece Join(List<Piece> factors) => factors is [var only] ? only : Notation.Product(factors);
}
