using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>What an expression is written for.</summary>
internal enum Medium
{
    /// <summary>For readers: angles and areas are spelled out, ‖x‖²/d stands for K₀(x, x).</summary>
    Paper,

    /// <summary>For compilers: what is numerically delicate stays a call of a helper.</summary>
    Code,
}

/// <summary>What is seen of an expression when it is written: the hints that serve numbers only are not.</summary>
internal static class Visible
{
    /// <summary>The arguments without hints.</summary>
    public static ImmutableArray<Expr> Arguments(Expr node)
    {
        var (first, count) = Hints(node);
        return node.Arguments.RemoveRange(first, count);
    }

    /// <summary>The arguments without hints; nothing inside definitions.</summary>
    public static ImmutableArray<Expr> ArgumentsOutside(Expr node) => node is Definition ? [] : Arguments(node);

    /// <summary>The node with other visible arguments.</summary>
    public static Expr With(Expr node, ImmutableArray<Expr> visible)
    {
        var (first, count) = Hints(node);
        return node.WithArguments(visible.InsertRange(first, node.Arguments.Slice(first, count)));
    }

    /// <summary>The distinct nodes that satisfy a condition, arguments before users; definitions are not entered.</summary>
    public static IReadOnlyList<Expr> NodesOutside(Expr root, Func<Expr, bool> condition) => Nodes([root], condition, ArgumentsOutside);

    /// <summary>The distinct nodes that satisfy a condition, arguments before users.</summary>
    public static IReadOnlyList<Expr> Nodes(IReadOnlyList<Expr> roots, Func<Expr, bool> condition) => Nodes(roots, condition, Arguments);

    private static (int First, int Count) Hints(Expr node) => node switch
    {
        Call { Function.FirstHint: { } first } => (first, node.Arguments.Length - first),
        Expectation { Right: not null } => (GaussianPair.IndexOfP, 2),
        _ => (0, 0),
    };

    private static List<Expr> Nodes(IReadOnlyList<Expr> roots, Func<Expr, bool> condition, Func<Expr, ImmutableArray<Expr>> arguments)
    {
        var found = new List<Expr>();
        var fold = new Fold<bool>(
            (node, _) =>
            {
                if (condition(node))
                {
                    found.Add(node);
                }

                return true;
            },
            arguments);
        foreach (var root in roots)
        {
            fold.Of(root);
        }

        return found;
    }
}
