using System.Diagnostics;

namespace NtkDsl;

/// <summary>How far a compilation has come.</summary>
/// <param name="Place">Where in the architecture it is.</param>
/// <param name="Layers">How many layers it has visited, each copy of a repeated one for itself.</param>
public sealed record CompileProgress(string Place, int Layers);

/// <summary>
/// What one compilation may cost. Every expression that is built on the thread counts, so that a text whose formulas would not end is
/// refused after the same amount of work on every machine; the same count asks whether the compilation has been cancelled.
/// </summary>
internal sealed class CompileWork : IDisposable
{
    private const int BetweenChecks = 1024;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static CompileWork? current;

    private readonly CompileWork? outer = current;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly long limit;
    private readonly IProgress<CompileProgress>? progress;
    private readonly CancellationToken cancellation;
    private TimeSpan reported = Quiet;
    private long built;
    private int layers;

    private CompileWork(long limit, IProgress<CompileProgress>? progress, CancellationToken cancellation) =>
        (this.limit, this.progress, this.cancellation) = (limit, progress, cancellation);

    /// <summary>Counts from here on until it is disposed of.</summary>
    public static CompileWork Begin(long limit, IProgress<CompileProgress>? progress, CancellationToken cancellation) =>
        current = new(limit, progress, cancellation);

    /// <summary>Counts an expression that is built.</summary>
    public static void Count()
    {
        if (current is { } work && ++work.built % BetweenChecks == 0)
        {
            work.Check();
        }
    }

    /// <summary>Counts a layer, and says where the compilation is once it has taken longer than a second.</summary>
    public void Enter(Func<string> place)
    {
        layers++;
        if (progress is not null && clock.Elapsed > reported)
        {
            reported = clock.Elapsed + (Quiet / 4);
            progress.Report(new(place(), layers));
        }
    }

    public void Dispose() => current = outer;

    private void Check()
    {
        cancellation.ThrowIfCancellationRequested();
        if (built > limit)
        {
            throw new WorkExceeded();
        }
    }

    /// <summary>Ends a compilation that costs too much.</summary>
    public sealed class WorkExceeded : Exception;
}
