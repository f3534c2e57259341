using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// Kernel matrices in a file: a NumPy array of shape (n₁, n₂), or (2, n₁, n₂) for K and Θ, beside which a journal keeps what was evaluated
/// and the SHA-256 of each block. <see cref="Kernel.EvaluateToFile"/> writes it.
/// </summary>
/// <remarks>NumPy opens it with <c>numpy.load(path, mmap_mode="r")</c>. The journal has the name of the file and <c>.journal</c>.</remarks>
public sealed class KernelFile : IDisposable
{
    private readonly string path;
    private readonly KernelFileJournal journal;
    private readonly KernelFileData data;

    private KernelFile(string path, KernelFileJournal journal, KernelFileData data) => (this.path, this.journal, this.data) = (path, journal, data);

    /// <summary>The text of the architecture.</summary>
    public string Architecture => Header.Architecture;

    /// <summary>The values of the free parameters.</summary>
    public IReadOnlyDictionary<string, double> Parameters => Header.Parameters;

    /// <summary>Which matrices there are.</summary>
    public IReadOnlyList<KernelKind> Kinds => Header.Kinds;

    /// <summary>n₁.</summary>
    public int RowCount => Header.RowCount;

    /// <summary>n₂.</summary>
    public int ColumnCount => Header.ColumnCount;

    /// <summary>How the entries are stored.</summary>
    public ElementType ElementType => Header.ElementType;

    /// <summary>The fraction of the blocks that are finished: below 1 after an interruption.</summary>
    public double Progress => (double)journal.Finished.Count / data.Blocks.Count;

    private KernelFileHeader Header => journal.Header;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file; its journal lies beside it.</param>
    /// <param name="verify">Whether to read it once and compare each block with its checksum.</param>
    /// <exception cref="NtkDslException">It is no such file, is unfinished, or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static KernelFile Open(string path, bool verify = true)
    {
        var journal = KernelFileJournal.Open(path);
        var file = new KernelFile(path, journal, KernelFileData.Open(path, journal.Header, FileAccess.Read));
        var total = file.data.Blocks.Count;
        var missing = Enumerable.Range(0, total).Count(block => !journal.Finished.ContainsKey(block));
        var damaged = verify && missing == 0 ? Enumerable.Range(0, total).Count(block => !file.IsFinished(block)) : 0;
        if (missing + damaged == 0)
        {
            return file;
        }

        file.Dispose();
        throw new NtkDslException(missing > 0 ? Messages.UnfinishedKernelFile(path, missing, total) : Messages.DamagedBlocks(path, damaged, total));
    }

    /// <summary>The rows in blocks, from the first to the last.</summary>
    public IEnumerable<KernelBlock> ReadBlocks() =>
        Enumerable.Range(0, ((RowCount - 1) / Header.BlockRows) + 1).Select(block =>
        {
            var start = block * Header.BlockRows;
            var end = Math.Min(start + Header.BlockRows, RowCount);
            return KernelBlock.Of(start, Kinds, output => data.Read(output, start, end));
        });

    /// <summary>A whole matrix.</summary>
    /// <exception cref="NtkDslException">The file does not hold that kernel.</exception>
    public Matrix<double> ReadMatrix(KernelKind kind) => Kinds.ToList().IndexOf(kind) is var output and >= 0
        ? data.Read(output, 0, RowCount)
        : throw new NtkDslException(Messages.KindNotInFile(path, kind));

    /// <summary>Closes the file.</summary>
    public void Dispose() => data.Dispose();

    /// <summary>A file that <paramref name="header"/> describes, for writing: a new one, or what there is already of the same.</summary>
    internal static KernelFile OpenOrCreate(string path, KernelFileHeader header, bool resume)
    {
        if (resume && File.Exists(path))
        {
            var journal = KernelFileJournal.Open(path);
            return header.DifferenceFrom(journal.Header) is { } difference
                ? throw new NtkDslException(Messages.OtherKernelFile(path, difference))
                : new(path, journal, KernelFileData.Open(path, journal.Header, FileAccess.ReadWrite));
        }

        // The array may have been deleted, and its journal left. Without a journal there is nothing to resume, so an interruption here leaves a foreign file and not a wrong one.
        File.Delete(KernelFileJournal.PathFor(path));
        var data = KernelFileData.Create(path, header);
        return new(path, KernelFileJournal.Create(path, header), data);
    }

    /// <summary>Evaluates the blocks that are not there yet, or are not what the journal says, each while the one before it is written.</summary>
    internal void Complete(RowBlocks blocks, IProgress<double>? progress, CancellationToken cancellation)
    {
        var unfinished = Enumerable.Range(0, data.Blocks.Count).Where(block => !IsFinished(block, cancellation)).ToList();
        var done = data.Blocks.Count - unfinished.Count;
        var (next, spare) = (Results.For(data.Blocks, Kinds.Count), Results.For(data.Blocks, Kinds.Count));
        var writing = Task.CompletedTask;
        try
        {
            foreach (var block in unfinished)
            {
                blocks.Refill(next, data.Blocks[block]);
                writing.GetAwaiter().GetResult();
                cancellation.ThrowIfCancellationRequested();
                var evaluated = next;
                (next, spare) = (spare, next);
                writing = Task.Run(() => Write(block, evaluated), CancellationToken.None);
            }
        }
        finally
        {
            writing.GetAwaiter().GetResult();
        }

        void Write(int block, Results evaluated)
        {
            journal.Add(block, data.Write(data.Blocks[block], evaluated));
            progress?.Report((double)++done / data.Blocks.Count);
        }
    }

    private bool IsFinished(int block, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return journal.Finished.TryGetValue(block, out var hash) && data.Verify(data.Blocks[block], hash);
    }
}
