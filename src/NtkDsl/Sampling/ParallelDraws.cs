namespace NtkDsl;

/// <summary>Writes the quantities of one draw, which depend on its number alone.</summary>
internal delegate void Draw(long number, Span<double> quantities);

/// <summary>
/// Averages independent draws on all cores. Draws go to blocks, and blocks are merged, by their numbers alone: so the result is
/// the same to the last bit for every number of threads.
/// </summary>
/// <param name="size">The number of quantities of a draw.</param>
/// <param name="draw">Computes a draw; called from many threads.</param>
/// <param name="threads">How many threads; all cores if null.</param>
/// <param name="isOver">Asked before each block, from many threads; once true no other is begun, and no draws may be added after.</param>
internal sealed class ParallelDraws(int size, Draw draw, int? threads, Func<bool>? isOver = null)
{
    private const int LargestBlock = 64;
    private const int LargestRound = 64;

    /// <summary>How many numbers the blocks of a round may hold together.</summary>
    private const int RoundBudget = 1 << 23;

    /// <summary>Adds draws to some moments, from the first that they do not hold yet.</summary>
    /// <param name="moments">What is added to.</param>
    /// <param name="upTo">The number of draws to have in the end.</param>
    /// <param name="isEnough">Asked between rounds of many draws whether to stop early; also the place to report progress.</param>
    /// <param name="cancellation">Looked at before each draw.</param>
    public void Extend(StreamingMoments moments, long upTo, Func<bool> isEnough, CancellationToken cancellation)
    {
        var blockSize = Math.Clamp((upTo - moments.Count) / LargestRound, 1, LargestBlock);
        var blocksPerRound = Math.Clamp(RoundBudget / (2 * size), 4, LargestRound);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? -1, CancellationToken = cancellation };
        while (moments.Count < upTo)
        {
            var (start, left) = (moments.Count, upTo - moments.Count);
            var blocks = new StreamingMoments[Math.Min(blocksPerRound, (left + blockSize - 1) / blockSize)];
            Parallel.For(0, blocks.Length, options, i =>
                blocks[i] = i > 0 && IsOver() ? new(size) : Block(start + (i * blockSize), Math.Min(blockSize, left - (i * blockSize)), cancellation));
            Array.ForEach(blocks, moments.Add);
            if (isEnough() || IsOver())
            {
                return;
            }
        }
    }

    private bool IsOver() => isOver?.Invoke() ?? false;

    private StreamingMoments Block(long start, long count, CancellationToken cancellation)
    {
        var moments = new StreamingMoments(size);
        var quantities = new double[size];
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            draw(start + i, quantities);
            moments.Add(quantities);
        }

        return moments;
    }
}
