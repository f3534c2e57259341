using System.Diagnostics;
using System.Globalization;
using System.Text;
using static System.Diagnostics.DebuggerBrowsableState;

namespace NtkDsl;

/// <summary>The outcome of a check. Prints as a table.</summary>
public sealed record VerificationReport
{
    private const int LongestTable = 10;

    internal VerificationReport(
        Architecture architecture, int width, long draws, double tolerance, IReadOnlyList<KernelCheck> kernels, bool ntkUnseen)
    {
        (Architecture, Width, Draws, Tolerance, Kernels) = (architecture.ToString(), width, draws, tolerance, kernels);
        Remark = ntkUnseen ? Messages.NtkUnseen
            : kernels.Any(kernel => kernel.Verdict == Verdict.Undecided && kernel.RemainingBias >= tolerance) ? Messages.WidthTooSmall(width, 2 * width)
            : null;
    }

    /// <summary>The architecture as text.</summary>
    [DebuggerBrowsable(Never)]
    public string Architecture { get; }

    /// <summary>n: the verdict rests on networks of width n and 2n.</summary>
    [DebuggerBrowsable(Never)]
    public int Width { get; }

    /// <summary>The number of pairs of networks of these widths.</summary>
    [DebuggerBrowsable(Never)]
    public long Draws { get; }

    /// <summary>The deviation that agreement excludes, as a fraction of √(K_ii K_jj).</summary>
    [DebuggerBrowsable(Never)]
    public double Tolerance { get; }

    /// <summary>The comparison of each kernel.</summary>
    [DebuggerBrowsable(Never)]
    public IReadOnlyList<KernelCheck> Kernels { get; }

    /// <summary>What else there is to know: why the NTK was left out, or what would help; null if nothing.</summary>
    [DebuggerBrowsable(Never)]
    public string? Remark { get; }

    /// <summary>Agrees if all kernels agree, disagrees if one disagrees.</summary>
    [DebuggerBrowsable(Never)]
    public Verdict Verdict => Kernels.Any(kernel => kernel.Verdict == Verdict.Disagrees) ? Verdict.Disagrees
        : Kernels.All(kernel => kernel.Verdict == Verdict.Agrees) ? Verdict.Agrees
        : Verdict.Undecided;

    /// <summary>The deviation that is excluded, as a fraction of √(K(x, x) K(x′, x′)): the tolerance at which the verdict would be that they agree.</summary>
    [DebuggerBrowsable(Never)]
    public double DeviationBound => Kernels.Max(kernel => kernel.DeviationBound);

    /// <summary>About how many draws would decide; null if it is decided, or if a larger width is needed first.</summary>
    [DebuggerBrowsable(Never)]
    public long? DrawsToDecide => Verdict == Verdict.Undecided ? Kernels.Max(kernel => kernel.DrawsToDecide) : null;

    /// <summary>A table of the entries, those with the largest z-scores if they are many.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Architecture).AppendLine();
        foreach (var kernel in Kernels)
        {
            Line(text, $"{kernel.Name}: {Word(kernel.Verdict)}, with {Draws:N0} pairs of networks of widths {Width} and {2 * Width}");
            Line(text, $"  {"entry",-10}{"formula",14}{"Monte Carlo",14}{"± s.e.",11}{"deviation",11}{"z",8}{"bias",9}");
            foreach (var entry in MostSignificant(kernel))
            {
                var (place, bias) = ($"({entry.Row + 1}, {entry.Column + 1})", entry.Bias == 0 ? 0 : entry.Bias / entry.Scale);
                Line(text, $"  {place,-10}{entry.Analytic,14:G7}{entry.MonteCarlo,14:G7}{entry.StandardError,11:G2}{entry.Deviation,11:P2}{entry.ZScore,8:F2}{bias,9:P2}");
            }

            if (kernel.Entries.Count > LongestTable)
            {
                Line(text, $"  the {LongestTable} largest z-scores of {kernel.Entries.Count} entries");
            }
        }

        Line(text, $"Verdict: {Word(Verdict)} (tolerance {Tolerance:P1} of √(K(x,x)K(x′,x′)))");
        if (Verdict == Verdict.Undecided && double.IsFinite(DeviationBound))
        {
            Line(text, $"What is drawn excludes deviations above {DeviationBound:P2}.");
        }

        if (DrawsToDecide is { } draws)
        {
            Line(text, $"About {draws:N0} draws of these widths would decide.");
        }

        return (Remark is null ? text : text.AppendLine(Remark)).ToString();
    }

    private static IEnumerable<EntryCheck> MostSignificant(KernelCheck kernel) => kernel.Entries
        .OrderByDescending(entry => Math.Abs(entry.ZScore)).Take(LongestTable).OrderBy(entry => (entry.Row, entry.Column));

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Agrees => "agrees",
        Verdict.Disagrees => "disagrees",
        _ => "undecided",
    };
}
