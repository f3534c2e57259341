using System.Buffers;

namespace NtkDsl;

/// <summary>Receives the values of the outputs for one row and a tile of columns.</summary>
/// <param name="output">The number of the output.</param>
/// <param name="row">The row.</param>
/// <param name="firstColumn">The first column of the tile.</param>
/// <param name="values">One value per column.</param>
internal delegate void TileSink(int output, int row, int firstColumn, ReadOnlySpan<double> values);

/// <summary>Runs a tile program over two sets of points, on all cores; a value does not depend on the number of threads.</summary>
internal sealed class TileEvaluation
{
    /// <summary>Columns of a tile: its registers stay in the first-level cache.</summary>
    private const int TileWidth = 256;

    private readonly TileProgram program;
    private readonly Points x1;
    private readonly Points x2;
    private readonly IReadOnlyDictionary<string, double> parameters;
    private readonly CancellationToken cancellation;
    private readonly Storage storage;
    private readonly Dictionary<Instruction, SeriesExpectation> series = [];
    private readonly double[] squaredNorms1;
    private readonly double[] squaredNorms2;

    public TileEvaluation(TileProgram program, Points x1, Points x2, IReadOnlyDictionary<string, double> parameters, CancellationToken cancellation)
    {
        (this.program, this.x1, this.x2, this.parameters, this.cancellation) = (program, x1, x2, parameters, cancellation);
        storage = new(program, x1.Count, x2.Count, TileWidth);
        squaredNorms1 = SquaredNorms(x1);
        squaredNorms2 = SquaredNorms(x2);
        RunSection(Scope.None, Lanes.Once(storage));
        RunSection(Scope.Row, Lanes.Rows(storage));
        RunSection(Scope.Column, Lanes.Columns(storage));
        foreach (var instruction in program.Sections[Scope.Pair].Where(SeriesExpectation.Fits))
        {
            series[instruction] = new(instruction, storage, cancellation);
        }
    }

    /// <summary>Evaluates the first outputs at all pairs, or with <paramref name="upperOnly"/> at those right of the diagonal.</summary>
    public void Run(int outputs, bool upperOnly, TileSink sink, IProgress<double>? progress)
    {
        var done = 0;
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, x1.Count, options, () => ArrayPool<double>.Shared.Rent(Math.Max(1, program.Registers) * TileWidth), (row, _, registers) =>
        {
            for (var column = upperOnly ? row + 1 : 0; column < x2.Count; column += TileWidth)
            {
                var lanes = Lanes.Tile(storage, row, column, Math.Min(TileWidth, x2.Count - column), registers);
                RunSection(Scope.Pair, lanes);
                for (var output = 0; output < outputs; output++)
                {
                    Emit(output, lanes, sink);
                }
            }

            progress?.Report((double)Interlocked.Increment(ref done) / x1.Count);
            return registers;
        }, registers => ArrayPool<double>.Shared.Return(registers));
    }

    /// <summary>The value of an output that depends on the row alone.</summary>
    public double OfRow(int output, int row) => program.Outputs[output] switch
    {
        { Scope: Scope.None } once => storage.Once[once.Slot],
        var instruction => storage.Rows[instruction.Slot][row],
    };

    private void Emit(int output, Lanes lanes, TileSink sink)
    {
        var operand = lanes.Read(program.Outputs[output]);
        if (operand.IsSpan)
        {
            sink(output, lanes.Row, lanes.FirstColumn, operand.Values);
            return;
        }

        Span<double> constant = stackalloc double[TileWidth];
        constant.Fill(operand.Scalar);
        sink(output, lanes.Row, lanes.FirstColumn, constant[..lanes.Count]);
    }

    private void RunSection(Scope section, Lanes lanes)
    {
        foreach (var instruction in program.Sections[section])
        {
            cancellation.ThrowIfCancellationRequested();
            Execute(instruction, lanes, lanes.Write(instruction));
        }
    }

    private void Execute(Instruction instruction, Lanes lanes, Span<double> result)
    {
        var arguments = instruction.Arguments.AsSpan();
        switch (instruction.Node)
        {
            case Number number:
                result.Fill(number.ToDouble());
                break;
            case Symbol symbol:
                Load(symbol, lanes, result);
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
            case Call { Function.Unary: { } unary }:
                Operators.Unary(unary, lanes.Read(arguments[0]), result);
                break;
            case Call call:
                Operators.General(call.Function.Value, arguments, lanes, result);
                break;
            case Expectation when series.TryGetValue(instruction, out var expansion):
                expansion.Run(instruction, lanes, result);
                break;
            case Expectation expectation:
                Operators.General(values => Integration.Of(expectation, values), arguments, lanes, result);
                break;
            case InputMean mean:
                OfInputMean(mean, arguments, lanes, result);
                break;
        }
    }

    private void Load(Symbol symbol, Lanes lanes, Span<double> result)
    {
        if (symbol == InputMoments.Row)
        {
            squaredNorms1.CopyTo(result);
        }
        else if (symbol == InputMoments.Column)
        {
            squaredNorms2.CopyTo(result);
        }
        else if (symbol.Scope == Scope.Pair)
        {
            LoadPairs(symbol, lanes, result);
        }
        else if (symbol.Scope == Scope.None)
        {
            result[0] = symbol.Kind == SymbolKind.Constant ? Math.PI
                : symbol == InputMoments.Features ? x1.Features
                : parameters.TryGetValue(symbol.Name, out var value) ? value
                : throw new NtkDslException(Messages.ParameterNotBound(symbol.Name));
        }
    }

    private void LoadPairs(Symbol symbol, Lanes lanes, Span<double> result)
    {
        var x = x1[lanes.Row];
        var a = squaredNorms1[lanes.Row];
        for (var i = 0; i < result.Length; i++)
        {
            var y = x2[lanes.FirstColumn + i];
            var b = squaredNorms2[lanes.FirstColumn + i];
            var c = PointMoments.Cross(x, y);
            result[i] = symbol == InputMoments.Cross ? c : PointMoments.Gap(x, y, a, b, c, symbol == InputMoments.Gap ? 1 : -1);
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
                result[i] = Average(mean.Arguments[0] == InputMean.RowPoint ? x1[i] : x2[i], left);
                continue;
            }

            var right = LambdaCompiler.Bind(mean.Right, Values(arguments[(points + mean.Left.Slots)..], lanes, i));
            var x = x1[lanes.Row];
            var y = x2[lanes.FirstColumn + i];
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
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = lanes.Read(arguments[k])[lane];
        }

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

    private static double[] SquaredNorms(Points points)
    {
        var norms = new double[points.Count];
        for (var i = 0; i < norms.Length; i++)
        {
            norms[i] = PointMoments.Cross(points[i], points[i]);
        }

        return norms;
    }
}
