using System.Buffers;
using System.Security.Cryptography;
using MathNet.Numerics.LinearAlgebra;
using Microsoft.Win32.SafeHandles;

namespace NtkDsl;

/// <summary>
/// The matrices of a kernel file: one <c>.npy</c> array of shape (n₁, n₂), or (2, n₁, n₂) if it holds K and Θ. Some rows with some columns
/// are a block. Those of a symmetric matrix lie left of the end of their diagonal; what mirrors them above it is written with them.
/// </summary>
/// <remarks>
/// It is read and written at positions and not mapped into memory, where every page that was touched would count as the program's. Nothing
/// waits for the disk: a block that a failure of the machine has kept from it does not fit its checksum, and is evaluated again.
/// </remarks>
internal sealed class KernelFileData : IDisposable
{
    /// <summary>Rows that are transposed together: as many as entries of a column share a line of the cache.</summary>
    private const int StripRows = 8;

    private readonly KernelFileHeader header;
    private readonly SafeFileHandle file;
    private readonly int offset;

    private KernelFileData(KernelFileHeader header, SafeFileHandle file, int offset)
    {
        (this.header, this.file, this.offset) = (header, file, offset);
        Blocks = [.. TileRegion.Partition(header.RowCount, header.ColumnCount, header.IsSymmetric, header.BlockRows, header.BlockColumns)];
    }

    /// <summary>What is evaluated and checked at once.</summary>
    public IReadOnlyList<TileRegion> Blocks { get; }

    /// <exception cref="IOException">The disk is full, or the place cannot be written.</exception>
    public static KernelFileData Create(string path, KernelFileHeader header)
    {
        var prefix = Prefix(header);

        // Room on the disk is taken at once, so that a long evaluation does not find it full.
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, preallocationSize: Length(header, prefix));
        RandomAccess.SetLength(file, Length(header, prefix));
        RandomAccess.Write(file, prefix, 0);
        return new(header, file, prefix.Length);
    }

    /// <exception cref="NtkDslException">The file does not fit its header.</exception>
    public static KernelFileData Open(string path, KernelFileHeader header, FileAccess access)
    {
        var prefix = Prefix(header);
        var file = File.OpenHandle(path, FileMode.Open, access, FileShare.Read);
        var start = new byte[prefix.Length];
        if (RandomAccess.GetLength(file) == Length(header, prefix) && RandomAccess.Read(file, start, 0) == start.Length && start.AsSpan().SequenceEqual(prefix))
        {
            return new(header, file, prefix.Length);
        }

        file.Dispose();
        throw new NtkDslException(Messages.DamagedKernelFile(path));
    }

    /// <summary>Writes a block and returns its SHA-256, of its entries as the file has them: of K before those of Θ, by rows.</summary>
    public string Write(TileRegion block, Results results)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(block.Rows, block.Columns) * header.ElementType.Size());
        for (var output = 0; output < results.Count; output++)
        {
            WriteRows(block, output, results, bytes, hash);
            for (var j = block.FirstColumn; j < EndOfMirrored(block); j++)
            {
                Put(results.Column(output, j - block.FirstColumn), bytes, Position(output, j, block.FirstRow));
            }
        }

        ArrayPool<byte>.Shared.Return(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a block has this SHA-256 and is its own mirror image above the diagonal.</summary>
    public bool Verify(TileRegion block, string expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (width, height) = (block.Columns * header.ElementType.Size(), block.Rows * header.ElementType.Size());
        var (rows, above) = (ArrayPool<byte>.Shared.Rent(block.Rows * width), new byte[height]);
        var isMirrored = true;
        for (var output = 0; output < header.Kinds.Count; output++)
        {
            for (var i = 0; i < block.Rows; i++)
            {
                Get(rows.AsSpan(i * width, width), Position(output, block.FirstRow + i, block.FirstColumn));
            }

            hash.AppendData(rows, 0, block.Rows * width);
            for (var j = block.FirstColumn; isMirrored && j < EndOfMirrored(block); j++)
            {
                Get(above, Position(output, j, block.FirstRow));
                isMirrored = IsColumn(above, rows.AsSpan((j - block.FirstColumn) * header.ElementType.Size()), width);
            }
        }

        ArrayPool<byte>.Shared.Return(rows);
        return isMirrored && Convert.ToHexStringLower(hash.GetHashAndReset()) == expected;
    }

    /// <summary>Consecutive rows of a matrix.</summary>
    public Matrix<double> Read(int output, int start, int end)
    {
        var matrix = Matrix<double>.Build.Dense(end - start, header.ColumnCount);
        var (row, bytes) = (new double[header.ColumnCount], new byte[header.ColumnCount * header.ElementType.Size()]);
        for (var i = start; i < end; i++)
        {
            Get(bytes, Position(output, i, 0));
            header.ElementType.Decode(bytes, row);
            matrix.SetRow(i - start, row);
        }

        return matrix;
    }

    public void Dispose() => file.Dispose();

    private static byte[] Prefix(KernelFileHeader header) => Npy.Header(
        header.ElementType, header.Kinds.Count == 1 ? [header.RowCount, header.ColumnCount] : [header.Kinds.Count, header.RowCount, header.ColumnCount]);

    private static long Length(KernelFileHeader header, byte[] prefix) =>
        prefix.Length + (header.Kinds.Count * (long)header.RowCount * header.ColumnCount * header.ElementType.Size());

    private void WriteRows(TileRegion block, int output, Results results, byte[] bytes, IncrementalHash hash)
    {
        var strip = ArrayPool<double>.Shared.Rent(StripRows * block.Columns);
        for (var first = 0; first < block.Rows; first += StripRows)
        {
            var count = Math.Min(StripRows, block.Rows - first);
            results.ReadRows(output, first, count, strip);
            for (var i = 0; i < count; i++)
            {
                hash.AppendData(Put(strip.AsSpan(i * block.Columns, block.Columns), bytes, Position(output, block.FirstRow + first + i, block.FirstColumn)));
            }
        }

        ArrayPool<double>.Shared.Return(strip);
    }

    /// <summary>The end of the columns that have a mirror image outside of the block.</summary>
    private static int EndOfMirrored(TileRegion block) => block.BelowDiagonal ? Math.Min(block.EndColumn, block.FirstRow) : block.FirstColumn;

    private long Position(int output, int row, int column) =>
        offset + (((((long)output * header.RowCount) + row) * header.ColumnCount + column) * header.ElementType.Size());

    private ReadOnlySpan<byte> Put(ReadOnlySpan<double> values, byte[] bytes, long position)
    {
        var encoded = bytes.AsSpan(0, values.Length * header.ElementType.Size());
        header.ElementType.Encode(values, encoded);
        RandomAccess.Write(file, encoded, position);
        return encoded;
    }

    private void Get(Span<byte> bytes, long position)
    {
        while (bytes.Length > 0)
        {
            var count = RandomAccess.Read(file, bytes, position);
            if (count == 0)
            {
                throw new EndOfStreamException();
            }

            bytes = bytes[count..];
            position += count;
        }
    }

    private bool IsColumn(ReadOnlySpan<byte> above, ReadOnlySpan<byte> rows, int width)
    {
        var size = header.ElementType.Size();
        for (var i = 0; i * size < above.Length; i++)
        {
            if (!above.Slice(i * size, size).SequenceEqual(rows.Slice(i * width, size)))
            {
                return false;
            }
        }

        return true;
    }
}
