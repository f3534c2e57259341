namespace NtkDsl;

/// <summary>
/// How a kernel follows from the angle alone: output o is √K₀(x, x)ᵖ √K₀(x′, x′)^q times a tabulated function of the angle. That holds for homogeneous networks
/// at any norms, and for every network if all inputs have one norm.
/// </summary>
internal sealed class AngularCollapse
{
    /// <summary>Fewer pairs than this are evaluated directly; the table would cost more.</summary>
    private const long FewestPairs = 1 << 15;

    private const double NormTolerance = 1e-15;

    private readonly AngularTable table;
    private readonly double[][] rowFactors;
    private readonly double[][] columnFactors;

    private AngularCollapse(AngularTable table, double[][] rowFactors, double[][] columnFactors) =>
        (this.table, this.rowFactors, this.columnFactors) = (table, rowFactors, columnFactors);

    /// <summary>The largest error of what has been integrated for the table, as <see cref="TileEvaluation.QuadratureError"/> has it.</summary>
    public double QuadratureError => table.QuadratureError;

    /// <summary>The collapse of the first outputs over a source; null if there is none, or it does not pay.</summary>
    public static AngularCollapse? Of(
        TileProgram program, int outputs, PairSource source, IReadOnlyDictionary<string, double> parameters, CancellationToken cancellation)
    {
        if ((long)source.RowCount * source.ColumnCount < FewestPairs || !program.FollowsFromInputKernel)
        {
            return null;
        }

        var (rows, columns) = (source.Diagonal(Scope.Row).ToArray(), source.Diagonal(Scope.Column).ToArray());
        var degrees = program.Outputs.Take(outputs).Select(output => Degrees.Of(output.Node)).ToList();
        if (degrees.TrueForAll(degree => degree is not null))
        {
            return AngularTable.Build(program, outputs, 1, source.Features, parameters, cancellation) is { } unit
                ? new(unit, Factors(rows, degrees, degree => degree.P), Factors(columns, degrees, degree => degree.Q))
                : null;
        }

        var a = rows[0];
        return rows.Concat(columns).All(b => Math.Abs(a - b) <= NormTolerance * a) && AngularTable.Build(program, outputs, a, source.Features, parameters, cancellation) is { } table
            ? new(table, Factors(rows, degrees, _ => 0), Factors(columns, degrees, _ => 0))
            : null;
    }

    /// <summary>How many registers a pair needs: for both gaps and each output.</summary>
    public int Registers => 2 + rowFactors.Length;

    /// <summary>Hands on all outputs for one column with consecutive rows.</summary>
    public void Run(Lanes lanes, PairWindow window, TileSink sink)
    {
        var gaps = lanes.Registers[..lanes.Count];
        var coGaps = lanes.Registers.Slice(Storage.TileHeight, lanes.Count);
        var results = lanes.Registers[(2 * Storage.TileHeight)..];
        window.Load(InputMoments.Gap, lanes.Column, lanes.FirstRow, gaps);
        window.Load(InputMoments.CoGap, lanes.Column, lanes.FirstRow, coGaps);
        table.Evaluate(gaps, coGaps, results, Storage.TileHeight);
        for (var output = 0; output < rowFactors.Length; output++)
        {
            var factors = rowFactors[output].AsSpan(lanes.FirstRow, lanes.Count);
            var factor = columnFactors[output][lanes.Column];
            var values = results.Slice(output * Storage.TileHeight, lanes.Count);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] *= factors[i] * factor;
            }

            sink(output, lanes.Column, lanes.FirstRow, values);
        }
    }

    private static double[][] Factors(double[] squaredNorms, List<Degrees?> degrees, Func<Degrees, double> power) => [.. degrees.Select(degree =>
        squaredNorms.Select(a => degree is { } known ? Arithmetic.Power(Math.Sqrt(a), power(known)) : 1).ToArray())];
}
