namespace NtkDsl;

/// <summary>
/// What the quantities of fields and of sums over channels are called. Fields are counted from 1; a sum over channels has the number of
/// the last field in it, so that the sums of a dense-net go along with its layers.
/// </summary>
internal sealed class QuantityLabels(KernelBuilder kernel)
{
    private readonly Dictionary<Concatenation, Total> totals = [];
    private readonly Names totalNames = new();
    private readonly Dictionary<Expr, DefinitionIndex> normalised = [];
    private readonly Names normalisedNames = new();
    private readonly List<int> ranks = [];

    /// <summary>A quantity of one field.</summary>
    public DefinitionLabel Of(string letter, KernelField field) =>
        new(letter, LayerOf(field)) { Rank = field.Index };

    /// <summary>A quantity of two fields.</summary>
    public DefinitionLabel Of(string letter, KernelField f, KernelField g) =>
        new(letter, new(LayerOf(f), LayerOf(g))) { Rank = new(f.Index, g.Index) };

    /// <summary>A quantity of a normalised form. A field may be normalised in several ways, which letters tell apart.</summary>
    public DefinitionLabel Of(string letter, Expr form)
    {
        var last = LinearForm.Terms(form).MaxBy(term => LayerOf(term.Field)).Field;
        if (!normalised.TryGetValue(form, out var index))
        {
            normalised[form] = index = normalisedNames.Free(LayerOf(last), "");
        }

        return new(letter, index) { Rank = new(last.Index, Suffix: index.Suffix) };
    }

    /// <summary>A sum over channels.</summary>
    public DefinitionLabel Of(string letter, Concatenation signal)
    {
        if (!totals.TryGetValue(signal, out var total))
        {
            var inner = signal.Parts.Select(Whole).OfType<Concatenation>().Where(totals.ContainsKey).Select(part => totals[part].Index.Suffix).FirstOrDefault();
            var index = totalNames.Free(signal.Parts.Max(LastLayer), inner ?? "");
            totals[signal] = total = new(kernel.NextIndex(), index);
            ranks.Add(total.Rank);
        }

        return new(letter, total.Index) { Rank = total.Rank, IsTotal = true };
    }

    /// <summary>The sum over channels of means, which must not be mistaken for the mean of its last field.</summary>
    public DefinitionLabel OfMeans(Concatenation signal)
    {
        var label = Of("M", signal);
        return label with { Index = label.Index with { Suffix = label.Index.Suffix + "s" } };
    }

    private static Signal Whole(Signal signal) => signal is Multiple multiple ? multiple.Whole : signal;

    private int LastLayer(Signal signal) => Whole(signal) switch
    {
        ChannelGroup group => group.Function.Fields().OfType<KernelField>().Select(LayerOf).DefaultIfEmpty(0).Max(),
        Concatenation inner when totals.TryGetValue(inner, out var total) => total.Index.Layer!.Value,
        var whole => ((Concatenation)whole).Parts.Max(LastLayer),
    };

    /// <summary>The number of a field among fields; sums over channels have numbers between them.</summary>
    private int LayerOf(KernelField field)
    {
        if (field is InputField)
        {
            return 0;
        }

        var before = ranks.BinarySearch(field.Index);
        return field.Index - (before < 0 ? ~before : before);
    }

    /// <summary>A sum's number among all numbers, and the index that is shown.</summary>
    private sealed record Total(int Rank, DefinitionIndex Index);

    /// <summary>Indices that are taken.</summary>
    private sealed class Names
    {
        private const string Letters = "aehkmnoprstuvx";

        private readonly HashSet<DefinitionIndex> taken = [];
        private readonly Dictionary<int, IEnumerator<string>> letters = [];

        /// <summary>
        /// An index of the layer that is free: the preferred suffix, so that a chain of sums keeps that of its first one; else the next
        /// letters, which are asked for in order, so that a thousand sums of one layer are not compared with each other.
        /// </summary>
        public DefinitionIndex Free(int layer, string preferred)
        {
            var index = new DefinitionIndex(layer, Suffix: preferred);
            if (!letters.TryGetValue(layer, out var next))
            {
                letters[layer] = next = Words().GetEnumerator();
            }

            while (!taken.Add(index) && next.MoveNext())
            {
                index = new(layer, Suffix: next.Current);
            }

            return index;
        }

        /// <summary>Letters, pairs of letters and so on, without end.</summary>
        private static IEnumerable<string> Words()
        {
            for (string[] words = [""]; ; words = [.. words.SelectMany(word => Letters.Select(letter => word + letter))])
            {
                foreach (var word in words)
                {
                    yield return word;
                }
            }
        }
    }
}
