using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Parameters that were fitted, and what the data leave open.</summary>
internal sealed record FittedParameters(IReadOnlyList<ParameterEstimate> Estimates, IReadOnlyList<FlatDirection> FlatDirections)
{
    /// <summary>Nothing was fitted.</summary>
    public static FittedParameters None { get; } = new([], []);
}

/// <summary>How an objective falls off around its maximum, in the coordinates of the search: from central differences of exact gradients.</summary>
/// <param name="StandardErrors">√[(−∂²)⁻¹]_ii by parameter, of those that are not at a bound; infinite along a flat direction.</param>
/// <param name="FlatDirections">Along which the objective does not change.</param>
internal sealed record Curvature(IReadOnlyDictionary<string, double> StandardErrors, IReadOnlyList<FlatDirection> FlatDirections)
{
    private const double Step = 1e-3;

    /// <summary>A curvature below which a parameter is unknown by a factor of e³⁰: nothing that one could tell from rounding.</summary>
    private const double Flat = 1e-3;

    /// <summary>The part of a parameter in flat directions that counts.</summary>
    private const double Part = 1e-3;

    /// <summary>Nothing is known.</summary>
    public static Curvature None { get; } = new(new Dictionary<string, double>(), []);

    /// <summary>Measures it; <see cref="None"/> if there is no maximum, or no value beside it.</summary>
    public static Curvature At(EvidenceFunction evidence, SearchSpace space, IReadOnlyDictionary<string, double> best)
    {
        var point = space.CoordinatesOf(best);
        int[] free = [.. Enumerable.Range(0, point.Count).Where(i => point[i] > space.Lower[i] && point[i] < space.Upper[i])];
        if (free.Length == 0 || Hessian(evidence, space, point, free) is not { } hessian)
        {
            return None;
        }

        var eigen = (-(hessian + hessian.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        var (values, vectors) = (eigen.EigenValues.Map(value => value.Real), eigen.EigenVectors);
        if (values.Minimum() < -Flat)
        {
            return None;
        }

        int[] flat = [.. Enumerable.Range(0, free.Length).Where(j => values[j] < Flat)];
        double Error(int i) => flat.Sum(j => vectors[i, j] * vectors[i, j]) > Part
            ? double.PositiveInfinity
            : Math.Sqrt(Enumerable.Range(0, free.Length).Except(flat).Sum(j => vectors[i, j] * vectors[i, j] / values[j]));
        string[] names = [.. free.Select(i => space.Names[i])];
        return new(
            names.Index().ToDictionary(name => name.Item, name => Error(name.Index)),
            FlatDirection.Spanning(names, [.. flat.Select(j => vectors.Column(j).ToArray())]));
    }

    private static Matrix<double>? Hessian(EvidenceFunction evidence, SearchSpace space, Vector<double> point, int[] free)
    {
        Vector<double> Beside(int moved, double step) => point.MapIndexed((i, u) => i == moved ? Math.Clamp(u + step, space.Lower[i], space.Upper[i]) : u, Zeros.Include);

        Vector<double> Gradient(Vector<double> u)
        {
            var values = space.ValuesAt(u);
            var slopes = space.GradientAt(values, evidence(values).Gradient);
            return Vector<double>.Build.Dense([.. free.Select(i => slopes[i])]);
        }

        Vector<double> Column(int moved)
        {
            var (above, below) = (Beside(moved, Step), Beside(moved, -Step));
            return (Gradient(above) - Gradient(below)) / (above[moved] - below[moved]);
        }

        try
        {
            var hessian = Matrix<double>.Build.DenseOfColumnVectors(free.Select(Column));
            return double.IsFinite(hessian.Enumerate().Sum()) ? hessian : null;
        }
        catch (NtkDslException)
        {
            return null;
        }
    }
}
