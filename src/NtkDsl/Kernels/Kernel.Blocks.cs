using System.Runtime.CompilerServices;

namespace NtkDsl;

/// <content>Numbers a few rows at a time.</content>
public sealed partial class Kernel
{
    /// <summary>The rows of a block if nothing else is asked for; at n = 50,000 and with both kernels a block takes 400 MB.</summary>
    internal const int UsualBlockRows = 512;

    /// <summary>One program per formula: kernels that differ in the values of their parameters share it.</summary>
    private static readonly ConditionalWeakTable<Formula, TileProgram> SinglePrograms = [];

    /// <summary>
    /// K and Θ between the rows of two sets of points, or among those of one, a block of rows at a time, so that the whole matrices are
    /// never held. Every entry has the same bits as from <see cref="Evaluate"/> or <see cref="EvaluateSymmetric"/>.
    /// </summary>
    /// <param name="x1">n₁ points, the rows of the result.</param>
    /// <param name="x2">n₂ points, its columns. If not given, those of the rows: entry (i, i) is then an example with itself.</param>
    /// <param name="rows">How many rows a block has, but for the last. A block of 512 keeps all cores of most machines busy.</param>
    /// <param name="kind">Which kernel; both if not given.</param>
    /// <param name="lowerTriangle">
    /// Whether a block of rows i &lt; end has columns j &lt; end alone. The blocks of a symmetric matrix then hold each entry once, but for
    /// the squares on the diagonal, at half the cost.
    /// </param>
    /// <param name="progress">Told the fraction that is done, after each block.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    /// <returns>The blocks from the first row to the last; each is evaluated when it is asked for.</returns>
    /// <exception cref="NtkDslException">
    /// The numbers of features do not fit, a parameter is not bound, a block has no rows, there is no such kernel, or the lower triangle of an asymmetric matrix is asked for.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public IEnumerable<KernelBlock> EvaluateBlocks(
        Points x1,
        Points? x2 = null,
        int rows = UsualBlockRows,
        KernelKind? kind = null,
        bool lowerTriangle = false,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        RequireRows(rows);
        var blocks = Blocks(KindsOf(kind), x1, x2, cancellation);
        if (lowerTriangle && !blocks.IsSymmetric)
        {
            throw new NtkDslException(Messages.NotSymmetricBlocks);
        }

        return Evaluated();

        // An iterator of its own, so that what is refused is refused at once.
        IEnumerable<KernelBlock> Evaluated()
        {
            foreach (var (start, end) in blocks.Ranges(rows))
            {
                cancellation.ThrowIfCancellationRequested();
                var results = blocks.Block(start, end, lowerTriangle);
                progress?.Report(lowerTriangle ? (double)end / x1.Count * end / x1.Count : (double)end / x1.Count);
                yield return new(start, blocks.Kinds.Select((each, i) => (each, i)).ToDictionary(pair => pair.each, pair => results.ToMatrix(pair.i)), whyNoNtk);
            }
        }
    }

    internal RowBlocks Blocks(IReadOnlyList<KernelKind> kinds, Points x1, Points? x2, CancellationToken cancellation) => new(this, kinds, x1, x2, cancellation);

    internal PairEvaluation NewEvaluation(IReadOnlyList<KernelKind> kinds, Points x1, Points x2, CancellationToken cancellation)
    {
        RequireFeatures(x1, x2);
        var tiles = kinds.Count > 1 ? program.Value
            : SinglePrograms.GetValue(FormulaOf(kinds[0]), formula => TileProgram.Of([formula.Pair, formula.Diagonal]));
        return new(tiles, kinds.Count, new PointSource(x1, x2), bound, cancellation);
    }

    /// <summary>One kernel, or all there are.</summary>
    internal IReadOnlyList<KernelKind> KindsOf(KernelKind? kind) =>
        kind is { } one ? [one] : HasNtk ? [KernelKind.Nngp, KernelKind.Ntk] : [KernelKind.Nngp];

    internal static void RequireRows(int rows)
    {
        if (rows < 1)
        {
            throw new NtkDslException(Messages.NoBlockRows(rows));
        }
    }

    private Formula FormulaOf(KernelKind kind) => kind == KernelKind.Nngp ? nngp : ntk ?? throw new NtkDslException(whyNoNtk!);
}
