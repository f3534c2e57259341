using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// A set of input points: n rows of d finite numbers each. Converts from a MathNet matrix, a two-dimensional array, or rows.
/// </summary>
public sealed class Points
{
    private readonly double[] values;

    private Points(double[] values, int count, int features)
    {
        this.values = values;
        Count = count > 0 && features > 0 ? count : throw new NtkDslException(Messages.NoPoints);
        Features = features;
        var bad = Array.FindIndex(values, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw new NtkDslException(Messages.PointNotFinite(values[bad], bad / features, bad % features));
        }
    }

    /// <summary>n, the number of points.</summary>
    public int Count { get; }

    /// <summary>d, the number of features of a point.</summary>
    public int Features { get; }

    /// <summary>The rows of a matrix.</summary>
    /// <exception cref="NtkDslException">There is no entry, or one is NaN or infinite.</exception>
    public static implicit operator Points(Matrix<double> rows) => Of(rows);

    /// <summary>The rows of an array.</summary>
    /// <exception cref="NtkDslException">There is no entry, or one is NaN or infinite.</exception>
    public static implicit operator Points(double[,] rows) => Of(rows);

    /// <summary>One point per element.</summary>
    /// <exception cref="NtkDslException">There is no entry, one is NaN or infinite, or the rows differ in length.</exception>
    public static implicit operator Points(double[][] rows) => Of(rows);

    /// <summary>The rows of a matrix.</summary>
    /// <exception cref="NtkDslException">There is no entry, or one is NaN or infinite.</exception>
    public static Points Of(Matrix<double> rows) => new(rows.ToRowMajorArray(), rows.RowCount, rows.ColumnCount);

    /// <summary>The rows of an array.</summary>
    /// <exception cref="NtkDslException">There is no entry, or one is NaN or infinite.</exception>
    public static Points Of(double[,] rows) => new([.. rows.Cast<double>()], rows.GetLength(0), rows.GetLength(1));

    /// <summary>One point per element.</summary>
    /// <exception cref="NtkDslException">There is no entry, one is NaN or infinite, or the rows differ in length.</exception>
    public static Points Of(IEnumerable<double[]> rows)
    {
        var all = rows.ToList();
        var features = all.Count > 0 ? all[0].Length : 0;
        var ragged = all.FindIndex(row => row.Length != features);
        return ragged < 0
            ? new([.. all.SelectMany(row => row)], all.Count, features)
            : throw new NtkDslException(Messages.RaggedPoints(ragged, all[ragged].Length, features));
    }

    /// <summary>One point.</summary>
    public ReadOnlySpan<double> this[int index] => values.AsSpan(index * Features, Features);

    /// <summary>The first points and features.</summary>
    public override string ToString() => Preview.Of(Matrix<double>.Build.DenseOfRowMajor(Count, Features, values));

    /// <summary>All coordinates, point after point.</summary>
    internal ReadOnlySpan<double> Values => values;

    /// <summary>Points with independent standard normal coordinates, the same for the same seed.</summary>
    internal static Points Normal(int count, int features, long seed) =>
        new(new NormalStream(unchecked((ulong)seed), 0).Normals(count * features), count, features);

    /// <summary>Some of the points, in the order given.</summary>
    internal Points Rows(IReadOnlyList<int> indices) => new([.. indices.SelectMany(i => this[i].ToArray())], indices.Count, Features);

    /// <summary>The points with each feature times a factor.</summary>
    internal Points Times(IReadOnlyList<double> factors) => factors.Count == Features
        ? new([.. values.Select((value, i) => value * factors[i % Features])], Count, Features)
        : throw new NtkDslException(Messages.FeaturesDiffer(Features, factors.Count));

    /// <summary>Consecutive points.</summary>
    internal Points Range(int start, int count) => new(values[(start * Features)..((start + count) * Features)], count, Features);
}
