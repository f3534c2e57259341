namespace NtkDsl;

/// <summary>
/// How the integrals of a program are computed: which of them have a table, made before the first pair, which are means by one rule for
/// all points, and which are left to the reference integrator.
/// </summary>
internal sealed class TablePlan : IIntegrals
{
    private readonly TileProgram program;
    private readonly DualFactory factory;
    private readonly long pairs;
    private readonly CancellationToken cancellation;
    private readonly LargestError error = new();
    private readonly Integrator integrator;
    private readonly GapEvaluation gaps;
    private Dictionary<Instruction, IDual>? duals;

    /// <param name="program">The program.</param>
    /// <param name="factory">What knows the points.</param>
    /// <param name="pairs">How many pairs will be evaluated in all.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public TablePlan(TileProgram program, DualFactory factory, long pairs, CancellationToken cancellation)
    {
        (this.program, this.factory, this.pairs, this.cancellation) = (program, factory, pairs, cancellation);
        integrator = new(error);
        gaps = new(program, instruction => factory.GapOf(instruction, pairs, duals ?? []));
    }

    /// <summary>The largest error of what has been integrated so far, relative to the size of the integrand.</summary>
    public double QuadratureError => error.Value;

    /// <summary>Builds the tables that pay, once.</summary>
    public void Tabulate() => duals ??= Tables();

    public void Compute(Instruction instruction, Lanes lanes, Span<double> result)
    {
        if (instruction.Node is ActivationGap)
        {
            gaps.Run(instruction, lanes, result);
        }
        else if (duals is not null && duals.TryGetValue(instruction, out var table))
        {
            Angles(instruction.Arguments.AsSpan(), lanes, result);
            table.Evaluate(result, lanes.FirstRow, lanes.Column, result);
        }
        else if (instruction.Node is Expectation { Right: null } mean && MeanRule.TryMeans(mean, instruction, lanes, cancellation) is { } means)
        {
            means.CopyTo(result);
        }
        else
        {
            integrator.Compute(instruction, lanes, result);
        }
    }

    private Dictionary<Instruction, IDual> Tables()
    {
        var tables = new Dictionary<Instruction, IDual>();
        foreach (var instruction in program.Sections[Scope.Pair].Where(instruction => instruction.Node is Expectation))
        {
            if (factory.PointsOf(instruction) is { } sides && new DualBuilder(sides.Left, sides.Right, cancellation).Build(pairs, out var measured) is { } table)
            {
                error.Include(measured);
                tables[instruction] = table;
            }
        }

        return tables;
    }

    private static void Angles(ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result) =>
        Operators.Apply(Function.Angle, arguments[..GaussianPair.ArgumentCount], lanes, result);
}
