using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// Matrices in NumPy's <c>.npy</c> format, versions 1.0 to 3.0: a magic word, the version, a header that is a Python dictionary of
/// element type, order and shape, and then the elements.
/// </summary>
/// <remarks>Source: the format's description in NumPy, <c>numpy.lib.format</c>.</remarks>
public static class Npy
{
    private const int Alignment = 64;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>Reads a file with a matrix of shape (n, d), or a vector of shape (n,) as a column.</summary>
    /// <param name="path">The file; its elements are real numbers or truth values of any size, in either byte order and in C or Fortran order.</param>
    /// <exception cref="NtkDslException">The file is no such array, or is cut off.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Matrix<double> Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, Path.GetFileName(path), stream.Length);
    }

    /// <summary>Writes a matrix to a file in C order. The file is there whole or not at all.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="elementType">How they are stored.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Matrix<double> values, ElementType elementType = ElementType.Binary64) =>
        AtomicFile.Write(path, stream => Write(stream, values, elementType));

    /// <summary>Writes a matrix in C order.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="elementType">How they are stored.</param>
    public static void Write(Stream stream, Matrix<double> values, ElementType elementType = ElementType.Binary64)
    {
        stream.Write(Header(elementType, [values.RowCount, values.ColumnCount]));
        var row = new byte[values.ColumnCount * elementType.Size()];
        for (var i = 0; i < values.RowCount; i++)
        {
            elementType.Encode(values.Row(i).AsArray(), row);
            stream.Write(row);
        }
    }

    /// <summary>Whether bytes are the start of a file in this format.</summary>
    internal static bool IsStartOf(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);

    /// <summary>Everything before the elements.</summary>
    internal static byte[] Header(ElementType elementType, IEnumerable<int> shape)
    {
        var dictionary = string.Create(
            CultureInfo.InvariantCulture, $"{{'descr': '{elementType.NumPyName()}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}");
        var prefix = Magic.Length + 4;
        var padding = Alignment - 1 - ((prefix + dictionary.Length) % Alignment);
        var header = Encoding.ASCII.GetBytes($"{dictionary}{new string(' ', padding)}\n");
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [.. Magic, 1, 0, .. length, .. header];
    }

    /// <param name="stream">At the start of the format.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="length">The number of bytes to come, against which the shape is checked before memory is taken.</param>
    internal static Matrix<double> Read(Stream stream, string name, long length)
    {
        try
        {
            var (text, start) = ReadHeaderText(stream, name);
            var header = NpyHeader.Parse(text, name);
            return (decimal)header.Rows * header.Columns * header.ElementSize > length - start
                ? throw new NtkDslException(Messages.NpyTruncated(name))
                : ReadElements(stream, header);
        }
        catch (EndOfStreamException)
        {
            throw new NtkDslException(Messages.NpyTruncated(name));
        }
    }

    private static (string Text, long End) ReadHeaderText(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[Magic.Length + 2];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.StartsWith(Magic))
        {
            throw new NtkDslException(Messages.NotNpy(name));
        }

        var (major, minor) = (start[^2], start[^1]);
        if (major is < 1 or > 3)
        {
            throw new NtkDslException(Messages.NpyVersion(name, major, minor));
        }

        // Version 1 gives the length of the header in two bytes, later ones in four.
        Span<byte> length = stackalloc byte[4];
        length.Clear();
        var lengthBytes = major == 1 ? 2 : 4;
        stream.ReadExactly(length[..lengthBytes]);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (count > NpyHeader.MaxLength)
        {
            throw new NtkDslException(Messages.NotNpy(name));
        }

        var header = new byte[count];
        stream.ReadExactly(header);
        return (Encoding.UTF8.GetString(header), start.Length + lengthBytes + count);
    }

    private static Matrix<double> ReadElements(Stream stream, NpyHeader header)
    {
        var values = Matrix<double>.Build.Dense(header.Rows, header.Columns);
        var (lines, perLine) = header.FortranOrder ? (header.Columns, header.Rows) : (header.Rows, header.Columns);
        var line = new byte[perLine * header.ElementSize];
        for (var i = 0; i < lines; i++)
        {
            stream.ReadExactly(line);
            for (var j = 0; j < perLine; j++)
            {
                var value = header.Decode(line.AsSpan(j * header.ElementSize, header.ElementSize));
                values.At(header.FortranOrder ? j : i, header.FortranOrder ? i : j, value);
            }
        }

        return values;
    }
}
