namespace NtkDsl;

/// <summary>Square column-major matrices from their lower triangles.</summary>
internal static class Mirroring
{
    private const int Block = 64;

    /// <summary>Copies what lies below the diagonal to above it, in blocks that fit the cache.</summary>
    /// <param name="square">The entries; the matrix starts at <paramref name="offset"/>.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="order">The number of rows and columns.</param>
    public static void CopyUp<T>(T[] square, int offset, int order) => Parallel.For(0, (order + Block - 1) / Block, block =>
    {
        for (var other = 0; other <= block; other++)
        {
            CopyUp(square.AsSpan(offset), order, block * Block, other * Block);
        }
    });

    private static void CopyUp<T>(Span<T> square, int order, int firstRow, int firstColumn)
    {
        for (var j = firstColumn; j < Math.Min(firstColumn + Block, order); j++)
        {
            for (var i = Math.Max(firstRow, j + 1); i < Math.Min(firstRow + Block, order); i++)
            {
                square[(i * order) + j] = square[(j * order) + i];
            }
        }
    }
}
