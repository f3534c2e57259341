namespace NtkDsl;

/// <content>Numbers a few rows at a time.</content>
public sealed partial class Kernel
{
    private const int MostBlockRows = 512;
    private const int LeastBlockRows = 32;
    private const long UsualBlockBytes = 16 << 20;

    /// <summary>Less than a block of whole rows, as a file has two of them in memory: one is written while the next is evaluated.</summary>
    private const long UsualPartBytes = 8 << 20;

    /// <summary>
    /// K and Θ between the rows of two sets of points, or among those of one, a block of rows at a time, so that the whole matrices are
    /// never held. Every entry has the same bits as from <see cref="Evaluate"/> or <see cref="EvaluateSymmetric"/>.
    /// </summary>
    /// <param name="x1">n₁ points, the rows of the result.</param>
    /// <param name="x2">n₂ points, its columns. If not given, those of the rows: entry (i, i) is then an example with itself.</param>
    /// <param name="rows">How many rows a block has, but for the last. If not given, from 32 to 512, so that it takes 16 MiB if possible.</param>
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
        int? rows = null,
        KernelKind? kind = null,
        bool lowerTriangle = false,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var blocks = Blocks(KindsOf(kind), x1, x2, cancellation);
        var height = BlockRows(rows, blocks);
        if (lowerTriangle && !blocks.IsSymmetric)
        {
            throw new NtkDslException(Messages.NotSymmetricBlocks);
        }

        return Evaluated();

        // An iterator of its own, so that what is refused is refused at once.
        IEnumerable<KernelBlock> Evaluated()
        {
            foreach (var (start, end) in blocks.Ranges(height))
            {
                cancellation.ThrowIfCancellationRequested();
                var results = blocks.Block(start, end, lowerTriangle);
                progress?.Report(lowerTriangle ? (double)end / x1.Count * end / x1.Count : (double)end / x1.Count);
                yield return KernelBlock.Of(start, blocks.Kinds, results.ToMatrix).If(ntk);
            }
        }
    }

    /// <summary>How many rows a block has: as asked for, or what fits the caches and keeps the cores busy.</summary>
    internal static int BlockRows(int? rows, RowBlocks blocks) => rows switch
    {
        null => (int)Math.Clamp(UsualBlockBytes / (sizeof(double) * blocks.Kinds.Count * (long)blocks.ColumnCount), LeastBlockRows, MostBlockRows),
        > 0 and { } asked => Math.Min(asked, blocks.RowCount),
        { } wrong => throw new NtkDslException(Messages.NoBlockRows(wrong)),
    };

    /// <summary>How many columns are evaluated with so many rows where whole rows do not matter: as many as fit, and a multiple of the rows.</summary>
    private static int BlockColumns(int rows, RowBlocks blocks)
    {
        var square = (double)sizeof(double) * blocks.Kinds.Count * rows * rows;
        return rows * (int)Math.Clamp(UsualPartBytes / square, 1, Math.Ceiling((double)blocks.ColumnCount / rows));
    }

    internal RowBlocks Blocks(IReadOnlyList<KernelKind> kinds, Points x1, Points? x2, CancellationToken cancellation) => new(this, kinds, x1, x2, cancellation);

    internal PairEvaluation NewEvaluation(IReadOnlyList<KernelKind> kinds, Points x1, Points x2, bool symmetric, CancellationToken cancellation)
    {
        RequireFeatures(x1, x2);
        return new(Programs.Of(kinds), kinds.Count, new PointSource(x1, x2), bound, symmetric, cancellation);
    }
}
