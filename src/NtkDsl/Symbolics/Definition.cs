using System.Collections.Immutable;

namespace NtkDsl.Symbolics;

/// <summary>
/// A subexpression with a name of its own, such as K₂(x, x′): what printers list as one line, and what simplification does not look into.
/// </summary>
public sealed class Definition : Expr
{
    private Definition(string symbol, string index, ImmutableArray<string> derivedBy, Expr body)
        : base([body], Scope.None, HashCode.Combine(symbol, index))
    {
        Symbol = symbol;
        Index = index;
        DerivedBy = derivedBy;
    }

    /// <summary>The letter, such as K or Θ.</summary>
    public string Symbol { get; }

    /// <summary>The index, such as 2; empty if there is none.</summary>
    public string Index { get; }

    /// <summary>The leaves by which the named quantity has been differentiated, in order.</summary>
    public ImmutableArray<string> DerivedBy { get; }

    /// <summary>What the name stands for.</summary>
    public Expr Body => Arguments[0];

    internal override bool IsNonNegative =>
        DerivedBy.IsEmpty && ((IsVariance && Scope is Scope.Row or Scope.Column) || Symbol is "P" or "Q");

    /// <summary>K_i of one field and S_i over channels; K_ij between two fields may be negative at one point, too.</summary>
    private bool IsVariance => Symbol is "K" or "S" && !Index.Contains(',', StringComparison.Ordinal);

    /// <summary>The named body; the body itself where a name would not shorten anything.</summary>
    internal static Expr Of(string symbol, string index, Expr body) => Of(symbol, index, [], body);

    internal Expr DerivedWith(string by, Expr derivative) => Of(Symbol, Index, DerivedBy.Add(by), derivative);

    internal override bool SamePayload(Expr other) =>
        other is Definition d && d.Symbol == Symbol && d.Index == Index && d.DerivedBy.SequenceEqual(DerivedBy);

    internal override int ComparePayload(Expr other)
    {
        var that = (Definition)other;
        var bySymbol = string.CompareOrdinal(Symbol, that.Symbol);
        return bySymbol != 0 ? bySymbol
            : Index.Length != that.Index.Length ? Index.Length.CompareTo(that.Index.Length)
            : Index != that.Index ? string.CompareOrdinal(Index, that.Index)
            : string.CompareOrdinal(string.Join(',', DerivedBy), string.Join(',', that.DerivedBy));
    }

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments) => Of(Symbol, Index, DerivedBy, arguments[0]);

    private static Expr Of(string symbol, string index, ImmutableArray<string> derivedBy, Expr body) =>
        body is Number or Symbolics.Symbol or Definition ? body : Interning.Intern(new Definition(symbol, index, derivedBy, body));
}
