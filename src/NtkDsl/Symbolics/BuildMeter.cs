namespace NtkDsl;

/// <summary>
/// Bounds what building expressions may cost on this thread, in bytes that are allocated: so that formulas that would not end are refused
/// after nearly the same amount of work on every machine. The same check asks whether the work has been cancelled.
/// </summary>
internal sealed class BuildMeter : IDisposable
{
    private const int BetweenChecks = 1024;

    [ThreadStatic]
    private static BuildMeter? current;

    private readonly BuildMeter? outer = current;
    private readonly long end;
    private readonly CancellationToken cancellation;
    private int sinceCheck;

    /// <summary>Measures from here on until it is disposed of.</summary>
    public BuildMeter(long limit, CancellationToken cancellation)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        (end, this.cancellation) = (limit < long.MaxValue - before ? before + limit : long.MaxValue, cancellation);
        current = this;
    }

    /// <summary>Called for each expression that is built, with its number of arguments: long sums take more.</summary>
    public static void Count(int arguments)
    {
        if (current is { } meter && (meter.sinceCheck += 1 + arguments) > BetweenChecks)
        {
            meter.Check();
        }
    }

    public void Dispose() => current = outer;

    private void Check()
    {
        sinceCheck = 0;
        cancellation.ThrowIfCancellationRequested();
        if (GC.GetAllocatedBytesForCurrentThread() > end)
        {
            throw new LimitExceeded();
        }
    }

    /// <summary>More has been allocated than allowed.</summary>
    public sealed class LimitExceeded : Exception;
}
