using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Why a search ended.</summary>
internal enum SearchEnd
{
    /// <summary>The slope is 0 along every coordinate that can still move.</summary>
    Stationary,

    /// <summary>No step climbs any more, to working precision.</summary>
    NoProgress,

    /// <summary>The iterations are used up.</summary>
    IterationLimit,
}

/// <summary>The highest point that a search found.</summary>
internal sealed record SearchResult(Vector<double> Point, double Value, SearchEnd End);

/// <summary>A function at a point, and its gradient there.</summary>
internal sealed record Slope(double Value, Vector<double> Gradient);

/// <summary>
/// Maximises a smooth function over a box: quasi-Newton steps on the coordinates that are not held at a bound, cut off at the box, and
/// halved until they climb. A point where the function has no value is a step too far; the search goes on before it.
/// </summary>
/// <remarks>Sources: Nocedal and Wright, "Numerical Optimization" (2006), equation 6.17; Bertsekas, "Projected Newton methods" (1982).</remarks>
internal sealed class ProjectedBfgs(Func<Vector<double>, Slope?> function, Vector<double> lower, Vector<double> upper, int maximumIterations)
{
    private const double GradientTolerance = 1e-6;
    private const double ProgressTolerance = 1e-13;
    private const double SufficientClimb = 1e-4;
    private const double LongestStep = 2;
    private const int MostHalvings = 40;

    /// <summary>Climbs from a point; null if the function has no value there.</summary>
    public SearchResult? From(Vector<double> start)
    {
        var point = Clamped(start);
        if (function(point) is not var (value, gradient))
        {
            return null;
        }

        Matrix<double>? curvature = null;
        for (var iteration = 0; iteration < maximumIterations; iteration++)
        {
            if ((Clamped(point + gradient) - point).AbsoluteMaximum() <= GradientTolerance)
            {
                return new(point, value, SearchEnd.Stationary);
            }

            var free = Vector<double>.Build.Dense(point.Count, i => IsHeld(point, gradient, i) ? 0 : 1);
            if (Climb(point, value, gradient, Direction(gradient.PointwiseMultiply(free), curvature, free)) is not var (next, nextValue, nextGradient)
                || nextValue - value <= ProgressTolerance * Math.Abs(value))
            {
                if (curvature is null)
                {
                    return new(point, value, SearchEnd.NoProgress);
                }

                curvature = null;
                continue;
            }

            curvature = Updated(curvature, next - point, gradient - nextGradient);
            (point, value, gradient) = (next, nextValue, nextGradient);
        }

        return new(point, value, SearchEnd.IterationLimit);
    }

    private Vector<double> Clamped(Vector<double> point) => point.PointwiseMaximum(lower).PointwiseMinimum(upper);

    /// <summary>At a bound that the function climbs towards.</summary>
    private bool IsHeld(Vector<double> point, Vector<double> gradient, int i) =>
        (point[i] <= lower[i] && gradient[i] < 0) || (point[i] >= upper[i] && gradient[i] > 0);

    /// <summary>The quasi-Newton step among the free coordinates, not longer than the model of the function can be trusted.</summary>
    private static Vector<double> Direction(Vector<double> gradient, Matrix<double>? curvature, Vector<double> free)
    {
        var step = curvature is null ? gradient : (curvature * gradient).PointwiseMultiply(free);
        return step * Math.Min(1, LongestStep / step.AbsoluteMaximum());
    }

    private (Vector<double> Point, double Value, Vector<double> Gradient)? Climb(Vector<double> point, double value, Vector<double> gradient, Vector<double> step)
    {
        for (var halvings = 0; halvings < MostHalvings; halvings++)
        {
            var next = Clamped(point + (step * Math.Pow(0.5, halvings)));
            if (next.Equals(point))
            {
                return null;
            }

            if (function(next) is var (nextValue, nextGradient) && nextValue >= value + (SufficientClimb * gradient.DotProduct(next - point)))
            {
                return (next, nextValue, nextGradient);
            }
        }

        return null;
    }

    /// <summary>The inverse of the curvature, as the last step shows it; as it was where the step shows none.</summary>
    private static Matrix<double>? Updated(Matrix<double>? inverse, Vector<double> step, Vector<double> change)
    {
        var product = step.DotProduct(change);
        if (product <= 1e-12 * step.L2Norm() * change.L2Norm())
        {
            return inverse;
        }

        var identity = Matrix<double>.Build.DenseIdentity(step.Count);
        var left = identity - (step.OuterProduct(change) / product);
        inverse ??= identity * (product / change.DotProduct(change));
        return (left * inverse * left.Transpose()) + (step.OuterProduct(step) / product);
    }
}
