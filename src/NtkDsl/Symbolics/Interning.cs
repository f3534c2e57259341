using System.Numerics;
using System.Runtime.InteropServices;

namespace NtkDsl;

/// <summary>The table that makes equal expressions one object. Its entries are weak, so expressions out of use are collected.</summary>
/// <remarks>
/// A hash table with chains, as the framework's, of handles rather than of <see cref="WeakReference{T}"/>: these have finalisers,
/// which a long compilation pays for.
/// </remarks>
internal static class Interning
{
    private const int Smallest = 1 << 12;
    private const int End = -1;

    private static readonly Lock Gate = new();
    private static Entry[] entries = new Entry[Smallest];
    private static int[] heads = NoHeads(Smallest);
    private static int count;

    /// <summary>The node that equals <paramref name="candidate"/>: an older one if it is still alive, else the candidate.</summary>
    public static Expr Intern(Expr candidate)
    {
        lock (Gate)
        {
            var hash = candidate.StructuralHash;
            for (var i = heads[Slot(hash)]; i != End; i = entries[i].Next)
            {
                if (entries[i].Hash == hash && entries[i].Node.TryGetTarget(out var known) && Same(known, candidate))
                {
                    return known;
                }
            }

            if (count == entries.Length)
            {
                Sweep();
            }

            Add(new(candidate), hash);
            return candidate;
        }
    }

    private static int[] NoHeads(int length)
    {
        var none = new int[length];
        Array.Fill(none, End);
        return none;
    }

    /// <summary>The lengths are powers of two.</summary>
    private static int Slot(int hash) => hash & (heads.Length - 1);

    private static void Add(WeakGCHandle<Expr> node, int hash)
    {
        ref var head = ref heads[Slot(hash)];
        entries[count] = new(hash, head, node);
        head = count++;
    }

    private static bool Same(Expr known, Expr candidate) =>
        known.GetType() == candidate.GetType()
        && known.Arguments.AsSpan().SequenceEqual(candidate.Arguments.AsSpan(), ReferenceEqualityComparer.Instance)
        && known.SamePayload(candidate);

    /// <summary>Drops the entries of collected nodes, and makes room for as many again as are left.</summary>
    private static void Sweep()
    {
        var old = entries;
        var alive = old.Count(entry => entry.Node.TryGetTarget(out _));
        entries = new Entry[Math.Max(Smallest, (int)BitOperations.RoundUpToPowerOf2((uint)(2 * alive)))];
        heads = NoHeads(entries.Length);
        count = 0;
        foreach (var entry in old)
        {
            if (entry.Node.TryGetTarget(out _))
            {
                Add(entry.Node, entry.Hash);
            }
            else
            {
                entry.Node.Dispose();
            }
        }
    }

    /// <param name="Hash">The structural hash of the node.</param>
    /// <param name="Next">The next entry of the chain.</param>
    /// <param name="Node">The node, if it is still alive.</param>
    private readonly record struct Entry(int Hash, int Next, WeakGCHandle<Expr> Node);
}
