namespace NtkDsl;

/// <summary>Whether matrices fit into memory, and what to do if not.</summary>
internal static class MemoryNeed
{
    /// <summary>What the garbage collector may use, less what is in use.</summary>
    public static long Available => Math.Max(0, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - GC.GetTotalMemory(forceFullCollection: false));

    public static long Bytes(int count, long rows, long columns, ElementType elementType = ElementType.Binary64) => count * rows * columns * elementType.Size();

    /// <summary>Null if so many matrices fit.</summary>
    public static string? Refusal(int count, int rows, int columns, long available, ElementType elementType = ElementType.Binary64)
    {
        var bytes = Bytes(count, rows, columns, elementType);
        return bytes > available ? Messages.DoesNotFit(count, rows, columns, bytes, Math.Max(0, available))
            : (long)rows * columns > Array.MaxLength ? Messages.MatrixTooLarge(rows, columns)
            : null;
    }

    /// <exception cref="NtkDslException">They do not fit.</exception>
    public static void Require(int count, int rows, int columns, long available, ElementType elementType = ElementType.Binary64)
    {
        if (Refusal(count, rows, columns, available, elementType) is { } refusal)
        {
            throw new NtkDslException(refusal);
        }
    }
}
