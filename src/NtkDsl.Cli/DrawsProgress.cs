namespace NtkDsl.Cli;

/// <summary>Tells a progress line the fraction of the draws that may be made.</summary>
internal sealed class DrawsProgress(ProgressLine line) : IProgress<MonteCarloProgress>
{
    public void Report(MonteCarloProgress value) => line.Report((double)value.Draws / value.MostDraws);
}
