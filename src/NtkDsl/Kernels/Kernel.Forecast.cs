using System.Diagnostics;

namespace NtkDsl;

/// <content>What an evaluation will take.</content>
public sealed partial class Kernel
{
    private const int SmallestSample = 32;
    private const int LargestSample = 1024;
    private const int FewestRuns = 4;
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>Time and memory of an evaluation between the given points, from a sample of them that is evaluated and timed.</summary>
    /// <param name="x1">n₁ points.</param>
    /// <param name="x2">n₂ points; if not given, those of the rows, of which only half of the pairs have to be evaluated.</param>
    /// <param name="memory">The bytes that may be taken; if not given, what the garbage collector has.</param>
    /// <exception cref="NtkDslException">The numbers of features do not fit, or a parameter is not bound.</exception>
    public EvaluationForecast Forecast(Points x1, Points? x2 = null, long? memory = null)
    {
        var (secondsOnce, secondsPerPair) = Calibrate(size => x1.Rows(Spread(x1.Count, size)), x1.Count);
        var (n1, n2) = (x1.Count, (x2 ?? x1).Count);
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

        var (secondsOnce, secondsPerPair) = Calibrate(size => Points.Normal(size, features, seed: 0), LargestSample);
        var pairs = n2 is null && NtkIsSymmetric ? n1 * (n1 + 1.0) / 2 : (double)n1 * (n2 ?? n1);
        return new(
            HasNtk ? 2 : 1, n1, n2 ?? n1, TimeSpan.FromSeconds(secondsOnce + (pairs * secondsPerPair)), WorkingBytes(n1, n2 ?? n1), memory ?? MemoryNeed.Available);
    }

    /// <summary>Samples of twice the size each, until one takes long enough; the difference of the last two tells the time for a pair.</summary>
    private (double Once, double PerPair) Calibrate(Func<int, Points> sample, int available)
    {
        var size = Math.Min(SmallestSample, available);
        var (seconds, pairs) = (Seconds(sample(size)), Pairs(size));
        var (before, pairsBefore) = (0.0, 0.0);
        while (seconds < LongEnough.TotalSeconds && 2 * size <= Math.Min(available, LargestSample))
        {
            size *= 2;
            (before, pairsBefore) = (seconds, pairs);
            (seconds, pairs) = (Seconds(sample(size)), Pairs(size));
        }

        var perPair = seconds > before ? (seconds - before) / (pairs - pairsBefore) : seconds / pairs;
        return (Math.Max(0, seconds - (perPair * pairs)), perPair);

        double Pairs(double n) => NtkIsSymmetric ? n * (n + 1) / 2 : n * n;
    }

    /// <summary>The best of a few runs: the first ones wait for the compiler, and any may wait for other programs.</summary>
    private double Seconds(Points x)
    {
        var (best, total) = (double.PositiveInfinity, Stopwatch.StartNew());
        for (var (run, late) = (0, 0); late < FewestRuns && (run < FewestRuns || total.Elapsed < MostPatience); run++)
        {
            var clock = Stopwatch.StartNew();
            EvaluateSymmetric(x);
            late = clock.Elapsed.TotalSeconds < 0.9 * best ? 0 : late + 1;
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        return best;
    }

    /// <summary>The tile of each thread, and what is kept per row and per column.</summary>
    private long WorkingBytes(int rows, int columns)
    {
        var perThread = (3 * PairWindow.LargestColumnCount) + program.Value.Registers;
        var perPoint = program.Value.Sections[Scope.Row].Count() + 2;
        return sizeof(double) * (((long)Environment.ProcessorCount * Storage.TileHeight * perThread) + (perPoint * ((long)rows + columns)));
    }

    private static int[] Spread(int count, int size) => [.. Enumerable.Range(0, size).Select(i => (int)((long)i * count / size))];
}
