namespace NtkDsl;

/// <summary>Reads the two sides of the duals of a program off its row and column values.</summary>
/// <param name="program">The program.</param>
/// <param name="source">The points.</param>
/// <param name="storage">What is known of rows and columns.</param>
/// <param name="atNorms">What would be known of rows and columns with these K₀(x, x).</param>
/// <param name="cancellation">Ends the work early.</param>
internal sealed class DualFactory(
    TileProgram program, PairSource source, Storage storage, Func<double[], Storage> atNorms, CancellationToken cancellation)
{
    /// <summary>The sides of E f(u)g(v); null unless what f and g depend on is a function of the row and of the column alone.</summary>
    public (DualPoints Left, DualPoints Right)? PointsOf(Instruction instruction) =>
        instruction is { Scope: Scope.Pair, Node: Expectation { Left: { } f, Right: { } g } } ? PointsOf(instruction, f, g, GaussianPair.ArgumentCount) : null;

    /// <summary>What evaluates gaps behind an activation without cancellation; null if the reference integrator has to.</summary>
    /// <param name="instruction">The gap.</param>
    /// <param name="pairs">The number of pairs.</param>
    /// <param name="known">Duals that have been tabulated, such as those of the NTK.</param>
    public GapDual? GapOf(Instruction instruction, long pairs, IReadOnlyDictionary<Instruction, IDual> known)
    {
        var gap = (ActivationGap)instruction.Node;
        var (f, g) = (gap.Left.Derivative(), gap.Right.Derivative());
        return PointsOf(instruction, gap.Left, gap.Right, ActivationGap.FixedArguments) is { } functions
            && functions.Left.KinksAreAtZero && functions.Right.KinksAreAtZero
            && PointsOf(instruction, f, g, ActivationGap.FixedArguments) is { } slopes
            // Its error, far below what a builder accepts, is relative to a small gap, and so does not count.
            && (KnownDual() ?? new DualBuilder(slopes.Left, slopes.Right, cancellation).Build(pairs, out _)) is { } slope
            ? new(slope, new(functions.Left, functions.Right, cancellation))
            : null;

        IDual? KnownDual() => known.FirstOrDefault(entry => entry.Key.Node is Expectation { Left: var left, Right: var right }
            && left == f && right == g && entry.Key.Arguments[..2].SequenceEqual(instruction.Arguments[..2])
            && entry.Key.Arguments[GaussianPair.ArgumentCount..].SequenceEqual(instruction.Arguments[ActivationGap.FixedArguments..])).Value;
    }

    private (DualPoints Left, DualPoints Right)? PointsOf(Instruction instruction, Lambda f, Lambda g, int fixedArguments)
    {
        var slots = instruction.Arguments.AsSpan()[fixedArguments..];
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
