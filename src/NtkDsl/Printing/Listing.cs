namespace NtkDsl;

/// <summary>A definition and the layer in which it is listed.</summary>
internal sealed record Entry(Definition Definition, int Layer)
{
    /// <summary>What stands on the right, in a recursion with numbers that depend on l.</summary>
    public Expr Body { get; init; } = Definition.Body;
}

/// <summary>
/// The definitions below some expressions in the order in which they are listed: layer by layer, and within a layer each after those
/// that it uses. The layer of a definition is its index, and that of an auxiliary quantity the layer in which it is first used.
/// </summary>
internal sealed class Listing
{
    /// <summary>In a recursion a layer uses the one or two before it.</summary>
    private const int FewestUsersOfAnchor = 4;

    private readonly Auxiliaries names;
    private readonly Dictionary<Definition, int> layers = [];
    private readonly Dictionary<Definition, int> depths = [];
    private readonly Dictionary<Definition, IReadOnlyList<Definition>> uses = [];
    private readonly HashSet<Definition> moved = [];

    private Listing(IReadOnlyList<Expr> roots, Auxiliaries names)
    {
        this.names = names;
        var definitions = Visible.Nodes(roots, node => node is Definition).Cast<Definition>().ToList();
        definitions.ForEach(definition => uses[definition] = [.. DefinitionsIn(definition.Body)]);
        definitions.ForEach(PlaceAfterItsUses);
        Enumerable.Reverse(definitions).ToList().ForEach(PullUsesForward);
        definitions.ForEach(definition => depths[definition] = Depth(definition));
        Definitions = definitions;
    }

    private List<Definition> Definitions { get; }

    /// <summary>All definitions below <paramref name="roots"/>.</summary>
    public static IReadOnlyList<Entry> Of(IReadOnlyList<Expr> roots, Auxiliaries names)
    {
        var listing = new Listing(roots, names);
        return [.. listing.Definitions
            .OrderBy(definition => listing.layers[definition])
            .ThenBy(definition => listing.depths[definition])
            .ThenBy(definition => definition.Symbol, StringComparer.Ordinal)
            .ThenBy(definition => definition.DerivedBy.Length)
            .ThenBy(definition => definition.Scope)
            .Select(definition => new Entry(definition, listing.layers[definition]))];
    }

    /// <summary>Leaves out what follows from a listed definition by reading x′ for x.</summary>
    public static IReadOnlyList<Entry> WithoutImages(IReadOnlyList<Entry> entries)
    {
        var swap = new Fold<Expr>(
            (node, visible) => node is Symbol { Scope: Scope.Row } leaf
                ? Symbol.Make(leaf.Name, leaf.Kind, Scope.Column, leaf.IsNonNegative)
                : Visible.With(node, visible),
            Visible.Arguments);
        var images = entries.Where(entry => entry.Definition.Scope == Scope.Row).Select(entry => swap.Of(entry.Definition)).ToHashSet();
        return [.. entries.Where(entry => !images.Contains(entry.Definition))];
    }

    /// <summary>
    /// Definitions that keep their own index in a recursion, such as K₁(x, x) in a network that preserves variances: many layers use them.
    /// </summary>
    public static IReadOnlySet<Definition> Anchors(IReadOnlyList<Entry> entries) => entries
        .SelectMany(entry => DefinitionsIn(entry.Definition.Body).Select(used => (Used: used, entry.Layer)))
        .GroupBy(use => use.Used, use => use.Layer)
        .Where(uses => uses.Distinct().Count() >= FewestUsersOfAnchor)
        .Select(uses => uses.Key)
        .ToHashSet();

    /// <summary>The definitions that an expression names.</summary>
    public static IEnumerable<Definition> DefinitionsIn(Expr body) =>
        Visible.NodesOutside(body, node => node is Definition).Cast<Definition>();

    private void PlaceAfterItsUses(Definition definition) =>
        layers[definition] = Math.Max(
            names.Contains(definition) ? 0 : definition.Label.Index.Last ?? 0,
            uses[definition].Select(used => layers[used]).DefaultIfEmpty(0).Max());

    /// <summary>Visited from the last definition to the first, so that the layers of all users are settled.</summary>
    private void PullUsesForward(Definition definition)
    {
        foreach (var auxiliary in uses[definition].Where(names.Contains))
        {
            layers[auxiliary] = moved.Add(auxiliary) ? layers[definition] : Math.Min(layers[auxiliary], layers[definition]);
        }
    }

    private int Depth(Definition definition) =>
        uses[definition].Where(used => layers[used] == layers[definition]).Select(used => depths[used] + 1).DefaultIfEmpty(0).Max();
}
