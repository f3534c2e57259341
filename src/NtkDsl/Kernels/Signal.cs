using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// What flows between layers in the limit of infinite width: groups of channels, each with a width and with the function F of
/// Gaussian fields that its channels are independent samples of. All layers but <c>concat</c> keep one group.
/// </summary>
internal sealed record Signal
{
    private Signal(ImmutableArray<ChannelGroup> groups) => Groups = groups;

    public ImmutableArray<ChannelGroup> Groups { get; }

    /// <summary>The number of channels; d is the number of input features where that is not known.</summary>
    public Expr Width => Sum.Of([.. Groups.Select(group => group.Width)]);

    public static Signal Of(Expr width, Expr function) => new([new(width, function)]);

    /// <summary>The mixture weight w_k = n_k/Σn of a group.</summary>
    public Expr Weight(ChannelGroup group) => group.Width / Width;

    public Signal Select(Func<Expr, Expr> map) => new([.. Groups.Select(group => group with { Function = map(group.Function) })]);

    public static Signal Concat(IReadOnlyList<Signal> signals) => new([.. signals.SelectMany(signal => signal.Groups)]);

    /// <summary>Joins signals of one width channel by channel; groups are split until they match.</summary>
    public static Signal Combine(KernelBuilder kernel, Func<Expr, Expr, Expr> join, params IReadOnlyList<Signal> signals) =>
        signals.Skip(1).Aggregate(signals[0], (left, right) => Combine(kernel, join, left, right));

    /// <summary>The groups of two signals of one width side by side, split until they match.</summary>
    public static ImmutableArray<(Expr Width, Expr Left, Expr Right)> Align(KernelBuilder kernel, Signal left, Signal right)
    {
        kernel.RequireSameWidth(left.Width, right.Width);
        var aligned = ImmutableArray.CreateBuilder<(Expr, Expr, Expr)>();
        var (x, y) = (new Queue<ChannelGroup>(left.Groups), new Queue<ChannelGroup>(right.Groups));
        while (x.Count > 0)
        {
            var (head, other) = (x.Dequeue(), y.Dequeue());
            var width = Shorter(kernel, head.Width, other.Width);
            aligned.Add((width, head.Function, other.Function));
            PushBack(x, head, width);
            PushBack(y, other, width);
        }

        return aligned.ToImmutable();
    }

    private static Signal Combine(KernelBuilder kernel, Func<Expr, Expr, Expr> join, Signal left, Signal right) =>
        new([.. Align(kernel, left, right).Select(part => new ChannelGroup(part.Width, join(part.Left, part.Right)))]);

    private static Expr Shorter(KernelBuilder kernel, Expr x, Expr y) => x == y ? x
        : x is Number { Value: var p } && y is Number { Value: var q } ? (p < q ? x : y)
        : throw new NtkDslException(Messages.WidthsNotComparable(x.ToString()!, y.ToString()!, kernel.Place));

    private static void PushBack(Queue<ChannelGroup> queue, ChannelGroup group, Expr used)
    {
        if (group.Width == used)
        {
            return;
        }

        var rest = queue.ToArray();
        queue.Clear();
        foreach (var item in (ChannelGroup[])[group with { Width = group.Width - used }, .. rest])
        {
            queue.Enqueue(item);
        }
    }
}

/// <summary>Channels that are independent samples of one function of Gaussian fields.</summary>
/// <param name="Width">How many they are.</param>
/// <param name="Function">F, an expression in field symbols; its other leaves depend on x alone.</param>
internal sealed record ChannelGroup(Expr Width, Expr Function);
