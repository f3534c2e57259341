namespace NtkDsl;

/// <summary>A stretch of a listing: one block of layers, and how often it is repeated with a shifted index.</summary>
/// <param name="Entries">The entries of the first block.</param>
/// <param name="Layer">The first layer.</param>
/// <param name="Step">How far the index moves from block to block.</param>
/// <param name="Last">The first layer of the last block.</param>
internal sealed record Stretch(IReadOnlyList<Entry> Entries, int Layer, int Step, int Last)
{
    public bool IsRecurrence => Last > Layer;
}

/// <summary>
/// Finds layers that are the same up to a shift of the index. The last layer of all may lack lines: what only the next layer would need.
/// </summary>
internal static class Recurrence
{
    private const int FewestRepeats = 3;

    /// <summary>Splits a listing into single layers and repeated blocks.</summary>
    /// <param name="entries">The listing.</param>
    /// <param name="write">An entry as it reads with its indices counted from a layer; what reads the same is the same.</param>
    public static IReadOnlyList<Stretch> Find(IReadOnlyList<Entry> entries, Func<Entry, int, string> write)
    {
        var layers = entries.GroupBy(entry => entry.Layer)
            .Select(layer => (Number: layer.Key, Entries: layer.ToList(), Lines: layer.Select(entry => write(entry, layer.Key)).ToList()))
            .ToList();
        var stretches = new List<Stretch>();
        for (var start = 0; start < layers.Count;)
        {
            var (period, repeats) = Longest(start);
            var block = layers.Slice(start, period);
            var step = repeats > 1 ? layers[start + period].Number - layers[start].Number : 0;
            var first = block[0].Number;
            stretches.Add(new([.. block.SelectMany(layer => layer.Entries)], first, step, first + ((repeats - 1) * step)));
            start += period * repeats;
        }

        return stretches;

        (int Period, int Repeats) Longest(int start)
        {
            var best = (Period: 1, Repeats: 1);
            for (var period = 1; start + (FewestRepeats * period) <= layers.Count; period++)
            {
                var repeats = 1 + (Matching(start, period) / period);
                if (repeats >= FewestRepeats && period * repeats > best.Period * best.Repeats)
                {
                    best = (period, repeats);
                }
            }

            return best;
        }

        int Matching(int start, int period)
        {
            var step = layers[start + period].Number - layers[start].Number;
            var matching = 0;
            for (var i = start; i + period < layers.Count; i++)
            {
                var (layer, next) = (layers[i], layers[i + period]);
                var isSame = i + period == layers.Count - 1 ? next.Lines.All(layer.Lines.Contains) : next.Lines.SequenceEqual(layer.Lines);
                if (!isSame || next.Number - layer.Number != step)
                {
                    break;
                }

                matching++;
            }

            return matching;
        }
    }
}
