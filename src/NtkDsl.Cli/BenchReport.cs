using System.Diagnostics;
using System.Globalization;
using System.Text;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>What <c>ntk bench</c> has measured.</summary>
/// <param name="Architecture">The text of the architecture.</param>
/// <param name="Points">n.</param>
/// <param name="Features">d.</param>
/// <param name="Threads">How many cores there are.</param>
/// <param name="CompileSeconds">From the architecture to its formulas and the program that evaluates them.</param>
/// <param name="ForecastSeconds">What the forecast had said.</param>
/// <param name="Seconds">The evaluation.</param>
/// <param name="PairsPerSecond">n(n + 1)/2 pairs, or n² if the kernel is not symmetric, over the time.</param>
/// <param name="GramGigaflops">The multiplications and additions of the inner products alone, 2d for each pair, over the time.</param>
/// <param name="ResultMegabytes">The matrices.</param>
/// <param name="ExtraMegabytes">The most memory that the program held during the evaluation, beyond what it held before and the matrices.</param>
internal sealed record BenchReport(
    string Architecture,
    int Points,
    int Features,
    int Threads,
    double CompileSeconds,
    double ForecastSeconds,
    double Seconds,
    double PairsPerSecond,
    double GramGigaflops,
    double ResultMegabytes,
    double ExtraMegabytes)
{
    private const int Seed = 1;

    public static BenchReport Measure(
        Architecture architecture, IReadOnlyDictionary<string, double> parameters, int n, int d, IProgress<double> progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var kernel = architecture.Compile(cancellation: cancellation);
        foreach (var (name, value) in parameters)
        {
            kernel = kernel.Bind(name, value);
        }

        var x = NtkDsl.Points.Of(Matrix<double>.Build.Random(n, d, Seed));
        kernel.EvaluateSymmetric(NtkDsl.Points.Of(Matrix<double>.Build.Random(2, d, Seed)), cancellation: cancellation);
        var compile = clock.Elapsed.TotalSeconds;
        var forecast = kernel.Forecast(x);
        if (forecast.Advice is { } advice)
        {
            throw new NtkDslException(advice);
        }

        using var memory = new PeakMemory();
        clock.Restart();
        kernel.EvaluateSymmetric(x, progress, cancellation);
        var seconds = clock.Elapsed.TotalSeconds;
        var pairs = kernel.NtkIsSymmetric ? n * (n + 1.0) / 2 : (double)n * n;
        return new(
            architecture.ToString(),
            n,
            d,
            Environment.ProcessorCount,
            compile,
            forecast.Duration.TotalSeconds,
            seconds,
            pairs / seconds,
            2.0 * d * pairs / seconds / 1e9,
            forecast.ResultBytes / 1e6,
            Math.Max(0, memory.Bytes - forecast.ResultBytes) / 1e6);
    }

    public string ToText()
    {
        var text = new StringBuilder();
        void Line(string name, FormattableString value) => text.Append(CultureInfo.InvariantCulture, $"{name,-22}").AppendLine(value.ToString(CultureInfo.InvariantCulture));
        text.AppendLine(Architecture);
        Line("points, features", $"{Points}, {Features}");
        Line("threads", $"{Threads}");
        Line("compilation", $"{CompileSeconds:F2} s");
        Line("evaluation", $"{Seconds:F2} s (forecast: {ForecastSeconds:F2} s)");
        Line("rate", $"{PairsPerSecond / 1e6:F2} million pairs/s");
        Line("inner products", $"{GramGigaflops:F1} GFlop/s");
        Line("result", $"{ResultMegabytes:F0} MB");
        Line("memory beyond it", $"{ExtraMegabytes:F0} MB");
        return text.ToString().TrimEnd();
    }
}
