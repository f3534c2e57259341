using System.Buffers;

namespace NtkDsl;

/// <summary>Receives the values of an output for one column and consecutive rows.</summary>
/// <param name="output">The number of the output.</param>
/// <param name="column">The column.</param>
/// <param name="firstRow">The first of the rows.</param>
/// <param name="values">One value per row.</param>
internal delegate void TileSink(int output, int column, int firstRow, ReadOnlySpan<double> values);

/// <summary>Evaluates the pairs of one column with consecutive rows, from a window that holds them, and hands the values on.</summary>
internal delegate void ColumnWork(Lanes lanes, PairWindow window, TileSink sink);

/// <summary>
/// Goes through the pairs of a region tile by tile, on all cores. Tiles do not depend on one another, so the result is the same, bit by
/// bit, for any number of threads.
/// </summary>
/// <param name="source">The inputs.</param>
/// <param name="storage">What is known of rows and columns.</param>
/// <param name="registers">How many values a pair needs at once.</param>
/// <param name="work">What to do with each column of a tile.</param>
internal sealed class TileRunner(PairSource source, Storage storage, int registers, ColumnWork work)
{
    /// <summary>Evaluates the pairs of a region.</summary>
    /// <param name="region">The pairs.</param>
    /// <param name="sink">Told the values, from several threads at once.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public void Run(TileRegion region, TileSink sink, IProgress<double>? progress, CancellationToken cancellation)
    {
        var tiles = region.Tiles().ToArray();
        var done = 0;
        Parallel.ForEach(tiles, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, NewWorker, (tile, _, worker) =>
        {
            Run(region, tile, worker, sink);
            progress?.Report(Interlocked.Increment(ref done) / (double)tiles.Length);
            return worker;
        }, worker => worker.Dispose());
    }

    /// <summary>The same inside of work that uses all cores already.</summary>
    public void RunOnThisThread(TileRegion region, TileSink sink)
    {
        using var worker = NewWorker();
        foreach (var tile in region.Tiles())
        {
            Run(region, tile, worker, sink);
        }
    }

    private Worker NewWorker() => new(source.NewWindow(), registers);

    private void Run(TileRegion region, Tile tile, Worker worker, TileSink sink)
    {
        worker.Window.Move(tile.FirstRow, tile.Rows, tile.FirstColumn, tile.Columns);
        for (var column = tile.FirstColumn; column < tile.FirstColumn + tile.Columns; column++)
        {
            var start = region.BelowDiagonal ? Math.Max(tile.FirstRow, column + 1) : tile.FirstRow;
            work(Lanes.Tile(storage, column, start, tile.FirstRow + tile.Rows - start, worker.Registers), worker.Window, sink);
        }
    }

    /// <summary>What a thread keeps between tiles.</summary>
    private sealed class Worker(PairWindow window, int registers) : IDisposable
    {
        private readonly double[] rented = ArrayPool<double>.Shared.Rent(registers * Storage.TileHeight);

        public PairWindow Window => window;

        public Span<double> Registers => rented;

        public void Dispose()
        {
            ArrayPool<double>.Shared.Return(rented);
            window.Dispose();
        }
    }
}
