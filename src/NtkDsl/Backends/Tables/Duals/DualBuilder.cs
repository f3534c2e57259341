namespace NtkDsl;

/// <summary>
/// Chooses how to evaluate E f(u)g(v) for many pairs of points, finds how many nodes a <see cref="DualTable"/> needs, and measures the
/// error against the reference integrator.
/// </summary>
internal sealed class DualBuilder(DualPoints left, DualPoints right, CancellationToken cancellation)
{
    /// <summary>Error of E f(u)g(v), relative to √(E f² E g²), that is accepted.</summary>
    private const double AcceptedError = 1e-12;

    /// <summary>How large the last Chebyshev coefficients may be, relative to √(E f² E g²).</summary>
    private const double Tail = 1e-14;

    /// <summary>The same for the angle: at variances of a thousand the integrals themselves have this error.</summary>
    private const double AngularTail = 3e-14;

    /// <summary>Fewer pairs are integrated one by one.</summary>
    private const int FewestPairs = 8;

    /// <summary>
    /// Fewer pairs are not worth a table for a whole range of variances, nor any table where a pair takes a tenth of a millisecond.
    /// </summary>
    private const int FewestPairsOfKept = 64;
    private const int PairsPerCheck = 16;
    private const int MostChecks = 6;

    // What a grid costs: about as much as it has right nodes, and its own nodes.
    private const int CostOfGridNodes = 2;
    private const int FewestAngles = 32;

    private static readonly int[] AngleCounts = [64, 128, 256, 512, 1024];
    private static readonly int[] NodeCounts = [8, 12, 16, 24, 32, 48, 64];
    private static readonly double[] ProbedAngles = [0.02, 1.3, 3.1];
    private static readonly double[] CheckedAngles = [0.7, 1e-4, 2.6, 0.09, 1.5, 3.13];

    /// <summary>A table, or grids where it would cost more; null if they were not accurate, or not worth their checks.</summary>
    /// <param name="pairs">The number of pairs.</param>
    /// <param name="error">The measured error relative to √(E f² E g²).</param>
    public IDual? Build(long pairs, out double error)
    {
        error = double.NaN;
        if (pairs < FewestPairs || !left.All.AreFinite || !right.All.AreFinite || (pairs < FewestPairsOfKept && SettleOnGrids))
        {
            return null;
        }

        if (IsPolynomial && pairs >= FewestPairsOfKept && KeptTables.For(left, right, cancellation) is { } kept)
        {
            error = kept.Error;
            return kept.Table.For(left.Axis, right.Axis);
        }

        var dual = Table(pairs) ?? (IDual)new DualPerPair(left.All, right.All, cancellation);
        return IsAccurate(dual, pairs, out error) ? dual : null;
    }

    /// <summary>A table for the points themselves; null if it would not be accurate, or cost more than so many pairs.</summary>
    public DualTable? BuildTable(long pairs, out double error)
    {
        error = double.NaN;
        return Table(pairs) is { } table && IsAccurate(table, pairs, out error) ? table : null;
    }

    private bool IsPolynomial => left.KinksAreAtZero && right.KinksAreAtZero;

    /// <summary>True if even the widest Gaussians do not need panels.</summary>
    private bool SettleOnGrids
    {
        get
        {
            var (i, j) = (left.All.Widest, right.All.Widest);
            return !left.All.HasKink && !right.All.HasKink && AnalyticIntegral.Product(
                left.All.At(i), right.All.At(j), left.All.Sigmas[i], right.All.Sigmas[j], ProbedAngles[1]) is not null;
        }
    }

    private bool IsAccurate(IDual dual, long pairs, out double error)
    {
        error = MeasureError(dual, (int)Math.Clamp(pairs / PairsPerCheck, 1, MostChecks));
        return error <= AcceptedError;
    }

    private DualTable? Table(long pairs) =>
        IsPolynomial && Resolve(pairs) is { Left: var (leftAxis, leftNodes), Right: var (rightAxis, rightNodes) }
        && AngleCount(leftNodes, rightNodes) is { } angles && Pays(angles, rightNodes.Count, pairs)
            ? new(
                DualTable.Side.Of(leftAxis, leftNodes, cancellation),
                DualTable.Side.Of(rightAxis, rightNodes, cancellation),
                Values(leftNodes, rightNodes, AnglesOf(angles)))
            : null;

    private static bool Pays(int angles, int rightNodes, long pairs) => (long)angles * (rightNodes + CostOfGridNodes) <= (1 + CostOfGridNodes) * pairs;

    private double[] Scales(DualNodes nodes) => DualTable.ScalesOf(nodes, cancellation);

    private static double[] AnglesOf(int count) => [.. Enumerable.Range(0, count).Select(k => DualTable.Angle(k, count))];

    /// <summary>E f(u)g(v) relative to √(E f² E g²): for each angle all pairs of nodes.</summary>
    private double[][,] Values(DualNodes leftNodes, DualNodes rightNodes, double[] angles)
    {
        var values = DualGrid.At(leftNodes, rightNodes, angles, cancellation);
        var (rowScales, columnScales) = (Scales(leftNodes), Scales(rightNodes));
        foreach (var matrix in values)
        {
            for (var i = 0; i < rowScales.Length; i++)
            {
                for (var j = 0; j < columnScales.Length; j++)
                {
                    matrix[i, j] /= rowScales[i] * columnScales[j];
                }
            }
        }

        return values;
    }

    /// <summary>Both sides with as many Chebyshev nodes as they need; null if the most do not suffice or cost too much.</summary>
    private Expansion? Resolve(long pairs)
    {
        foreach (var count in NodeCounts)
        {
            var expansion = new Expansion(left.Expand(count), right.Expand(count));
            if (!Pays(FewestAngles, expansion.Right.Nodes.Count, pairs))
            {
                return null;
            }

            if (IsResolved(expansion))
            {
                return expansion;
            }
        }

        return null;
    }

    private bool IsResolved(Expansion expansion)
    {
        var ((leftAxis, leftNodes), (rightAxis, rightNodes)) = expansion;
        if (leftAxis.IsExact && rightAxis.IsExact)
        {
            return true;
        }

        var (leftScales, rightScales) = (Scales(leftNodes), Scales(rightNodes));
        return leftAxis.IsResolved(i => Math.Log(leftScales[i]), Tail)
            && rightAxis.IsResolved(j => Math.Log(rightScales[j]), Tail)
            && Array.TrueForAll(Values(leftNodes, rightNodes, ProbedAngles), values =>
                Enumerable.Range(0, rightNodes.Count).All(j => leftAxis.IsResolved(i => values[i, j], Tail))
                && Enumerable.Range(0, leftNodes.Count).All(i => rightAxis.IsResolved(j => values[i, j], Tail)));
    }

    /// <summary>How many angles the widest and the narrowest Gaussians need; null if the most do not suffice.</summary>
    private int? AngleCount(DualNodes leftNodes, DualNodes rightNodes)
    {
        var (fewLeft, fewRight) = (Extremes(leftNodes), Extremes(rightNodes));
        foreach (var count in AngleCounts)
        {
            var values = Values(fewLeft, fewRight, AnglesOf(count));
            var needed = Enumerable.Range(0, fewLeft.Count).SelectMany(_ => Enumerable.Range(0, fewRight.Count), (i, j) =>
                Chebyshev.NeededCount([.. values.Select(matrix => matrix[i, j])], AngularTail)).Max();
            if (needed < count)
            {
                return needed;
            }
        }

        return null;
    }

    private static DualNodes Extremes(DualNodes nodes)
    {
        var order = Enumerable.Range(0, nodes.Count).OrderBy(i => nodes.Sigmas[i]).ToArray();
        return nodes.Pick([.. new[] { order[0], order[^1] }.Distinct()]);
    }

    /// <summary>The largest difference to the reference integrator over some pairs of points and angles, relative to √(E f² E g²).</summary>
    private double MeasureError(IDual dual, int checks)
    {
        var (rows, columns) = (left.Sample(checks).ToArray(), right.Sample(checks).Reverse().ToArray());
        var (rowScales, columnScales) = (Scales(left.All.Pick(rows)), Scales(right.All.Pick(columns)));
        var largest = new LargestError();
        Parallel.For(0, checks, new ParallelOptions { CancellationToken = cancellation }, k =>
        {
            var (i, j, theta) = (rows[k], columns[k], CheckedAngles[k]);
            Span<double> value = [theta];
            dual.Evaluate(value, i, j, value);
            var exact = GaussianIntegral.Product(
                left.All.At(i), right.All.At(j), left.All.Sigmas[i], right.All.Sigmas[j], theta, left.All.Kinks(i), right.All.Kinks(j));
            largest.Include((Math.Abs(value[0] - exact.Value) + exact.Error) / (rowScales[k] * columnScales[k]));
        });
        return largest.Value;
    }

    /// <summary>The nodes of both sides.</summary>
    private readonly record struct Expansion((InterpolationAxis Axis, DualNodes Nodes) Left, (InterpolationAxis Axis, DualNodes Nodes) Right);
}
