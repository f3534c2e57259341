using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>What is written of some expressions: their definitions in order, each once, and their values in terms of these.</summary>
internal sealed class Outline
{
    private readonly Auxiliaries names;
    private readonly IReadOnlySet<Definition> anchors;

    private Outline(IReadOnlyList<Expr> roots, Medium medium)
    {
        names = new(roots);
        Values = Elaboration.WithNames(roots, medium, names);
        Entries = medium == Medium.Paper ? Listing.WithoutImages(Listing.Of(Values, names)) : Listing.Of(Values, names);
        anchors = Listing.Anchors(Entries);
        Stretches = Recurrence.Find(Entries, LineForComparison);
    }

    public ImmutableArray<Expr> Values { get; }

    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>The entries, those of layers that repeat together.</summary>
    public IReadOnlyList<Stretch> Stretches { get; }

    public static Outline Of(IReadOnlyList<Expr> roots, Medium medium) => new(roots, medium);

    /// <summary>A name, in a recursion counted from its layer.</summary>
    public Label Label(Definition definition, int? layer) => NtkDsl.Label.Of(definition) with
    {
        CountedFrom = anchors.Contains(definition) || definition.Label.Index.Layer is null ? null : layer,
        Points = names.IsBare(definition) ? Scope.None : definition.Scope,
    };

    private string LineForComparison(Entry entry, int layer) =>
        UnicodeNotation.Instance.Line(Label(entry.Definition, layer), entry.Body, definition => Label(definition, layer));
}
