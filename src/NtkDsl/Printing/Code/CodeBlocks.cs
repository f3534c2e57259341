namespace NtkDsl;

/// <summary>Turns an outline into statements: a variable for each definition, and a loop for layers that repeat.</summary>
/// <param name="outline">What is written.</param>
/// <param name="text">An expression in the language, with a way to label definitions.</param>
/// <param name="identifier">The variable of a name.</param>
internal sealed class CodeBlocks(Outline outline, Func<Expr, Func<Definition, Label>, string> text, Func<Label, string> identifier)
{
    private readonly HashSet<string> available = [];

    public static IReadOnlyList<Statement> Of(
        Outline outline, Func<Expr, Func<Definition, Label>, string> text, Func<Label, string> identifier) =>
        [.. outline.Stretches.SelectMany(new CodeBlocks(outline, text, identifier).StatementsOf)];

    private IEnumerable<Statement> StatementsOf(Stretch stretch)
    {
        if (!stretch.IsRecurrence)
        {
            IReadOnlyList<Local> locals = [.. stretch.Entries.Select(entry => LocalOf(entry, null))];
            available.UnionWith(locals.Select(local => local.Name));
            return locals;
        }

        var loop = LoopOf(stretch);
        available.UnionWith(loop.Results.Select(local => local.Name));
        return [loop];
    }

    private Local LocalOf(Entry entry, int? layer) =>
        new(identifier(outline.Label(entry.Definition, layer)), text(entry.Body, definition => outline.Label(definition, layer)));

    /// <summary>
    /// The state of the loop is what a round uses of earlier rounds, and what is used after the last one: the round after it would find
    /// that among its state, too.
    /// </summary>
    private Loop LoopOf(Stretch stretch)
    {
        IReadOnlyList<Local> body = [.. stretch.Entries.Select(entry => LocalOf(entry, stretch.Layer))];
        var computed = body.Select(local => local.Name).ToHashSet();
        var after = UsedAfter(stretch);
        var pending = new Queue<Label>(
        [
            .. stretch.Entries.SelectMany(entry => Listing.DefinitionsIn(entry.Body)).Select(definition => outline.Label(definition, stretch.Layer)),
            .. after.Select(definition => MovedBy(outline.Label(definition, stretch.Layer), stretch.Layer - stretch.Last - stretch.Step)),
        ]);
        var state = new SortedDictionary<string, Label>(StringComparer.Ordinal);
        while (pending.TryDequeue(out var label))
        {
            // What has its own index throughout is no state.
            if (label.CountedFrom is not null && !computed.Contains(Name(label)) && state.TryAdd(Name(label), label))
            {
                pending.Enqueue(MovedBy(label, stretch.Step));
            }
        }

        return new(
            stretch.Layer,
            stretch.Step,
            stretch.Last,
            [.. state.Select(entry => new Local(entry.Key, FirstValue(entry.Value)))],
            body,
            [.. state.Values.Select(label => Name(MovedBy(label, stretch.Step)))],
            [.. after.Select(definition => new Local(
                Name(outline.Label(definition, null)),
                Name(MovedBy(outline.Label(definition, stretch.Layer), stretch.Layer - stretch.Last - stretch.Step))))]);

        // What the first round does not have it does not use either.
        string FirstValue(Label label) => Name(label with { CountedFrom = null }) is var name && available.Contains(name) ? name : "0.0";
    }

    /// <summary>The definitions of a stretch that are used behind it.</summary>
    private List<Definition> UsedAfter(Stretch stretch)
    {
        var covered = stretch.Covered.Select(entry => entry.Definition).ToHashSet();
        return [.. outline.Stretches.SelectMany(other => other == stretch ? [] : other.Covered.Select(entry => entry.Body))
            .Concat(outline.Values)
            .SelectMany(Listing.DefinitionsIn)
            .Where(covered.Contains)
            .Distinct()];
    }

    private static Label MovedBy(Label label, int layers) => label with { Index = label.Index.Shift(layers) };

    private string Name(Label label) => identifier(label);
}
