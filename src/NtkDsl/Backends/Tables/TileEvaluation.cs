using System.Buffers;

namespace NtkDsl;

/// <summary>Receives the values of an output for one column and consecutive rows.</summary>
/// <param name="output">The number of the output.</param>
/// <param name="column">The column.</param>
/// <param name="firstRow">The first of the rows.</param>
/// <param name="values">One value per row.</param>
internal delegate void TileSink(int output, int column, int firstRow, ReadOnlySpan<double> values);

/// <summary>
/// Runs a tile program over pairs of inputs, on all cores: inner products, recursion and output in one pass. Tiles do not depend on one
/// another, so the result is the same, bit by bit, for any number of threads.
/// </summary>
internal sealed class TileEvaluation
{
    /// <summary>Fewer means are integrated one by one.</summary>
    private const int FewestMeans = 16;
    private const int CheckedMeans = 4;
    private const double AcceptedErrorOfMeans = 1e-13;

    private readonly TileProgram program;
    private readonly PairSource source;
    private readonly IReadOnlyDictionary<string, double> parameters;
    private readonly CancellationToken cancellation;
    private readonly Storage storage;
    private readonly long pairs;
    private readonly LargestError quadratureError = new();
    private readonly GapEvaluation gaps;
    private Dictionary<Instruction, IDual> duals = [];
    private bool isTabulated;

    /// <param name="program">What to evaluate.</param>
    /// <param name="source">The inputs.</param>
    /// <param name="parameters">The values of the free parameters.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    /// <param name="symmetric">Whether half of the pairs will be evaluated in all.</param>
    public TileEvaluation(TileProgram program, PairSource source, IReadOnlyDictionary<string, double> parameters, CancellationToken cancellation, bool symmetric = false)
    {
        (this.program, this.source, this.parameters, this.cancellation) = (program, source, parameters, cancellation);
        pairs = (long)source.RowCount * source.ColumnCount / (symmetric ? 2 : 1);
        storage = new(program, source.RowCount, source.ColumnCount);
        gaps = new(program, instruction => NewFactory().GapOf(instruction, pairs, duals));
        RunSection(Scope.None, Lanes.Once(storage), null);
        RunSection(Scope.Row, Lanes.Rows(storage), null);
        RunSection(Scope.Column, Lanes.Columns(storage), null);
    }

    /// <summary>The largest error of what has been integrated so far, as <see cref="KernelPair.QuadratureError"/> has it.</summary>
    public double QuadratureError => quadratureError.Value;

    /// <summary>Evaluates the first outputs at the pairs of a region.</summary>
    /// <param name="outputs">How many of the program's outputs.</param>
    /// <param name="region">The pairs.</param>
    /// <param name="sink">Told the values, from several threads at once.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    /// <param name="collapse">A table that replaces the recursion, if there is one.</param>
    public void Run(int outputs, TileRegion region, TileSink sink, IProgress<double>? progress = null, AngularCollapse? collapse = null)
    {
        if (collapse is null && !isTabulated)
        {
            (duals, isTabulated) = (TabulateDuals(), true);
        }

        var tiles = region.Tiles().ToArray();
        var done = 0;
        Parallel.ForEach(tiles, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, () => NewWorker(outputs), (tile, _, worker) =>
        {
            RunTile(outputs, region, tile, worker, sink, collapse);
            progress?.Report(Interlocked.Increment(ref done) / (double)tiles.Length);
            return worker;
        }, worker => worker.Dispose());
    }

    /// <summary>As <see cref="Run"/>, for a program without duals inside of work that uses all cores already.</summary>
    public void RunOnThisThread(int outputs, TileRegion region, TileSink sink)
    {
        using var worker = NewWorker(outputs);
        foreach (var tile in region.Tiles())
        {
            RunTile(outputs, region, tile, worker, sink, collapse: null);
        }
    }

    /// <summary>The value of an output that depends on the row alone.</summary>
    public double OfRow(int output, int row) => program.Outputs[output] switch
    {
        { Scope: Scope.None } once => storage.Once[once.Slot],
        var instruction => storage.Rows[instruction.Slot][row],
    };

    private Worker NewWorker(int outputs) => new(source.NewWindow(), Math.Max(program.Registers, outputs + 2));

    private void RunTile(int outputs, TileRegion region, Tile tile, Worker worker, TileSink sink, AngularCollapse? collapse)
    {
        worker.Window.Move(tile.FirstRow, tile.Rows, tile.FirstColumn, tile.Columns);
        for (var column = tile.FirstColumn; column < tile.FirstColumn + tile.Columns; column++)
        {
            var start = region.BelowDiagonal ? Math.Max(tile.FirstRow, column + 1) : tile.FirstRow;
            var lanes = Lanes.Tile(storage, column, start, tile.FirstRow + tile.Rows - start, worker.Registers);
            if (collapse is null)
            {
                RunColumn(outputs, lanes, worker.Window, sink);
            }
            else
            {
                RunCollapsed(outputs, lanes, collapse, worker, sink);
            }
        }
    }

    private void RunColumn(int outputs, Lanes lanes, PairWindow window, TileSink sink)
    {
        RunSection(Scope.Pair, lanes, window);
        Span<double> constant = stackalloc double[Storage.TileHeight];
        for (var output = 0; output < outputs; output++)
        {
            var operand = lanes.Read(program.Outputs[output]);
            if (!operand.IsSpan)
            {
                constant.Fill(operand.Scalar);
            }

            sink(output, lanes.Column, lanes.FirstRow, operand.IsSpan ? operand.Values : constant[..lanes.Count]);
        }
    }

    private static void RunCollapsed(int outputs, Lanes lanes, AngularCollapse collapse, Worker worker, TileSink sink)
    {
        var results = worker.Registers[(2 * Storage.TileHeight)..];
        collapse.Evaluate(lanes, worker.Window, worker.Registers, results, Storage.TileHeight);
        for (var output = 0; output < outputs; output++)
        {
            sink(output, lanes.Column, lanes.FirstRow, results.Slice(output * Storage.TileHeight, lanes.Count));
        }
    }

    private Dictionary<Instruction, IDual> TabulateDuals()
    {
        var tables = new Dictionary<Instruction, IDual>();
        var factory = NewFactory();
        foreach (var instruction in program.Sections[Scope.Pair].Where(instruction => instruction.Node is Expectation))
        {
            if (factory.PointsOf(instruction) is { } sides && new DualBuilder(sides.Left, sides.Right, cancellation).Build(pairs, out var error) is { } table)
            {
                quadratureError.Include(error);
                tables[instruction] = table;
            }
        }

        return tables;
    }

    private DualFactory NewFactory() => new(
        program, source, storage, norms => new TileEvaluation(program, new NormSource(norms, source.Features), parameters, cancellation).storage, cancellation);

    private void RunSection(Scope section, Lanes lanes, PairWindow? window)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var instruction in program.Sections[section])
        {
            Execute(instruction, lanes, window, lanes.Write(instruction));
        }
    }

    private void Execute(Instruction instruction, Lanes lanes, PairWindow? window, Span<double> result)
    {
        var arguments = instruction.Arguments.AsSpan();
        switch (instruction.Node)
        {
            case Number number:
                result.Fill(number.ToDouble());
                break;
            case Symbol symbol when symbol.Scope == Scope.Pair:
                window!.Load(symbol, lanes.Column, lanes.FirstRow, result);
                break;
            case Symbol symbol when symbol.Scope != Scope.None:
                Load(symbol, result);
                break;
            case Symbol symbol:
                result[0] = Constant(symbol);
                break;
            case Sum:
                Operators.Sum(arguments, lanes, result);
                break;
            case Product:
                Operators.Product(arguments, lanes, result);
                break;
            case Power:
                Operators.Power(lanes.Read(arguments[0]), lanes.Read(arguments[1]), result);
                break;
            case Call vector when VectorFunctions.TryRun(vector.Function, arguments, lanes, result):
                break;
            case Call { Function.Unary: { } unary }:
                Operators.Unary(unary, lanes.Read(arguments[0]), result);
                break;
            case Call call:
                Operators.General(call.Function.Value, arguments, lanes, result);
                break;
            case ActivationGap:
                gaps.Run(instruction, lanes, result);
                break;
            case Expectation when duals.TryGetValue(instruction, out var table):
                Angles(arguments, lanes, result);
                table.Evaluate(result, lanes.FirstRow, lanes.Column, result);
                break;
            case Expectation { Right: null } mean when lanes.Count >= FewestMeans && Means(mean, instruction, lanes) is { } means:
                means.CopyTo(result);
                break;
            case Expectation expectation:
                Integrate(expectation, arguments, lanes, result);
                break;
            case InputMean mean:
                OfInputMean(mean, arguments, lanes, result);
                break;
        }
    }

    private void Load(Symbol symbol, Span<double> result)
    {
        if (symbol == InputMoments.Row || symbol == InputMoments.Column)
        {
            source.Diagonal(symbol.Scope).CopyTo(result);
        }
    }

    private double Constant(Symbol symbol) => symbol.Kind == SymbolKind.Constant ? Math.PI
        : symbol == InputMoments.Features ? source.Features
        : parameters.TryGetValue(symbol.Name, out var value) ? value
        : throw new NtkDslException(Messages.ParameterNotBound(symbol.Name));

    /// <summary>A method of its own: where a closure is made, it is made for every instruction that is executed.</summary>
    private void Integrate(Expectation expectation, ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result) =>
        Operators.General(values => Integrate(expectation, values), arguments, lanes, result);

    private double Integrate(Expectation expectation, ReadOnlySpan<double> arguments)
    {
        var estimate = Integration.Estimate(expectation, arguments);
        quadratureError.Include(estimate.Magnitude > 0 ? estimate.Error / estimate.Magnitude : 0);
        return estimate.Value;
    }

    /// <summary>E f(u) for all lanes by one rule; null where that is not accurate.</summary>
    private double[]? Means(Expectation mean, Instruction instruction, Lanes lanes)
    {
        var nodes = DualNodes.Of(mean.Left, instruction.Arguments[0], instruction.Arguments.AsSpan()[1..].ToArray(), lanes);
        if (!nodes.AreFinite)
        {
            return null;
        }

        var values = DualGrid.Means(nodes, cancellation);
        for (var i = 0; i < nodes.Count; i += Math.Max(1, (nodes.Count - 1) / CheckedMeans))
        {
            var exact = GaussianIntegral.Mean(nodes.At(i), nodes.Sigmas[i], nodes.Kinks(i));
            // Written so that NaN is not accurate.
            if (!(Math.Abs(values[i] - exact.Value) <= AcceptedErrorOfMeans * exact.Magnitude))
            {
                return null;
            }
        }

        return values;
    }

    private static void Angles(ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result)
    {
        if (!VectorFunctions.TryRun(Function.Angle, arguments, lanes, result))
        {
            Operators.General(Function.Angle.Value, arguments[..GaussianPair.ArgumentCount], lanes, result);
        }
    }

    private void OfInputMean(InputMean mean, ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result)
    {
        var points = mean.Right is null ? 1 : 2;
        for (var i = 0; i < result.Length; i++)
        {
            var left = LambdaCompiler.Bind(mean.Left, Values(arguments.Slice(points, mean.Left.Slots), lanes, i));
            if (mean.Right is null)
            {
                result[i] = Average(source.Point(mean.Arguments[0].Scope, i), left);
                continue;
            }

            var right = LambdaCompiler.Bind(mean.Right, Values(arguments[(points + mean.Left.Slots)..], lanes, i));
            var x = source.Point(Scope.Row, lanes.FirstRow + i);
            var y = source.Point(Scope.Column, lanes.Column);
            double sum = 0;
            for (var k = 0; k < x.Length; k++)
            {
                sum += left(x[k]) * right(y[k]);
            }

            result[i] = sum / x.Length;
        }
    }

    private static double[] Values(ReadOnlySpan<Instruction> arguments, Lanes lanes, int lane)
    {
        var values = new double[arguments.Length];
        lanes.ReadAll(arguments, lane, values);
        return values;
    }

    private static double Average(ReadOnlySpan<double> x, Func<double, double> f)
    {
        double sum = 0;
        foreach (var coordinate in x)
        {
            sum += f(coordinate);
        }

        return sum / x.Length;
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
