using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// The matrices of a kernel file, mapped into memory: one <c>.npy</c> array of shape (n₁, n₂), or (2, n₁, n₂) if it holds K and Θ. A block of
/// a symmetric matrix is what lies left of its end; what mirrors it above the diagonal is written with it.
/// </summary>
internal sealed class KernelFileData : IDisposable
{
    private readonly KernelFileHeader header;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly int offset;

    private KernelFileData(KernelFileHeader header, FileStream stream, byte[] prefix)
    {
        (this.header, offset) = (header, prefix.Length);
        var access = stream.CanWrite ? MemoryMappedFileAccess.ReadWrite : MemoryMappedFileAccess.Read;
        file = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, access, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor(0, 0, access);
    }

    /// <exception cref="IOException">The disk is full, or the place cannot be written.</exception>
    public static KernelFileData Create(string path, KernelFileHeader header)
    {
        var prefix = Prefix(header);

        // Room on the disk is taken at once: a mapped file that runs out of it ends the program.
        var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, PreallocationSize = Length(header, prefix) });
        stream.SetLength(Length(header, prefix));
        stream.Write(prefix);
        stream.Flush();
        return new(header, stream, prefix);
    }

    /// <exception cref="NtkDslException">The file does not fit its header.</exception>
    public static KernelFileData Open(string path, KernelFileHeader header, FileAccess access)
    {
        var prefix = Prefix(header);
        var stream = new FileStream(path, FileMode.Open, access, FileShare.Read);
        var start = new byte[prefix.Length];
        if (stream.Length == Length(header, prefix) && stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(prefix))
        {
            return new(header, stream, prefix);
        }

        stream.Dispose();
        throw new NtkDslException(Messages.DamagedKernelFile(path));
    }

    /// <summary>The rows of a block.</summary>
    public (int Start, int End) Rows(int block) => (block * header.BlockRows, Math.Min((block + 1) * header.BlockRows, header.RowCount));

    /// <summary>Writes a block and returns its SHA-256.</summary>
    public string Write(int block, Results results)
    {
        var (start, end) = Rows(block);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (row, bytes) = (new double[Width(end)], new byte[Math.Max(Width(end), end - start) * header.ElementType.Size()]);
        for (var output = 0; output < results.Count; output++)
        {
            for (var i = start; i < end; i++)
            {
                results.ReadRow(output, i - start, row);
                Put(row, bytes, Position(output, i, 0));
                hash.AppendData(bytes, 0, row.Length * header.ElementType.Size());
            }

            for (var j = 0; header.IsSymmetric && j < start; j++)
            {
                Put(results.Column(output, j), bytes, Position(output, j, start));
            }
        }

        view.Flush();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a block has this SHA-256 and is its own mirror image above the diagonal.</summary>
    public bool Verify(int block, string expected)
    {
        var (start, end) = Rows(block);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var output = 0; output < header.Kinds.Count; output++)
        {
            var rows = Enumerable.Range(start, end - start).Select(i => Get(Width(end), Position(output, i, 0))).ToList();
            rows.ForEach(hash.AppendData);
            for (var j = 0; header.IsSymmetric && j < start; j++)
            {
                if (!IsMirrored(Get(end - start, Position(output, j, start)), rows, j))
                {
                    return false;
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == expected;
    }

    /// <summary>Consecutive rows of a matrix.</summary>
    public Matrix<double> Read(int output, int start, int end)
    {
        var matrix = Matrix<double>.Build.Dense(end - start, header.ColumnCount);
        var row = new double[header.ColumnCount];
        for (var i = start; i < end; i++)
        {
            header.ElementType.Decode(Get(header.ColumnCount, Position(output, i, 0)), row);
            matrix.SetRow(i - start, row);
        }

        return matrix;
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    private static byte[] Prefix(KernelFileHeader header) => Npy.Header(
        header.ElementType, header.Kinds.Count == 1 ? [header.RowCount, header.ColumnCount] : [header.Kinds.Count, header.RowCount, header.ColumnCount]);

    private static long Length(KernelFileHeader header, byte[] prefix) =>
        prefix.Length + (header.Kinds.Count * (long)header.RowCount * header.ColumnCount * header.ElementType.Size());

    private int Width(int end) => header.IsSymmetric ? end : header.ColumnCount;

    private long Position(int output, int row, int column) =>
        offset + (((((long)output * header.RowCount) + row) * header.ColumnCount + column) * header.ElementType.Size());

    private void Put(ReadOnlySpan<double> values, byte[] bytes, long position)
    {
        header.ElementType.Encode(values, bytes);
        view.WriteArray(position, bytes, 0, values.Length * header.ElementType.Size());
    }

    private byte[] Get(int count, long position)
    {
        var bytes = new byte[count * header.ElementType.Size()];
        view.ReadArray(position, bytes, 0, bytes.Length);
        return bytes;
    }

    private bool IsMirrored(ReadOnlySpan<byte> above, List<byte[]> rows, int column)
    {
        var size = header.ElementType.Size();
        for (var i = 0; i < rows.Count; i++)
        {
            if (!above.Slice(i * size, size).SequenceEqual(rows[i].AsSpan(column * size, size)))
            {
                return false;
            }
        }

        return true;
    }
}
