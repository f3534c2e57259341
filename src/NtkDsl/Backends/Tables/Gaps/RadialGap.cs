using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>
/// √(a′b′) E (f(√a z)/√a′ − g(√b z)/√b′)², the gap behind an activation of variables that differ in their variances alone, divided by the
/// square of log a − log b interpolated between nodes: it is smooth, and nothing cancels.
/// </summary>
internal sealed class RadialGap
{
    // The nodes of the two sides never coincide: (2k + 1)/n = (2j + 1)/(n + 2) has no solution for these n.
    private const int MoreOnTheRight = 2;

    /// <summary>How large the last Chebyshev coefficients of the gap itself may be.</summary>
    private const double Tail = 1e-14;

    private static readonly int[] NodeCounts = [8, 12, 16, 24, 32, 48, 64];

    private readonly DualPoints left;
    private readonly DualPoints right;
    private readonly CancellationToken cancellation;
    private readonly DualTable? table;

    public RadialGap(DualPoints left, DualPoints right, CancellationToken cancellation)
    {
        (this.left, this.right, this.cancellation) = (left, right, cancellation);
        table = NodeCounts.Select(Table).FirstOrDefault(found => found is not null);
    }

    /// <summary>The gaps for consecutive left points with one right point.</summary>
    /// <param name="wanted">Which of them are asked for.</param>
    /// <param name="firstRow">The first left point.</param>
    /// <param name="column">The right point.</param>
    /// <param name="result">One value per left point.</param>
    public void Evaluate(ReadOnlySpan<bool> wanted, int firstRow, int column, Span<double> result)
    {
        result.Clear();
        table?.Evaluate(result, firstRow, column, result);
        for (var i = 0; i < result.Length; i++)
        {
            var distance = LogRatio(left.Axis[firstRow + i], right.Axis[column]);
            result[i] = distance == 0 || !wanted[i] ? 0
                : table is null || double.IsInfinity(distance) ? Direct(left.All.Pick(firstRow + i), right.All.Pick(column))[0, 0]
                : result[i] * distance * distance;
        }
    }

    /// <summary>log a − log b.</summary>
    private static double LogRatio(double a, double b) => a == b ? 0 : Math.Log(a) - Math.Log(b);

    private DualTable? Table(int count)
    {
        var ((leftAxis, leftNodes), (rightAxis, rightNodes)) = (left.Expand(count), right.Expand(count + MoreOnTheRight));
        var values = Direct(leftNodes, rightNodes);
        var (leftScales, rightScales) = (DualTable.ScalesOf(leftNodes, cancellation), DualTable.ScalesOf(rightNodes, cancellation));
        var farthest = 0.0;
        for (var i = 0; i < leftNodes.Count; i++)
        {
            for (var j = 0; j < rightNodes.Count; j++)
            {
                var distance = LogRatio(leftAxis.Nodes[i], rightAxis.Nodes[j]);
                values[i, j] = distance == 0 || double.IsInfinity(distance) ? 0 : values[i, j] / (leftScales[i] * rightScales[j] * distance * distance);
                farthest = double.IsInfinity(distance) ? farthest : Math.Max(farthest, Math.Abs(distance));
            }
        }

        var tail = Tail / Math.Min(1, farthest * farthest);
        return Enumerable.Range(0, rightNodes.Count).All(j => leftAxis.IsResolved(i => values[i, j], tail))
            && Enumerable.Range(0, leftNodes.Count).All(i => rightAxis.IsResolved(j => values[i, j], tail))
            ? new(DualTable.Side.Of(leftAxis, leftNodes, cancellation), DualTable.Side.Of(rightAxis, rightNodes, cancellation), [values])
            : null;
    }

    /// <summary>The gaps of all pairs of nodes.</summary>
    private double[,] Direct(DualNodes leftNodes, DualNodes rightNodes)
    {
        using var rule = new GaussianRule();
        rule.Add(0, 1 / Math.Max(leftNodes.LargestSigma, rightNodes.LargestSigma));
        rule.Weigh();
        var (f, g) = (Unit(leftNodes, rule), Unit(rightNodes, rule));
        var difference = new double[rule.Count];
        var gaps = new double[leftNodes.Count, rightNodes.Count];
        for (var i = 0; i < leftNodes.Count; i++)
        {
            for (var j = 0; j < rightNodes.Count; j++)
            {
                TensorPrimitives.Subtract<double>(f[i].Values, g[j].Values, difference);
                TensorPrimitives.Multiply<double>(difference, difference, difference);
                gaps[i, j] = f[i].Scale * g[j].Scale * TensorPrimitives.Dot<double>(difference, rule.Weights);
            }
        }

        return gaps;
    }

    /// <summary>f(σz)/√(E f²) for each node.</summary>
    private (double[] Values, double Scale)[] Unit(DualNodes nodes, GaussianRule rule) => [.. Enumerable.Range(0, nodes.Count).Select(i =>
    {
        var (values, squares) = (new double[rule.Count], new double[rule.Count]);
        nodes.Evaluate(i, rule.NodeMemory, values, cancellation);
        TensorPrimitives.Multiply<double>(values, values, squares);
        var scale = Math.Sqrt(TensorPrimitives.Dot<double>(squares, rule.Weights));
        TensorPrimitives.Divide(values, scale > 0 ? scale : 1, values);
        return (values, scale);
    })];
}
