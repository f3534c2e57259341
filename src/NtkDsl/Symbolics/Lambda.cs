using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// A closed function of one variable u, with slots p₀, p₁, … for the values that it takes from outside (parameters, or a mean that
/// depends on x). Keeping the function closed means that u never leaks into the graph around it.
/// </summary>
/// <param name="Body">The value, an expression in <see cref="Variable"/> and the slots.</param>
/// <param name="Slots">The number of slots.</param>
internal sealed record Lambda(Expr Body, int Slots)
{
    /// <summary>The name of <see cref="Variable"/>, by which expressions know that they depend on it.</summary>
    public const string VariableName = "u";

    /// <summary>The variable u.</summary>
    public static Symbol Variable { get; } = Symbol.Make(VariableName, SymbolKind.Variable, Scope.None);

    public static Lambda Identity { get; } = new(Variable, 0);

    public static Symbol Slot(int index) => Symbol.Make($"p{index}", SymbolKind.Variable, Scope.None);

    /// <summary>Abstracts an expression in u: its largest u-free subexpressions that are not constants become slots.</summary>
    public static (Lambda Function, ImmutableArray<Expr> Slots) Lift(Expr expression)
    {
        var slots = ImmutableArray.CreateBuilder<Expr>();
        var lowered = new Dictionary<Expr, Expr>();
        var body = Lower(expression);
        return (new(body, slots.Count), slots.ToImmutable());

        // Functions between two layers with weights are no deeper than the compiler admits, so plain recursion is safe.
        Expr Lower(Expr node)
        {
            if (Basis.DependsOnU(node))
            {
                return lowered.TryGetValue(node, out var known) ? known : lowered[node] = node.WithArguments([.. node.Arguments.Select(Lower)]);
            }

            if (!node.Contents.HasFlag(Contents.Unknown))
            {
                return node;
            }

            if (!slots.Contains(node))
            {
                slots.Add(node);
            }

            return Slot(slots.IndexOf(node));
        }
    }

    /// <summary>False if the function is analytic everywhere.</summary>
    public bool HasKink => Body.Contents.HasFlag(Contents.Kink);

    /// <summary>The arguments of primitives with a kink at 0: the function is analytic where none of them vanishes.</summary>
    public IReadOnlyList<Expr> KinkedArguments()
    {
        var found = new List<Expr>();
        new Fold<int>((node, _) =>
        {
            if (node is Call { Function.HasKink: true } call && Basis.DependsOnU(call.Arguments[0]) && !found.Contains(call.Arguments[0]))
            {
                found.Add(call.Arguments[0]);
            }

            return 0;
        }).Of(Body);
        return found;
    }

    /// <summary>The derivative with respect to u.</summary>
    public Lambda Derivative() => new(NtkDsl.Derivative.Of(Body, Variable), Slots);

    /// <summary>The partial derivative with respect to a slot.</summary>
    public Lambda BySlot(int index) => new(NtkDsl.Derivative.Of(Body, Slot(index)), Slots);

    /// <summary>The value at <paramref name="argument"/>, with the slots filled.</summary>
    public Expr Apply(Expr argument, ImmutableArray<Expr> slots)
    {
        var fold = new Fold<Expr>((node, arguments) => node.WithArguments(arguments)).With(Variable, argument);
        for (var i = 0; i < slots.Length; i++)
        {
            fold.With(Slot(i), slots[i]);
        }

        return fold.Of(Body);
    }
}
