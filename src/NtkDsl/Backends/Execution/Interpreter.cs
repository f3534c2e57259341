namespace NtkDsl;

/// <summary>Executes the instructions of a program, section by section: what is known once, per row and per column at the start, and pairs when they are asked for.</summary>
internal sealed class Interpreter
{
    private readonly TileProgram program;
    private readonly PairSource source;
    private readonly IReadOnlyDictionary<string, double> parameters;
    private readonly IIntegrals integrals;
    private readonly CancellationToken cancellation;

    /// <param name="program">What to execute.</param>
    /// <param name="source">The inputs.</param>
    /// <param name="parameters">The values of the free parameters.</param>
    /// <param name="storage">Where values go that outlive a tile.</param>
    /// <param name="integrals">What computes integrals.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public Interpreter(
        TileProgram program,
        PairSource source,
        IReadOnlyDictionary<string, double> parameters,
        Storage storage,
        IIntegrals integrals,
        CancellationToken cancellation)
    {
        (this.program, this.source, this.parameters, this.integrals, this.cancellation) = (program, source, parameters, integrals, cancellation);
        Run(Scope.None, Lanes.Once(storage), null);
        Run(Scope.Row, Lanes.Rows(storage), null);
        Run(Scope.Column, Lanes.Columns(storage), null);
    }

    /// <summary>Hands on the first outputs for the pairs of a column.</summary>
    public void RunPairs(int outputs, Lanes lanes, PairWindow window, TileSink sink)
    {
        Run(Scope.Pair, lanes, window);
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

    private void Run(Scope section, Lanes lanes, PairWindow? window)
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
            case Call call:
                Operators.Apply(call.Function, arguments, lanes, result);
                break;
            case Expectation or ActivationGap:
                integrals.Compute(instruction, lanes, result);
                break;
            case InputMean mean:
                CoordinateMeans.Of(mean, arguments, source, lanes, result);
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
}
