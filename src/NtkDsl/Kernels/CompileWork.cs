using System.Diagnostics;

namespace NtkDsl;

/// <summary>How far a compilation has come.</summary>
/// <param name="Place">Where in the architecture it is.</param>
/// <param name="Layers">How many layers it has visited, each copy of a repeated one for itself.</param>
public sealed record CompileProgress(string Place, int Layers);

/// <summary>Bounds a compilation, and tells how far it has come.</summary>
internal sealed class CompileWork(long limit, IProgress<CompileProgress>? progress, CancellationToken cancellation) : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly BuildMeter meter = new(limit, cancellation);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan reported = Quiet;
    private int layers;

    /// <summary>Counts a layer, and says where the compilation is once it has taken longer than a second.</summary>
    public void Enter(Func<string> place)
    {
        layers++;
        BuildMeter.Count(arguments: 0);
        if (progress is not null && clock.Elapsed > reported)
        {
            reported = clock.Elapsed + (Quiet / 4);
            progress.Report(new(place(), layers));
        }
    }

    public void Dispose() => meter.Dispose();

    /// <summary>What a compilation that costs too much is refused with; null for any other exception.</summary>
    public NtkDslException? Refusal(Exception exception, string place) => exception switch
    {
        BuildMeter.LimitExceeded => new(Messages.TooMuchWork(place, limit)),
        InsufficientExecutionStackException => new(Messages.TooDeep(place)),
        _ => null,
    };
}
