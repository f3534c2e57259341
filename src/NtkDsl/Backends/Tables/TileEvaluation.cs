namespace NtkDsl;

/// <summary>A tile program over pairs of inputs: what rows and columns have of their own at once, pairs region by region.</summary>
internal sealed class TileEvaluation
{
    private readonly TileProgram program;
    private readonly PairSource source;
    private readonly CancellationToken cancellation;
    private readonly Storage storage;
    private readonly TablePlan plan;
    private readonly Interpreter interpreter;

    /// <param name="program">What to evaluate.</param>
    /// <param name="source">The inputs.</param>
    /// <param name="parameters">The values of the free parameters.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    /// <param name="symmetric">Whether half of the pairs will be evaluated in all.</param>
    public TileEvaluation(TileProgram program, PairSource source, IReadOnlyDictionary<string, double> parameters, CancellationToken cancellation, bool symmetric = false)
    {
        (this.program, this.source, this.cancellation) = (program, source, cancellation);
        storage = new(program, source.RowCount, source.ColumnCount);
        var factory = new DualFactory(
            program, source, storage, norms => new TileEvaluation(program, new NormSource(norms, source.Features), parameters, cancellation).storage, cancellation);
        plan = new(program, factory, (long)source.RowCount * source.ColumnCount / (symmetric ? 2 : 1), cancellation);
        interpreter = new(program, source, parameters, storage, plan, cancellation);
    }

    /// <summary>The largest error of what has been integrated so far, relative to the size of the integrand.</summary>
    public double QuadratureError => plan.QuadratureError;

    /// <summary>Evaluates the first outputs at the pairs of a region.</summary>
    /// <param name="outputs">How many of the program's outputs.</param>
    /// <param name="region">The pairs.</param>
    /// <param name="sink">Told the values, from several threads at once.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    public void Run(int outputs, TileRegion region, TileSink sink, IProgress<double>? progress = null)
    {
        plan.Tabulate();
        Run(program.Registers, (lanes, window, into) => interpreter.RunPairs(outputs, lanes, window, into), region, sink, progress);
    }

    /// <summary>The same from a table that replaces the recursion.</summary>
    public void Run(AngularCollapse collapse, TileRegion region, TileSink sink, IProgress<double>? progress = null) =>
        Run(collapse.Registers, collapse.Run, region, sink, progress);

    /// <summary>The value of an output that depends on the row alone.</summary>
    public double OfRow(int output, int row) => program.Outputs[output] switch
    {
        { Scope: Scope.None } once => storage.Once[once.Slot],
        var instruction => storage.Rows[instruction.Slot][row],
    };

    private void Run(int registers, ColumnWork work, TileRegion region, TileSink sink, IProgress<double>? progress) =>
        new TileRunner(source, storage, registers, work).Run(region, sink, progress, cancellation);
}
