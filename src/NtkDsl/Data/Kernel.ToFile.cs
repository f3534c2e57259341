namespace NtkDsl;

/// <content>Numbers into a file.</content>
public sealed partial class Kernel
{
    /// <summary>
    /// K and Θ between the rows of two sets of points, or among those of one, evaluated into a file, some rows with some columns at a time,
    /// so that they are never in memory. After an interruption the same call goes on with the blocks that are not finished; a block that does
    /// not fit its checksum is evaluated again.
    /// </summary>
    /// <param name="path">The file; NumPy can read it. A journal is written beside it.</param>
    /// <param name="x1">n₁ points, the rows of the result.</param>
    /// <param name="x2">n₂ points, its columns. If not given, those of the rows: entry (i, i) is then an example with itself.</param>
    /// <param name="kind">Which kernel; both if not given.</param>
    /// <param name="elementType">How the entries are stored.</param>
    /// <param name="rows">How many rows a block of a new file has, 512 if not given. It has as many columns as 8 MiB hold, or as rows.</param>
    /// <param name="resume">Whether to go on with a file that is there; if not, it is replaced.</param>
    /// <param name="progress">Told the fraction that is done, after each block.</param>
    /// <param name="cancellation">Ends the evaluation early; finished blocks stay.</param>
    /// <returns>The finished file.</returns>
    /// <exception cref="NtkDslException">
    /// There is a file of something else or a damaged one, the numbers of features do not fit, a parameter is not bound, or there is no such kernel.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public KernelFile EvaluateToFile(
        string path,
        Points x1,
        Points? x2 = null,
        KernelKind? kind = null,
        ElementType elementType = ElementType.Binary64,
        int? rows = null,
        bool resume = true,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var blocks = Blocks(KindsOf(kind), x1, x2, cancellation);
        var height = BlockRows(rows ?? MostBlockRows, blocks);
        var header = KernelFileHeader.Of(this, blocks, x1, x2, elementType, height, BlockColumns(height, blocks));
        using (var file = KernelFile.OpenOrCreate(path, header, resume))
        {
            file.Complete(blocks, progress, cancellation);
        }

        return KernelFile.Open(path, verify: false);
    }
}
