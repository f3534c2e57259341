using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>A stretch of a listing: one block of layers, and how often it is repeated with a shifted index.</summary>
/// <param name="Entries">The entries of the first block; in a recursion their numbers may depend on l.</param>
/// <param name="Covered">The entries of all blocks.</param>
/// <param name="Layer">The first layer.</param>
/// <param name="Step">How far the index moves from block to block.</param>
/// <param name="Last">The first layer of the last block.</param>
internal sealed record Stretch(IReadOnlyList<Entry> Entries, IReadOnlyList<Entry> Covered, int Layer, int Step, int Last)
{
    public bool IsRecurrence => Last > Layer;
}

/// <summary>
/// Finds layers that are the same up to a shift of the index, and up to numbers that progress evenly, as the number of channels does in a
/// dense-net. The last layers of all may lack lines: what only a layer behind them would need.
/// </summary>
internal sealed class Recurrence
{
    private const int FewestRepeats = 3;

    /// <summary>Three numbers are soon in an even progression.</summary>
    private const int FewestRepeatsInProgression = 4;

    private readonly List<Layer> layers;

    private Recurrence(IReadOnlyList<Entry> entries, Func<Entry, int, string> write) => layers =
        [.. entries.GroupBy(entry => entry.Layer).Select(layer => new Layer(layer.Key, [.. layer.Select(entry => Line.Of(entry, write))]))];

    /// <summary>The layer l in a recursion.</summary>
    public static Symbol Index { get; } = Symbol.Make("l", SymbolKind.Variable, Scope.None);

    /// <summary>Splits a listing into single layers and repeated blocks.</summary>
    /// <param name="entries">The listing.</param>
    /// <param name="write">An entry as it reads with its indices counted from a layer; what reads the same is the same.</param>
    public static IReadOnlyList<Stretch> Find(IReadOnlyList<Entry> entries, Func<Entry, int, string> write)
    {
        var recurrence = new Recurrence(entries, write);
        var stretches = new List<Stretch>();
        for (var start = 0; start < recurrence.layers.Count;)
        {
            var (period, repeats) = recurrence.Longest(start);
            stretches.Add(recurrence.At(start, period, repeats));
            start += period * repeats;
        }

        return stretches;
    }

    private Stretch At(int start, int period, int repeats)
    {
        var covered = layers.Slice(start, period * repeats);
        var (first, step) = (covered[0].Number, repeats > 1 ? covered[period].Number - covered[0].Number : 0);
        var entries = covered.Take(period).Index().SelectMany(layer => layer.Item.Lines.Select((line, i) =>
            repeats == 1 ? line.Entry : InProgression(line, [.. Progressions(start + layer.Index, i, period, repeats)!], first, step)));
        return new([.. entries], [.. covered.SelectMany(layer => layer.Lines.Select(line => line.Entry))], first, step, first + ((repeats - 1) * step));
    }

    private (int Period, int Repeats) Longest(int start)
    {
        var best = (Period: 1, Repeats: 1);
        for (var period = 1; start + (FewestRepeats * period) <= layers.Count; period++)
        {
            if (best.Repeats > 1 && period % best.Period == 0)
            {
                // Several times a block that is found already.
                continue;
            }

            var repeats = Repeats(start, period);
            if (repeats > 1 && period * repeats > best.Period * best.Repeats)
            {
                best = (period, repeats);
            }
        }

        return best;
    }

    /// <summary>How often the block of that many layers comes; 1 if it is not worth a recursion.</summary>
    private int Repeats(int start, int period)
    {
        var alike = 1 + (Matching(start, period) / period);
        for (var (repeats, fewest) = (alike, FewestRepeatsInProgression); repeats >= FewestRepeats; repeats--)
        {
            var progressions = Enumerable.Range(start, period)
                .SelectMany(layer => Enumerable.Range(0, layers[layer].Lines.Count).Select(line => Progressions(layer, line, period, repeats)))
                .ToList();
            if (progressions.TrueForAll(line => line is { } known && (repeats >= fewest || known.All(number => number.IsConstant))))
            {
                return repeats;
            }
        }

        return 1;
    }

    /// <summary>How many layers read as the layer one block before them, but for their numbers.</summary>
    private int Matching(int start, int period)
    {
        var step = layers[start + period].Number - layers[start].Number;
        var matching = 0;
        for (var i = start; i + period < layers.Count; i++)
        {
            var (layer, next) = (layers[i], layers[i + period]);
            var isSame = i + period >= layers.Count - (2 * period) ? next.Lines.All(line => layer.Find(line) is not null) : layer.ReadsAs(next);
            if (!isSame || next.Number - layer.Number != step)
            {
                break;
            }

            matching++;
        }

        return matching;
    }

    /// <summary>How the numbers of a line progress; null if they do not.</summary>
    private ImmutableArray<Progression>? Progressions(int layer, int line, int period, int repeats)
    {
        var first = layers[layer].Lines[line];
        var lines = Enumerable.Range(0, repeats).Select(t => layers[layer + (t * period)].Find(first)).OfType<Line>().ToList();
        var progressions = ImmutableArray.CreateBuilder<Progression>(first.Numbers.Length);
        for (var slot = 0; slot < first.Numbers.Length; slot++)
        {
            if (Progression.Of([.. lines.Select(same => same.Numbers[slot])]) is not { } progression)
            {
                return null;
            }

            progressions.Add(progression);
        }

        return progressions.ToImmutable();
    }

    private static Entry InProgression(Line line, ImmutableArray<Progression> progressions, int layer, int step)
    {
        if (progressions.All(progression => progression.IsConstant))
        {
            return line.Entry;
        }

        var next = 0;
        return line.Entry with
        {
            Body = NumberSlots.Replace(line.Entry.Body, number => progressions[next++] is { IsConstant: false } moving
                ? moving.At(Index, layer, step)
                : Number.Of(number)),
        };
    }

    /// <summary>A line of a layer.</summary>
    /// <param name="Entry">What it says.</param>
    /// <param name="Text">How it reads without numbers.</param>
    /// <param name="Numbers">The numbers.</param>
    private sealed record Line(Entry Entry, string Text, ImmutableArray<Rational> Numbers)
    {
        public static Line Of(Entry entry, Func<Entry, int, string> write) =>
            new(entry, write(entry with { Body = NumberSlots.Blanked(entry.Body) }, entry.Layer), NumberSlots.In(entry.Body));

        public bool ReadsAs(Line other) => Text == other.Text && Numbers.Length == other.Numbers.Length;
    }

    private sealed record Layer(int Number, IReadOnlyList<Line> Lines)
    {
        public Line? Find(Line line) => Lines.FirstOrDefault(line.ReadsAs);

        public bool ReadsAs(Layer other) => Lines.Count == other.Lines.Count && Lines.Zip(other.Lines).All(pair => pair.First.ReadsAs(pair.Second));
    }
}
