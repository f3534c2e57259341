using System.Diagnostics;

namespace NtkDsl;

/// <summary>How many pairs of networks a check may draw, and how long it may take from now on.</summary>
/// <param name="draws">The most pairs, of all widths together.</param>
/// <param name="time">The longest time; no limit if null.</param>
internal sealed class DrawBudget(long draws, TimeSpan? time)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private long made;

    public long Left => draws - made;

    public bool IsTimeUp => clock.Elapsed >= time;

    public bool IsSpent => Left == 0 || IsTimeUp;

    public void Spend(long count) => made += count;

    /// <summary>How far the check is, with some draws that are not spent yet and the standard error so far.</summary>
    public MonteCarloProgress Progress(long further, double relativeError)
    {
        var progress = new MonteCarloProgress(made + further, draws, relativeError);
        return time is { } limit ? progress with { Fraction = Math.Min(1, Math.Max(progress.Fraction, clock.Elapsed / limit)) } : progress;
    }
}
