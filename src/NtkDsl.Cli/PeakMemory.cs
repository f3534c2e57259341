namespace NtkDsl.Cli;

/// <summary>The most physical memory that the process has held since now, beyond what it holds now.</summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly Lock turn = new();
    private readonly Timer sampler;
    private readonly long before;
    private long peak;

    public PeakMemory()
    {
        // What is free goes back to the system first; it would hide what is taken.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        before = Environment.WorkingSet;
        sampler = new(_ => Sample(), state: null, TimeSpan.Zero, Interval);
    }

    public long Bytes => Sample() - before;

    public void Dispose() => sampler.Dispose();

    private long Sample()
    {
        lock (turn)
        {
            return peak = Math.Max(peak, Environment.WorkingSet);
        }
    }
}
