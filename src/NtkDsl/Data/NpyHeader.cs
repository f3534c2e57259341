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

    public double Decode(ReadOnlySpan<byte> bytes)
    {
        Span<byte> number = stackalloc byte[ElementSize];
        bytes.CopyTo(number);
        if (BigEndian)
        {
            number.Reverse();
        }

        return (Kind, ElementSize) switch
        {
            ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(number),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(number),
            ('f', _) => (double)BinaryPrimitives.ReadHalfLittleEndian(number),
            ('i', 8) => BinaryPrimitives.ReadInt64LittleEndian(number),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(number),
            ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(number),
            ('i', _) => (sbyte)number[0],
            (_, 8) => BinaryPrimitives.ReadUInt64LittleEndian(number),
            (_, 4) => BinaryPrimitives.ReadUInt32LittleEndian(number),
            (_, 2) => BinaryPrimitives.ReadUInt16LittleEndian(number),
            _ => number[0],
        };
    }

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

    [GeneratedRegex("^'(?<order>[<>|])(?:(?<kind>[iu])(?<size>[1248])|(?<kind>f)(?<size>[248])|(?<kind>b)(?<size>1))'$")]
    private static partial Regex ElementType();
}
