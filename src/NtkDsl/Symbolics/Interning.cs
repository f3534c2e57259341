namespace NtkDsl;

/// <summary>The table that makes equal expressions one object. Its entries are weak, so expressions out of use are collected.</summary>
internal static class Interning
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, List<WeakReference<Expr>>> Buckets = [];
    private static int sweepAt = 1 << 12;
    private static int entries;

    /// <summary>The node that equals <paramref name="candidate"/>: an older one if it is still alive, else the candidate.</summary>
    public static Expr Intern(Expr candidate)
    {
        lock (Gate)
        {
            if (!Buckets.TryGetValue(candidate.StructuralHash, out var bucket))
            {
                Buckets[candidate.StructuralHash] = bucket = new(1);
            }

            foreach (var reference in bucket)
            {
                if (reference.TryGetTarget(out var known) && Same(known, candidate))
                {
                    return known;
                }
            }

            bucket.Add(new(candidate));
            if (++entries >= sweepAt)
            {
                Sweep();
            }

            return candidate;
        }
    }

    private static bool Same(Expr known, Expr candidate) =>
        known.GetType() == candidate.GetType()
        && known.Arguments.AsSpan().SequenceEqual(candidate.Arguments.AsSpan(), ReferenceEqualityComparer.Instance)
        && known.SamePayload(candidate);

    private static void Sweep()
    {
        entries = 0;
        foreach (var (hash, bucket) in Buckets)
        {
            bucket.RemoveAll(reference => !reference.TryGetTarget(out _));
            entries += bucket.Count;
            if (bucket.Count == 0)
            {
                Buckets.Remove(hash);
            }
        }

        sweepAt = Math.Max(1 << 12, 2 * entries);
    }
}
