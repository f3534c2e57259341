using System.Diagnostics;

namespace NtkDsl.Cli;

/// <summary>
/// A line such as "Evaluating the kernels: 42 %" on standard error, if a person is watching and the work is long. It goes when the work is done.
/// </summary>
internal sealed class ProgressLine(Session session, string work) : IProgress<double>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock turn = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private string shown = "";

    public void Report(double value)
    {
        if (session.ShowsProgress && clock.Elapsed > Patience)
        {
            Show($"{work}: {Math.Floor(100 * value)} %");
        }
    }

    public void Dispose() => Show("");

    private void Show(string line)
    {
        lock (turn)
        {
            if (line != shown)
            {
                session.Error.Write($"\r{line.PadRight(shown.Length)}{(line.Length == 0 ? "\r" : "")}");
                session.Error.Flush();
                shown = line;
            }
        }
    }
}
