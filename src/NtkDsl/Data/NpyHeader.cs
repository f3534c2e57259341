using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NtkDsl;

/// <summary>What the header of a <c>.npy</c> file says: the type of the elements, their order and the shape.</summary>
internal sealed partial record NpyHeader(char Kind, int ElementSize, bool BigEndian, bool FortranOrder, int Rows, int Columns)
{
    /// <summary>Longer headers occur only with structured types, which are refused anyway.</summary>
    public const int MaxLength = 1 << 20;

    public static NpyHeader Parse(string text, string name)
    {
        var type = Entry(text, name, "descr");
        var element = ElementType().Match(type);
        if (!element.Success)
        {
            throw new NtkDslException(Messages.NpyType(name, type));
        }

        var (rows, columns) = ShapeOf(Entry(text, name, "shape"), name);
        return new(
            element.Groups["kind"].Value[0],
            element.Groups["size"].Value[0] - '0',
            element.Groups["order"].Value == ">",
            Entry(text, name, "fortran_order") == "True",
            rows,
            columns);
    }

    public double Decode(ReadOnlySpan<byte> bytes) => (Kind, ElementSize, BigEndian) switch
    {
        ('f', 8, false) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ('f', 8, true) => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        ('f', _, false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ('f', _, true) => BinaryPrimitives.ReadSingleBigEndian(bytes),
        (_, 8, false) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        (_, 8, true) => BinaryPrimitives.ReadInt64BigEndian(bytes),
        (_, _, false) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (_, _, true) => BinaryPrimitives.ReadInt32BigEndian(bytes),
    };

    private static string Entry(string text, string name, string key)
    {
        var entry = Regex.Match(text, $@"'{key}'\s*:\s*(?<value>'[^']*'|\([^)]*\)|\[.*\]|\w+)");
        return entry.Success ? entry.Groups["value"].Value : throw new NtkDslException(Messages.NotNpy(name));
    }

    /// <summary>(n, d) is a matrix, and (n,) its one column.</summary>
    private static (int Rows, int Columns) ShapeOf(string shape, string name)
    {
        var sizes = shape.Trim('(', ')').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1)
            .ToList();
        return sizes.Count is 1 or 2 && sizes.TrueForAll(size => size > 0)
            ? (sizes[0], sizes.Count == 2 ? sizes[1] : 1)
            : throw new NtkDslException(Messages.NpyShape(name, shape));
    }

    [GeneratedRegex("^'(?<order>[<>])(?<kind>[fi])(?<size>[48])'$")]
    private static partial Regex ElementType();
}
