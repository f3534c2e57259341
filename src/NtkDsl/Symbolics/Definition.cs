using System.Collections.Immutable;

namespace NtkDsl.Symbolics;

/// <summary>
/// A subexpression with a name of its own, such as K₂(x, x′): what printers list as one line, and what simplification does not look into.
/// </summary>
public sealed class Definition : Expr
{
    private Definition(DefinitionLabel label, ImmutableArray<string> derivedBy, Expr body)
        : base([body], Scope.None, HashCode.Combine(label.Letter, label.Rank))
    {
        Label = label;
        DerivedBy = derivedBy;
    }

    /// <summary>The letter, such as K or Θ.</summary>
    public string Symbol => Label.Letter;

    /// <summary>The index, such as 2; empty if there is none.</summary>
    public string Index => Label.Index.ToString();

    /// <summary>The name before it was differentiated.</summary>
    internal DefinitionLabel Label { get; }

    /// <summary>The leaves by which the named quantity has been differentiated, in order.</summary>
    public ImmutableArray<string> DerivedBy { get; }

    /// <summary>What the name stands for.</summary>
    public Expr Body => Arguments[0];

    internal override bool IsNonNegative => DerivedBy.IsEmpty && Label.IsNonNegative;

    /// <summary>The named body; the body itself where a name would not shorten anything.</summary>
    internal static Expr Of(DefinitionLabel label, Expr body) => Of(label, [], body);

    internal Expr DerivedWith(string by, Expr derivative) => Of(Label, DerivedBy.Add(by), derivative);

    internal override bool SamePayload(Expr other) => other is Definition d && d.Label == Label && d.DerivedBy.SequenceEqual(DerivedBy);

    internal override int ComparePayload(Expr other)
    {
        var that = (Definition)other;
        var byLabel = Label.CompareTo(that.Label);
        return byLabel != 0 ? byLabel : string.CompareOrdinal(string.Join(',', DerivedBy), string.Join(',', that.DerivedBy));
    }

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments) => Of(Label, DerivedBy, arguments[0]);

    private static Expr Of(DefinitionLabel label, ImmutableArray<string> derivedBy, Expr body) =>
        body is Number or Symbolics.Symbol or Definition ? body : Interning.Intern(new Definition(label, derivedBy, body));
}
