namespace NtkDsl;

/// <summary>What an interpreter leaves to others: expectations, and gaps behind activations.</summary>
internal interface IIntegrals
{
    void Compute(Instruction instruction, Lanes lanes, Span<double> result);
}

/// <summary>Integrals lane by lane.</summary>
internal sealed class Integrator(LargestError error) : IIntegrals
{
    public void Compute(Instruction instruction, Lanes lanes, Span<double> result) =>
        Operators.General(values => ValueOf(instruction.Node, values), instruction.Arguments.AsSpan(), lanes, result);

    private double ValueOf(Expr node, ReadOnlySpan<double> arguments)
    {
        if (node is ActivationGap gap)
        {
            return Integration.Of(gap, arguments);
        }

        var estimate = Integration.FastEstimate((Expectation)node, arguments);
        error.Include(estimate.Magnitude > 0 ? estimate.Error / estimate.Magnitude : 0);
        return estimate.Value;
    }
}
