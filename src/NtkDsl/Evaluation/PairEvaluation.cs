namespace NtkDsl;

/// <summary>
/// A tile program over pairs of inputs in the cheapest way there is, from a table of the angle or instruction by instruction; regions of
/// pairs may be asked for one after the other.
/// </summary>
internal sealed class PairEvaluation
{
    private readonly TileEvaluation evaluation;
    private readonly AngularCollapse? collapse;
    private readonly int outputs;

    /// <param name="program">Its first outputs are entries for pairs, as many after them those for an example with itself.</param>
    /// <param name="outputs">How many entries a pair has.</param>
    /// <param name="source">The inputs.</param>
    /// <param name="parameters">The values of the free parameters.</param>
    /// <param name="symmetric">Whether the entries above the diagonal are those below it.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    public PairEvaluation(
        TileProgram program, int outputs, PairSource source, IReadOnlyDictionary<string, double> parameters, bool symmetric, CancellationToken cancellation)
    {
        this.outputs = outputs;
        evaluation = new(program, source, parameters, cancellation, symmetric);
        collapse = AngularCollapse.Of(program, outputs, source, parameters, cancellation);
    }

    /// <summary>The largest error of what has been integrated so far, as <see cref="KernelPair.QuadratureError"/> has it.</summary>
    public double QuadratureError => Math.Max(evaluation.QuadratureError, collapse?.QuadratureError ?? 0);

    public void Run(TileRegion region, TileSink sink, IProgress<double>? progress = null)
    {
        if (collapse is null)
        {
            evaluation.Run(outputs, region, sink, progress);
        }
        else
        {
            evaluation.Run(collapse, region, sink, progress);
        }
    }

    /// <summary>The entry of a row's example with itself.</summary>
    public double Diagonal(int output, int row) => evaluation.OfRow(outputs + output, row);
}
