using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NtkDsl;

/// <summary>How the entries of a matrix are stored. They are always computed in double precision.</summary>
public enum ElementType
{
    /// <summary>As they are: 8 bytes, 16 digits.</summary>
    Binary64,

    /// <summary>Rounded to single precision: 4 bytes, 7 digits.</summary>
    Binary32,
}

/// <summary>Entries as bytes, in the byte order of the machine.</summary>
internal static class Elements
{
    public static int Size(this ElementType type) => type == ElementType.Binary64 ? sizeof(double) : sizeof(float);

    /// <summary>What NumPy calls the type.</summary>
    public static string NumPyName(this ElementType type) => $"{(BitConverter.IsLittleEndian ? '<' : '>')}f{type.Size()}";

    public static void Encode(this ElementType type, ReadOnlySpan<double> values, Span<byte> bytes)
    {
        if (type == ElementType.Binary64)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
        }
        else
        {
            TensorPrimitives.ConvertTruncating(values, MemoryMarshal.Cast<byte, float>(bytes));
        }
    }

    public static void Decode(this ElementType type, ReadOnlySpan<byte> bytes, Span<double> values)
    {
        if (type == ElementType.Binary64)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
        }
        else
        {
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, float>(bytes), values);
        }
    }
}
