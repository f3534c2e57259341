using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>
/// E f(u)g(v) for smooth f and g by Mehler's formula Σ a_n b_n ρⁿ: the Hermite coefficients a_n depend on the row and b_n on the
/// column alone, so a pair costs one polynomial in ρ, evaluated for all rows of a tile at once. Where the rest of the series is too
/// large for a pair, the reference integrator takes over.
/// </summary>
internal sealed class SeriesExpectation
{
    private readonly Expectation expectation;
    private readonly HermiteTable rows;
    private readonly HermiteTable columns;

    public SeriesExpectation(Instruction instruction, Storage storage, CancellationToken cancellation)
    {
        expectation = (Expectation)instruction.Node;
        rows = OfRows(1);
        columns = Expand(
            expectation.Right!, instruction.Arguments[1], RightSlots(instruction, expectation), Lanes.Columns(storage), rows.Count, cancellation);
        rows = columns.Count > rows.Count ? OfRows(columns.Count) : rows;

        HermiteTable OfRows(int leastCount) => Expand(
            expectation.Left, instruction.Arguments[0], LeftSlots(instruction, expectation), Lanes.Rows(storage), leastCount, cancellation);
    }

    /// <summary>True if f and g are smooth and depend on the row and on the column alone.</summary>
    public static bool Fits(Instruction instruction) =>
        instruction is { Scope: Scope.Pair, Node: Expectation { Right: { } right } expectation }
        && expectation.Left.KinkedArguments().Count == 0 && right.KinkedArguments().Count == 0
        && Within(Scope.Row, instruction.Arguments[0]) && Within(Scope.Column, instruction.Arguments[1])
        && Array.TrueForAll(LeftSlots(instruction, expectation), slot => Within(Scope.Row, slot))
        && Array.TrueForAll(RightSlots(instruction, expectation), slot => Within(Scope.Column, slot));

    public void Run(Instruction instruction, Lanes lanes, Span<double> result)
    {
        Span<double> buffer = stackalloc double[2 * Storage.TileHeight];
        var rho = buffer[..result.Length];
        var term = buffer.Slice(Storage.TileHeight, result.Length);
        Correlations(instruction, lanes, rho);
        result.Clear();
        for (var n = Math.Min(rows.Count, columns.Count) - 1; n >= 0; n--)
        {
            // Horner's rule: the sum so far times ρ, plus a_n b_n.
            TensorPrimitives.Multiply(rows.Row(n, lanes.FirstRow, result.Length), columns.Row(n, lanes.Column, 1)[0], term);
            TensorPrimitives.FusedMultiplyAdd(result, rho, term, result);
        }

        Repair(instruction, lanes, result);
    }

    /// <summary>Integrates the pairs whose series are too short.</summary>
    private void Repair(Instruction instruction, Lanes lanes, Span<double> result)
    {
        Span<double> arguments = stackalloc double[instruction.Arguments.Length];
        for (var i = 0; i < result.Length; i++)
        {
            if (rows.RelativeTail(lanes.FirstRow + i) * columns.RelativeTail(lanes.Column) <= HermiteTable.AcceptedError)
            {
                continue;
            }

            for (var k = 0; k < arguments.Length; k++)
            {
                arguments[k] = lanes.Read(instruction.Arguments[k])[i];
            }

            result[i] = Integration.Of(expectation, arguments);
        }
    }

    private static void Correlations(Instruction instruction, Lanes lanes, Span<double> rho)
    {
        var a = lanes.Read(instruction.Arguments[0]);
        var b = lanes.Read(instruction.Arguments[1]);
        var c = lanes.Read(instruction.Arguments[2]);
        for (var i = 0; i < rho.Length; i++)
        {
            var scale = Math.Sqrt(a[i]) * Math.Sqrt(b[i]);
            rho[i] = scale > 0 ? Math.Clamp(c[i] / scale, -1, 1) : 0;
        }
    }

    private static bool Within(Scope scope, Instruction argument) => (argument.Scope | scope) == scope;

    private static Instruction[] LeftSlots(Instruction instruction, Expectation expectation) =>
        instruction.Arguments.AsSpan().Slice(5, expectation.Left.Slots).ToArray();

    private static Instruction[] RightSlots(Instruction instruction, Expectation expectation) =>
        instruction.Arguments.AsSpan()[(5 + expectation.Left.Slots)..].ToArray();

    private static HermiteTable Expand(Lambda function, Instruction variance, Instruction[] slots, Lanes lanes, int leastCount, CancellationToken cancellation)
    {
        var sigmas = new double[lanes.Count];
        var values = new double[lanes.Count][];
        for (var i = 0; i < lanes.Count; i++)
        {
            sigmas[i] = Math.Sqrt(lanes.Read(variance)[i]);
            values[i] = new double[slots.Length];
            for (var k = 0; k < slots.Length; k++)
            {
                values[i][k] = lanes.Read(slots[k])[i];
            }
        }

        return HermiteTable.Of(function, sigmas, values, leastCount, cancellation);
    }
}
