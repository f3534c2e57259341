namespace NtkDsl;

/// <summary>Reads the two sides of the duals of a program off its row and column values.</summary>
/// <param name="program">The program.</param>
/// <param name="source">The points.</param>
/// <param name="storage">What is known of rows and columns.</param>
/// <param name="atNorms">What would be known of rows and columns with these K₀(x, x).</param>
internal sealed class DualFactory(TileProgram program, PairSource source, Storage storage, Func<double[], Storage> atNorms)
{
    private const int MomentCount = 5;

    /// <summary>The sides of E f(u)g(v); null unless what f and g depend on is a function of the row and of the column alone.</summary>
    public (DualPoints Left, DualPoints Right)? PointsOf(Instruction instruction)
    {
        if (instruction is not { Scope: Scope.Pair, Node: Expectation { Left: { } f, Right: { } g } })
        {
            return null;
        }

        var slots = instruction.Arguments.AsSpan()[MomentCount..];
        var left = Points(f, Scope.Row, instruction.Arguments[0], slots[..f.Slots].ToArray());
        var right = Points(g, Scope.Column, instruction.Arguments[1], slots[f.Slots..].ToArray());
        return left is null || right is null ? null : (left, right);
    }

    private DualPoints? Points(Lambda function, Scope side, Instruction variance, Instruction[] slots)
    {
        if (!Within(variance) || !Array.TrueForAll(slots, Within))
        {
            return null;
        }

        var all = DualNodes.Of(function, variance, slots, LanesOf(storage));
        return slots.Length == 0 ? DualPoints.ByVariance(all)
            : program.FollowsFromInputKernel ? DualPoints.ByNorm(all, source.Diagonal(side).ToArray(), norms => DualNodes.Of(function, variance, slots, LanesOf(atNorms(norms))))
            : null;

        bool Within(Instruction argument) => (argument.Scope | side) == side;

        Lanes LanesOf(Storage values) => side == Scope.Row ? Lanes.Rows(values) : Lanes.Columns(values);
    }
}
