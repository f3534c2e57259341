using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// What flows between layers in the limit of infinite width: channels that are independent samples of a function F of fields, a
/// concatenation of such signals, or a multiple of one. A concatenation keeps its parts, so that the sums over all earlier blocks of a
/// dense-net are known once and not written out again in every block.
/// </summary>
internal abstract class Signal(Expr width)
{
    /// <summary>The number of channels; d is the number of input features where that is not known.</summary>
    public Expr Width { get; } = width;

    /// <summary>The groups of channels, first to last.</summary>
    public IEnumerable<ChannelGroup> Groups
    {
        get
        {
            var pending = new Stack<(Expr Factor, Signal Signal)>([(1, this)]);
            while (pending.TryPop(out var next))
            {
                switch (next.Signal)
                {
                    case Concatenation concatenation:
                        foreach (var part in concatenation.Parts.Reverse())
                        {
                            pending.Push((next.Factor, part));
                        }

                        break;
                    case Multiple multiple:
                        pending.Push((next.Factor * multiple.Factor, multiple.Whole));
                        break;
                    case ChannelGroup group:
                        yield return next.Factor.IsOne ? group : new(group.Width, next.Factor * group.Function);
                        break;
                }
            }
        }
    }

    public static Signal Of(Expr width, Expr function) => new ChannelGroup(width, function);

    public static Signal Concat(IReadOnlyList<Signal> parts) => parts is [var only] ? only : new Concatenation([.. parts]);

    /// <summary>The mixture weight w_k = n_k/Σn of a part.</summary>
    public Expr Weight(Signal part) => part.Width / Width;

    /// <summary>Every channel times a factor that depends on x alone.</summary>
    public virtual Signal Times(Expr factor) => Select(h => factor * h);

    /// <summary>Applies a function to every channel. What is known already, of parts too, is not made again.</summary>
    public Signal Select(Func<Expr, Expr> map, Dictionary<Signal, Signal>? known = null)
    {
        if (known is null || !known.TryGetValue(this, out var mapped))
        {
            mapped = Map(map, known);
            known?.Add(this, mapped);
        }

        return mapped;
    }

    private protected abstract Signal Map(Func<Expr, Expr> map, Dictionary<Signal, Signal>? known);

    /// <summary>The groups of signals of one width side by side, split until they match.</summary>
    public static IEnumerable<(Expr Width, ImmutableArray<Expr> Functions)> Align(KernelBuilder kernel, IReadOnlyList<Signal> signals)
    {
        foreach (var signal in signals)
        {
            kernel.RequireSameWidth(signals[0].Width, signal.Width);
        }

        var groups = signals.Select(signal => new Queue<ChannelGroup>(signal.Groups)).ToList();
        var left = groups.Select(queue => queue.Peek().Width).ToArray();
        while (groups[0].Count > 0)
        {
            var width = left.Aggregate((x, y) => Shorter(kernel, x, y));
            yield return (width, [.. groups.Select(queue => queue.Peek().Function)]);
            for (var i = 0; i < left.Length; i++)
            {
                left[i] -= width;
                if (left[i].IsZero)
                {
                    groups[i].Dequeue();
                    left[i] = groups[i].TryPeek(out var next) ? next.Width : 0;
                }
            }
        }
    }

    /// <summary>True if two signals have the same functions on groups of the same widths.</summary>
    public static bool AreEqual(Signal x, Signal y) => ReferenceEquals(x, y)
        || x.Groups.Select(group => (group.Width, group.Function)).SequenceEqual(y.Groups.Select(group => (group.Width, group.Function)));

    /// <summary>Joins signals of one width channel by channel.</summary>
    public static Signal Combine(KernelBuilder kernel, Func<ImmutableArray<Expr>, Expr> join, IReadOnlyList<Signal> signals) =>
        Concat([.. Align(kernel, signals).Select(part => Of(part.Width, join(part.Functions)))]);

    private static Expr Shorter(KernelBuilder kernel, Expr x, Expr y) => x == y ? x
        : x is Number { Value: var p } && y is Number { Value: var q } ? (p < q ? x : y)
        : throw new NtkDslException(Messages.WidthsNotComparable(x.ToString()!, y.ToString()!, kernel.Place));
}

/// <summary>Channels that are independent samples of one function of fields.</summary>
internal sealed class ChannelGroup(Expr width, Expr function) : Signal(width)
{
    /// <summary>F, an expression in fields; its other leaves depend on x alone.</summary>
    public Expr Function { get; } = function;

    private protected override Signal Map(Func<Expr, Expr> map, Dictionary<Signal, Signal>? known) => Of(Width, map(Function));
}

/// <summary>The channels of several signals, one after the other.</summary>
internal sealed class Concatenation(ImmutableArray<Signal> parts) : Signal(Sum.Of([.. parts.Select(part => part.Width)]))
{
    public ImmutableArray<Signal> Parts { get; } = parts;

    /// <summary>True if a part is itself a concatenation, as in a dense-net after its first block.</summary>
    public bool IsNested => Parts.Any(part => part is not ChannelGroup);

    public override Signal Times(Expr factor) => IsNested ? new Multiple(factor, this) : base.Times(factor);

    private protected override Signal Map(Func<Expr, Expr> map, Dictionary<Signal, Signal>? known) =>
        new Concatenation([.. Parts.Select(part => part.Select(map, known))]);
}

/// <summary>A nested concatenation of which every channel is multiplied by the same function of x, so that its sums remain known.</summary>
internal sealed class Multiple(Expr factor, Concatenation whole) : Signal(whole.Width)
{
    public Expr Factor { get; } = factor;

    public Concatenation Whole { get; } = whole;

    public override Signal Times(Expr factor) => new Multiple(factor * Factor, Whole);

    private protected override Signal Map(Func<Expr, Expr> map, Dictionary<Signal, Signal>? known) => Whole.Select(h => map(Factor * h));
}
