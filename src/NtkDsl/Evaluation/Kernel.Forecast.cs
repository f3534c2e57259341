using System.Diagnostics;

namespace NtkDsl;

/// <content>What an evaluation will take.</content>
public sealed partial class Kernel
{
    /// <summary>As many points have the set-up of any larger number: the same tables, and little to do for each point.</summary>
    private const int LargestSample = 4096;
    private const int SmallestRegion = 4;
    private const int Runs = 3;
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(100);

    /// <summary>Time and memory of an evaluation between the given points, from a sample of them that is evaluated and timed.</summary>
    /// <param name="x1">n₁ points.</param>
    /// <param name="x2">n₂ points; if not given, those of the rows, of which only half of the pairs have to be evaluated.</param>
    /// <param name="memory">The bytes that may be taken; if not given, what the garbage collector has.</param>
    /// <exception cref="NtkDslException">The numbers of features do not fit, or a parameter is not bound.</exception>
    public EvaluationForecast Forecast(Points x1, Points? x2 = null, long? memory = null)
    {
        RequireFeatures(x1, x2 ?? x1);
        var (n1, n2) = (x1.Count, (x2 ?? x1).Count);
        var (secondsOnce, secondsPerPair) = Calibrate(Sample(x1), x2 is null ? null : Sample(x2));
        var pairs = x2 is null && NtkIsSymmetric ? n1 * (n1 + 1.0) / 2 : (double)n1 * n2;
        return new(HasNtk ? 2 : 1, n1, n2, TimeSpan.FromSeconds(secondsOnce + (pairs * secondsPerPair)), WorkingBytes(n1, n2), memory ?? MemoryNeed.Available);
    }

    /// <summary>Time and memory of an evaluation between n₁ and n₂ points that are not there yet; normally distributed ones stand in.</summary>
    /// <param name="n1">The number of rows.</param>
    /// <param name="n2">The number of columns; if not given, the points of the rows are those of the columns.</param>
    /// <param name="features">d.</param>
    /// <param name="memory">The bytes that may be taken; if not given, what the garbage collector has.</param>
    /// <exception cref="NtkDslException">There are no points, the number of features does not fit, or a parameter is not bound.</exception>
    public EvaluationForecast Forecast(int n1, int? n2, int features, long? memory = null)
    {
        if (n1 < 1 || n2 < 1 || features < 1)
        {
            throw new NtkDslException(Messages.NoPoints);
        }

        var rows = Points.Normal(Math.Min(n1, LargestSample), features, seed: 0);
        RequireFeatures(rows, rows);
        var (secondsOnce, secondsPerPair) = Calibrate(rows, n2 is { } columns ? Points.Normal(Math.Min(columns, LargestSample), features, seed: 1) : null);
        var pairs = n2 is null && NtkIsSymmetric ? n1 * (n1 + 1.0) / 2 : (double)n1 * (n2 ?? n1);
        return new(
            HasNtk ? 2 : 1, n1, n2 ?? n1, TimeSpan.FromSeconds(secondsOnce + (pairs * secondsPerPair)), WorkingBytes(n1, n2 ?? n1), memory ?? MemoryNeed.Available);
    }

    /// <summary>Sets up the evaluation of a sample, and times larger and larger regions of it until one takes long enough.</summary>
    private (double Once, double PerPair) Calibrate(Points x1, Points? x2)
    {
        var clock = Stopwatch.StartNew();
        var evaluation = new PairEvaluation(
            Programs.All, HasNtk ? 2 : 1, new PointSource(x1, x2 ?? x1), bound, symmetric: x2 is null && NtkIsSymmetric, CancellationToken.None);
        Seconds(evaluation, 1, 1);
        var once = clock.Elapsed.TotalSeconds;
        var (n1, n2) = (x1.Count, (x2 ?? x1).Count);
        for (var size = SmallestRegion; ; size *= 2)
        {
            var (rows, columns) = (Math.Min(size, n1), Math.Min(size, n2));
            var seconds = Enumerable.Range(0, Runs).Min(_ => Seconds(evaluation, rows, columns));
            if (seconds >= LongEnough.TotalSeconds || (rows == n1 && columns == n2))
            {
                // A region of one tile occupies one core; the whole has a tile for each.
                var cores = Math.Min(rows, columns) <= Storage.TileHeight && Math.Min(n1, n2) > Storage.TileHeight ? Environment.ProcessorCount : 1;
                return (once, seconds / ((double)rows * columns * cores));
            }
        }
    }

    private double Seconds(PairEvaluation evaluation, int rows, int columns)
    {
        var results = new Results(HasNtk ? 2 : 1, rows, columns);
        var clock = Stopwatch.StartNew();
        evaluation.Run(new(0, rows, 0, columns), results.Write);
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>The tile of each thread, and what is kept per row and per column.</summary>
    private long WorkingBytes(int rows, int columns)
    {
        var perThread = (3 * PairWindow.LargestColumnCount) + Programs.All.Registers;
        var perPoint = Programs.All.Sections[Scope.Row].Count() + 2;
        return sizeof(double) * (((long)Environment.ProcessorCount * Storage.TileHeight * perThread) + (perPoint * ((long)rows + columns)));
    }

    private static Points Sample(Points x) => x.Count <= LargestSample ? x
        : x.Rows([.. Enumerable.Range(0, LargestSample).Select(i => (int)((long)i * x.Count / LargestSample))]);
}
