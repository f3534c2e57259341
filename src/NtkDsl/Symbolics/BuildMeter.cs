namespace NtkDsl;

/// <summary>
/// Counts the expressions that are built on this thread, so that formulas that would not end are refused after the same amount of work
/// on every machine; the same count asks whether the work has been cancelled.
/// </summary>
internal sealed class BuildMeter : IDisposable
{
    private const int BetweenChecks = 1024;

    [ThreadStatic]
    private static BuildMeter? current;

    private readonly BuildMeter? outer = current;
    private readonly long limit;
    private readonly CancellationToken cancellation;
    private long built;

    /// <summary>Counts from here on until it is disposed of.</summary>
    public BuildMeter(long limit, CancellationToken cancellation)
    {
        (this.limit, this.cancellation) = (limit, cancellation);
        current = this;
    }

    /// <summary>Counts an expression that is built.</summary>
    public static void Count()
    {
        if (current is { } meter && ++meter.built % BetweenChecks == 0)
        {
            meter.Check();
        }
    }

    public void Dispose() => current = outer;

    private void Check()
    {
        cancellation.ThrowIfCancellationRequested();
        if (built > limit)
        {
            throw new LimitExceeded();
        }
    }

    /// <summary>More has been built than allowed.</summary>
    public sealed class LimitExceeded : Exception;
}
