using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace NtkDsl;

/// <summary>
/// Tables of E f(u)g(v) over ranges of variances, kept for whoever asks next: in a fit every step has other variances, and most steps have
/// the same ranges. A table depends on its range alone, so that results do not depend on what has been kept.
/// </summary>
internal static class KeptTables
{
    /// <summary>A table may cost as much as so many pairs.</summary>
    private const long WorthPairs = 1 << 14;

    /// <summary>So many ranges of a function; then they are forgotten.</summary>
    private const int MostRanges = 64;

    private static readonly ConditionalWeakTable<Expr, ConcurrentDictionary<Key, Entry>> TablesOf = [];

    /// <summary>The table for the ranges of both sides, with its measured error; null if there is no range, or the table would not be accurate.</summary>
    public static (DualTable Table, double Error)? For(DualPoints left, DualPoints right, CancellationToken cancellation)
    {
        if (left.Range is not { } leftRange || right.Range is not { } rightRange)
        {
            return null;
        }

        var (f, g) = (left.All.Function, right.All.Function);
        var tables = TablesOf.GetOrCreateValue(f.Body);
        var key = new Key(g, leftRange, rightRange);
        if (!tables.TryGetValue(key, out var entry))
        {
            entry = Build(DualPoints.Over(leftRange, f), DualPoints.Over(rightRange, g), cancellation);
            if (tables.Count >= MostRanges)
            {
                tables.Clear();
            }

            tables[key] = entry;
        }

        return entry.Table is { } table ? (table, entry.Error) : null;
    }

    private static Entry Build(DualPoints left, DualPoints right, CancellationToken cancellation) =>
        new(new DualBuilder(left, right, cancellation).BuildTable(WorthPairs, out var error), error);

    private readonly record struct Key(Lambda Right, VarianceRange OfLeft, VarianceRange OfRight);

    private readonly record struct Entry(DualTable? Table, double Error);
}

/// <summary>Variances from 4^low to 4^high, and 0: what they are rounded outwards to, so that different data have the same range.</summary>
internal readonly record struct VarianceRange(int Low, int High, bool HasZero)
{
    /// <summary>More than a table has nodes, so that it is made for the whole range and not for these points.</summary>
    private const int SampleCount = 97;

    private const int LargestExponent = 500;

    /// <summary>The range of some variances; null if there are none above 0, or they are too extreme for it.</summary>
    public static VarianceRange? Of(double[] variances)
    {
        var above = variances.Where(a => a > 0 && double.IsFinite(a)).DefaultIfEmpty(double.NaN).ToArray();
        var (smallest, largest) = (above.Min(), above.Max());
        if (double.IsNaN(smallest) || Math.Abs(Exponent(smallest)) > LargestExponent || Math.Abs(Exponent(largest)) > LargestExponent)
        {
            return null;
        }

        return new(Exponent(smallest), Exponent(largest) + 1, variances.Contains(0));
    }

    /// <summary>Variances all over the range, at even distances in the logarithm.</summary>
    public double[] Sample()
    {
        var (low, width) = (Low, High - Low);
        var sample = Enumerable.Range(0, SampleCount).Select(k => Math.Pow(4, low + (width * (double)k / (SampleCount - 1))));
        return [.. HasZero ? [0] : Array.Empty<double>(), .. sample];
    }

    private static int Exponent(double a) => (int)Math.Floor(Math.ILogB(a) / 2.0);
}
