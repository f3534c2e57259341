namespace NtkDsl;

/// <summary>
/// Finds the gaps behind activations whose last digits reach a result: through the angle of a function with a kink or a jump. Smooth
/// functions of the moments do not see them.
/// </summary>
internal static class GapDemand
{
    /// <summary>The gaps that the values of some expressions need to their last digits.</summary>
    public static HashSet<Expr> Of(IEnumerable<Expr> expressions)
    {
        var order = new List<Expr>();
        var walk = new Fold<Expr>(
            (node, _) =>
            {
                order.Add(node);
                return node;
            },
            Factors.InTurn);
        foreach (var expression in expressions)
        {
            walk.Of(expression);
        }

        // From the results down, each node after those that depend on it.
        var demanded = new HashSet<Expr>();
        foreach (var node in Enumerable.Reverse(order))
        {
            if (node is Call { Function.ReadsGaps: true })
            {
                demanded.UnionWith(node.Arguments[^2..]);
            }
            else if (ReadsAngle(node) || (node is ActivationGap && demanded.Contains(node)))
            {
                demanded.UnionWith([node.Arguments[GaussianPair.IndexOfP], node.Arguments[GaussianPair.IndexOfQ]]);
            }
            else if (demanded.Contains(node) && PassesGapsOn(node))
            {
                demanded.UnionWith(Factors.InTurn(node));
            }
        }

        demanded.RemoveWhere(node => node is not ActivationGap);
        return demanded;
    }

    private static bool ReadsAngle(Expr node) => node is Expectation { Right: { } g } expectation && (expectation.Left.HasKink || g.HasKink);

    private static bool PassesGapsOn(Expr node) =>
        node is Sum or Product or Definition or Call { Function.PassesGapsOn: true };
}
