namespace NtkDsl;

/// <summary>Whether matrices fit into memory, and what to do if not.</summary>
internal static class MemoryNeed
{
    /// <summary>What the garbage collector may use, less what is in use after it has collected what is not.</summary>
    public static long Available => Unused(collect: true);

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
    public static void Require(int count, int rows, int columns, ElementType elementType = ElementType.Binary64)
    {
        // A collection takes a moment, and as a rule is not needed to see that there is enough.
        if (Refusal(count, rows, columns, Unused(collect: false), elementType) is not null)
        {
            Require(count, rows, columns, Available, elementType);
        }
    }

    /// <exception cref="NtkDslException">They do not fit.</exception>
    public static void Require(int count, int rows, int columns, long available, ElementType elementType = ElementType.Binary64)
    {
        if (Refusal(count, rows, columns, available, elementType) is { } refusal)
        {
            throw new NtkDslException(refusal);
        }
    }

    private static long Unused(bool collect) => Math.Max(0, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - GC.GetTotalMemory(collect));
}
