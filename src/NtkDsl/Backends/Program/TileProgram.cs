using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// An expression graph as straight-line code in four sections that follow from the scopes of its nodes: once, per row, per column,
/// and per pair. Each instruction computes one node for all lanes of a section; pair instructions run over tiles of columns and
/// write to a few registers that are reused as soon as their value is not needed any more.
/// </summary>
internal sealed class TileProgram
{
    private readonly Dictionary<Expr, Instruction> instructions = [];
    private readonly List<Instruction> order = [];

    private TileProgram(IReadOnlyList<Expr> outputs)
    {
        Outputs = [.. outputs.Select(Emit)];
        DemandedGaps = GapDemand.Of(outputs);
        AllocateRegisters();
    }

    /// <summary>The instructions of a section, each after those it depends on.</summary>
    public ILookup<Scope, Instruction> Sections { get; private set; } = null!;

    /// <summary>The results, in the order asked for.</summary>
    public ImmutableArray<Instruction> Outputs { get; }

    /// <summary>The gaps behind activations whose last digits reach a result.</summary>
    public IReadOnlySet<Expr> DemandedGaps { get; }

    /// <summary>How many registers the pair section needs.</summary>
    public int Registers { get; private set; }

    /// <summary>Whether the inputs enter through K₀ and its gaps alone, and not coordinate by coordinate.</summary>
    public bool FollowsFromInputKernel => !order.Exists(instruction => instruction.Node is InputMean);

    public static TileProgram Of(IReadOnlyList<Expr> outputs) => new(outputs);

    private Instruction Emit(Expr root)
    {
        new Fold<int>((node, _) =>
        {
            if (node is Definition)
            {
                // A name is no work: it stands for the instruction of its body.
                instructions[node] = instructions[node.Arguments[0]];
            }
            else if (!instructions.ContainsKey(node))
            {
                instructions[node] = new(node, [.. Factors.InTurn(node).Select(argument => instructions[argument])]);
                order.Add(instructions[node]);
            }

            return 0;
        }, Factors.InTurn).Of(root);
        return instructions[root];
    }

    /// <summary>Linear scan: a register is free again after the last instruction that reads it.</summary>
    private void AllocateRegisters()
    {
        var lastUse = new Dictionary<Instruction, int>();
        for (var i = 0; i < order.Count; i++)
        {
            foreach (var argument in order[i].Arguments)
            {
                lastUse[argument] = i;
            }
        }

        foreach (var output in Outputs)
        {
            lastUse[output] = int.MaxValue;
        }

        var free = new Stack<int>();
        var slots = new Dictionary<Scope, int>();
        for (var i = 0; i < order.Count; i++)
        {
            var instruction = order[i];
            if (instruction.Scope != Scope.Pair)
            {
                instruction.Slot = slots[instruction.Scope] = slots.GetValueOrDefault(instruction.Scope, -1) + 1;
                continue;
            }

            instruction.Slot = free.Count > 0 ? free.Pop() : Registers++;
            foreach (var argument in instruction.Arguments.Distinct().Where(argument => argument.Scope == Scope.Pair && lastUse[argument] == i))
            {
                free.Push(argument.Slot);
            }

            if (!lastUse.ContainsKey(instruction))
            {
                free.Push(instruction.Slot);
            }
        }

        Sections = order.ToLookup(instruction => instruction.Scope);
    }
}

/// <summary>One node to compute for all lanes of its section, from what <see cref="Factors.InTurn"/> says.</summary>
internal sealed class Instruction(Expr node, ImmutableArray<Instruction> arguments)
{
    public Expr Node { get; } = node;

    public ImmutableArray<Instruction> Arguments { get; } = arguments;

    public Scope Scope => Node.Scope;

    /// <summary>The number of its register within the section.</summary>
    public int Slot { get; set; }
}
