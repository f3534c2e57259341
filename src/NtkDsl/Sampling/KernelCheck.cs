namespace NtkDsl;

/// <summary>All entries of one kernel, and what they come to.</summary>
public sealed record KernelCheck
{
    private readonly double criticalZ;
    private readonly double tolerance;
    private readonly long draws;

    internal KernelCheck(string name, IReadOnlyList<EntryCheck> entries, double criticalZ, double tolerance, long draws)
    {
        (Name, Entries, this.criticalZ, this.tolerance, this.draws) = (name, entries, criticalZ, tolerance, draws);
        RemainingBias = Math.Pow(entries.Max(entry => entry.RelativeBias), 2);
        Verdict = entries.Any(Deviates) ? Verdict.Disagrees : entries.All(Fits) ? Verdict.Agrees : Verdict.Undecided;
    }

    /// <summary>Which kernel: NNGP or NTK.</summary>
    public string Name { get; }

    /// <summary>The comparison entry by entry, row by row.</summary>
    public IReadOnlyList<EntryCheck> Entries { get; }

    /// <summary>
    /// How much of the bias may remain after the extrapolation, relative to √(K_ii K_jj): b², for the largest relative bias b at
    /// width n, since the next term of the expansion in 1/n is of the order of the square of the first.
    /// </summary>
    public double RemainingBias { get; }

    /// <summary>The deviation that is excluded: no entry is off by more than this fraction of √(K_ii K_jj), at the significance of the check.</summary>
    public double DeviationBound => Entries.Max(Bound);

    /// <summary>What the comparison comes to.</summary>
    public Verdict Verdict { get; }

    /// <summary>The entry that deviates most, in standard errors.</summary>
    public EntryCheck Worst => Entries.MaxBy(entry => Math.Abs(entry.ZScore))!;

    /// <summary>
    /// About how many draws would decide; null if it is decided, or if no number of draws would because the width is too small.
    /// </summary>
    public long? DrawsToDecide
    {
        get
        {
            var toDisagree = Entries.Min(entry => DrawsFor(entry, Math.Abs(entry.Deviation) - RemainingBias));
            var toAgree = Entries.Max(entry => DrawsFor(entry, tolerance - RemainingBias - Math.Abs(entry.Deviation)));
            var needed = Math.Min(toDisagree, toAgree);
            return Verdict == Verdict.Undecided && needed < long.MaxValue ? (long)Math.Ceiling(needed) : null;
        }
    }

    private bool Deviates(EntryCheck entry) => Math.Abs(entry.Deviation) - (criticalZ * entry.RelativeError) > RemainingBias;

    private bool Fits(EntryCheck entry) => Bound(entry) <= tolerance;

    private double Bound(EntryCheck entry) => Math.Abs(entry.Deviation) + (criticalZ * entry.RelativeError) + RemainingBias;

    private double DrawsFor(EntryCheck entry, double margin) =>
        margin > 0 ? draws * Math.Pow(criticalZ * entry.RelativeError / margin, 2) : double.PositiveInfinity;
}
