namespace NtkDsl.Cli;

/// <summary>Tells a progress line the fraction of the draws, or of the time, that is used.</summary>
internal sealed class DrawsProgress(ProgressLine line) : IProgress<MonteCarloProgress>
{
    public void Report(MonteCarloProgress value) => line.Report(value.Fraction);
}
