using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// One law by which expressions are simplified as they are built, such as x·x → x². Applied to a node whose arguments are
/// simplified already, it gives an equal expression or, where it does not apply, nothing.
/// </summary>
/// <param name="Name">What it does, in words.</param>
/// <param name="Law">The law as a formula.</param>
/// <param name="Apply">The simpler expression, or null.</param>
internal sealed record SimplificationRule(string Name, string Law, Func<Expr, Expr?> Apply);

/// <summary>The laws in the order in which they are tried; each is tested by itself at random points.</summary>
internal static class Simplifier
{
    public static ImmutableArray<SimplificationRule> Rules { get; } =
        [.. SumRules.All, .. ProductRules.All, .. PowerRules.All, .. CallRules.All];

    /// <summary>The simplified and interned form of a node whose arguments are simplified.</summary>
    public static Expr Build(Expr node)
    {
        BuildMeter.Count(node.Arguments.Length);
        foreach (var rule in RulesFor(node))
        {
            if (rule.Apply(node) is { } simpler)
            {
                return simpler;
            }
        }

        return Interning.Intern(node);
    }

    private static ImmutableArray<SimplificationRule> RulesFor(Expr node) => node switch
    {
        Sum => SumRules.All,
        Product => ProductRules.All,
        Power => PowerRules.All,
        Call => CallRules.All,
        _ => [],
    };
}
