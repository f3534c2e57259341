using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace NtkDsl;

/// <summary>
/// The one traversal: computes a value for a node from the values of its arguments, each shared node once, without recursion,
/// so that a network of a thousand layers does not exhaust the stack. Every pass over expressions is a step given to it.
/// </summary>
/// <param name="step">The value of a node, from the node and its arguments' values.</param>
/// <param name="arguments">What counts as the arguments of a node; all of them if nothing is said.</param>
internal sealed class Fold<T>(Func<Expr, ImmutableArray<T>, T> step, Func<Expr, ImmutableArray<Expr>>? arguments = null)
{
    private readonly Dictionary<Expr, T> known = [];

    /// <summary>Fixes the value of a node beforehand, so that its arguments are not visited.</summary>
    public Fold<T> With(Expr node, T value)
    {
        known[node] = value;
        return this;
    }

    public T Of(Expr root)
    {
        if (known.TryGetValue(root, out var done))
        {
            return done;
        }

        var pending = new Stack<Expr>([root]);
        while (pending.TryPeek(out var node))
        {
            if (known.ContainsKey(node))
            {
                pending.Pop();
                continue;
            }

            var waiting = pending.Count;
            var below = arguments is null ? node.Arguments : arguments(node);
            foreach (var argument in below)
            {
                if (!known.ContainsKey(argument))
                {
                    pending.Push(argument);
                }
            }

            if (pending.Count == waiting)
            {
                pending.Pop();
                known[node] = step(node, Known(below));
            }
        }

        return known[root];
    }

    private ImmutableArray<T> Known(ImmutableArray<Expr> nodes)
    {
        var values = new T[nodes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = known[nodes[i]];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }
}

/// <summary>Rewriting: a new graph from an old one; nodes in which nothing changes stay the same objects.</summary>
internal static class Rewriting
{
    /// <summary>Replaces every occurrence of one subexpression. Where none of its kinds of leaves occurs, nothing is looked at.</summary>
    public static Expr Substitute(this Expr root, Expr old, Expr replacement) => root == old ? replacement
        : !MayContain(root, old) ? root
        : new Fold<Expr>((node, arguments) => MayContain(node, old) ? node.WithArguments(arguments) : node, node => MayContain(node, old) ? node.Arguments : [])
            .With(old, replacement).Of(root);

    /// <summary>True if the leaf occurs.</summary>
    public static bool Mentions(this Expr root, Symbol leaf) =>
        new Fold<bool>((node, inArguments) => node == leaf || inArguments.Contains(true), node => MayContain(node, leaf) ? node.Arguments : []).Of(root);

    /// <summary>The distinct leaves of a kind, in the order in which they are met.</summary>
    public static IReadOnlyList<Symbol> Leaves(this Expr root, SymbolKind kind)
    {
        var found = new List<Symbol>();
        new Fold<int>((node, _) =>
        {
            if (node is Symbol leaf && leaf.Kind == kind)
            {
                found.Add(leaf);
            }

            return 0;
        }).Of(root);
        return found;
    }

    private static bool MayContain(Expr node, Expr part) => (node.Contents & part.Contents) == part.Contents && (node.Scope & part.Scope) == part.Scope;
}
