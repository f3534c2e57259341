using System.Collections.Concurrent;

namespace NtkDsl;

/// <summary>
/// E f(u)g(v) for smooth f and g by Mehler's formula Σ a_n b_n ρⁿ: the Hermite coefficients a_n depend on the row and b_n on the
/// column alone, so a pair costs one short polynomial. Where the tail of the series is too large for the pair, the reference
/// integrator takes over.
/// </summary>
internal sealed class SeriesExpectation
{
    private const double Tolerance = 1e-14;
    private const double AcceptedError = 1e-13;
    private const int LargestCount = 1024;

    private readonly Expectation expectation;
    private readonly Series[] rows;
    private readonly Series[] columns;

    public SeriesExpectation(Instruction instruction, Storage storage, CancellationToken cancellation)
    {
        expectation = (Expectation)instruction.Node;
        var left = instruction.Arguments.AsSpan().Slice(5, expectation.Left.Slots).ToArray();
        var right = instruction.Arguments.AsSpan()[(5 + expectation.Left.Slots)..].ToArray();
        rows = Expand(expectation.Left, instruction.Arguments[0], left, Lanes.Rows(storage), cancellation);
        columns = Expand(expectation.Right!, instruction.Arguments[1], right, Lanes.Columns(storage), cancellation);
    }

    /// <summary>True if f and g are smooth and depend on the row and on the column alone.</summary>
    public static bool Fits(Instruction instruction) =>
        instruction is { Scope: Scope.Pair, Node: Expectation { Right: { } right } expectation }
        && expectation.Left.KinkedArguments().Count == 0 && right.KinkedArguments().Count == 0
        && Within(Scope.Row, instruction.Arguments[0]) && Within(Scope.Column, instruction.Arguments[1])
        && instruction.Arguments.AsSpan().Slice(5, expectation.Left.Slots).ToArray().All(slot => Within(Scope.Row, slot))
        && instruction.Arguments.AsSpan()[(5 + expectation.Left.Slots)..].ToArray().All(slot => Within(Scope.Column, slot));

    public void Run(Instruction instruction, Lanes lanes, Span<double> result)
    {
        var a = lanes.Read(instruction.Arguments[0]);
        var b = lanes.Read(instruction.Arguments[1]);
        var c = lanes.Read(instruction.Arguments[2]);
        Span<double> arguments = stackalloc double[instruction.Arguments.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (x, y) = (rows[lanes.FirstRow + i], columns[lanes.Column]);
            var scale = Math.Sqrt(a[i]) * Math.Sqrt(b[i]);
            var rho = scale > 0 ? Math.Clamp(c[i] / scale, -1, 1) : 0;
            if (Math.Sqrt(x.Tail * y.Tail) <= AcceptedError * Math.Sqrt(x.Norm * y.Norm))
            {
                result[i] = HermiteSeries.Evaluate(x.Coefficients, y.Coefficients, rho);
                continue;
            }

            for (var k = 0; k < arguments.Length; k++)
            {
                arguments[k] = lanes.Read(instruction.Arguments[k])[i];
            }

            result[i] = Integration.Of(expectation, arguments);
        }
    }

    private static bool Within(Scope scope, Instruction argument) => (argument.Scope | scope) == scope;

    private static Series[] Expand(Lambda function, Instruction variance, Instruction[] slots, Lanes lanes, CancellationToken cancellation)
    {
        var variances = new double[lanes.Count];
        var values = new double[lanes.Count][];
        for (var i = 0; i < lanes.Count; i++)
        {
            variances[i] = lanes.Read(variance)[i];
            values[i] = new double[slots.Length];
            for (var k = 0; k < slots.Length; k++)
            {
                values[i][k] = lanes.Read(slots[k])[i];
            }
        }

        // Inputs of one norm share one series.
        var distinct = new ConcurrentDictionary<double, Lazy<Series>>();
        var series = new Series[lanes.Count];
        Parallel.For(0, series.Length, new ParallelOptions { CancellationToken = cancellation }, i => series[i] = slots.Length > 0
            ? Series.Of(function, values[i], variances[i])
            : distinct.GetOrAdd(variances[i], variance => new(() => Series.Of(function, [], variance))).Value);
        return series;
    }

    /// <summary>Coefficients, the rest Σ a_n² beyond them, and Σ a_n² = E f².</summary>
    private sealed record Series(double[] Coefficients, double Tail, double Norm)
    {
        public static Series Of(Lambda function, double[] slots, double variance)
        {
            var f = LambdaCompiler.Bind(function, slots);
            var coefficients = HermiteSeries.Coefficients(f, Math.Sqrt(variance), Tolerance, LargestCount, out var tail);
            return new(coefficients, tail, coefficients.Sum(coefficient => coefficient * coefficient) + tail);
        }
    }
}
