using System.Diagnostics;

namespace NtkDsl.Cli;

/// <summary>The most physical memory that the process has held since now, beyond what it holds now.</summary>
internal sealed class PeakMemory : IDisposable
{
    private readonly Process process = Process.GetCurrentProcess();
    private readonly Timer sampler;
    private readonly long before;
    private long peak;

    public PeakMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        before = WorkingSet();
        sampler = new(_ => Sample(), state: null, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));
    }

    public long Bytes
    {
        get
        {
            Sample();
            return peak - before;
        }
    }

    public void Dispose()
    {
        sampler.Dispose();
        process.Dispose();
    }

    private void Sample()
    {
        lock (process)
        {
            peak = Math.Max(peak, WorkingSet());
        }
    }

    private long WorkingSet()
    {
        process.Refresh();
        return process.WorkingSet64;
    }
}
