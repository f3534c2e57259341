namespace NtkDsl;

/// <summary>
/// Finds the gaps behind activations whose last digits reach a result: through the angle of a function with a kink or a jump. Smooth
/// functions of the moments do not see them.
/// </summary>
internal static class GapDemand
{
    /// <param name="order">Instructions, each after those it depends on.</param>
    public static HashSet<Instruction> Of(IReadOnlyList<Instruction> order)
    {
        var demanded = new HashSet<Instruction>();
        foreach (var instruction in order.Reverse())
        {
            if (ReadsAngle(instruction.Node) || (instruction.Node is ActivationGap && demanded.Contains(instruction)))
            {
                demanded.UnionWith([instruction.Arguments[GaussianPair.IndexOfP], instruction.Arguments[GaussianPair.IndexOfQ]]);
            }
            else if (demanded.Contains(instruction) && PassesGapsOn(instruction.Node))
            {
                demanded.UnionWith(instruction.Arguments);
            }
        }

        return [.. demanded.Where(instruction => instruction.Node is ActivationGap)];
    }

    private static bool ReadsAngle(Expr node) => node switch
    {
        Call call => call.Function == Function.Angle || call.Function == Function.CoAngle,
        Expectation { Right: { } g } expectation => expectation.Left.KinkedArguments().Count > 0 || g.KinkedArguments().Count > 0,
        _ => false,
    };

    private static bool PassesGapsOn(Expr node) => node is Sum or Product || (node is Call call && (call.Function == Function.KinkGap || call.Function == Function.Excess));
}
