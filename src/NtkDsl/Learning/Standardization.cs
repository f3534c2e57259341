using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>z = (x − mean)/scale, column by column, with means and scales learned from training data. A constant column keeps scale 1.</summary>
public sealed class Standardization
{
    private readonly bool centersOnly;

    internal Standardization(IReadOnlyList<double> means, IReadOnlyList<double> scales, bool centersOnly = false) =>
        (Means, Scales, this.centersOnly) = (means, scales, centersOnly);

    /// <summary>The mean of each column.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>The standard deviation of each column, √(Σ (x − mean)²/n); 1 for a constant column.</summary>
    public IReadOnlyList<double> Scales { get; }

    /// <summary>Learns means and scales.</summary>
    /// <param name="data">n × d.</param>
    public static Standardization Of(Matrix<double> data)
    {
        double[] means = [.. data.EnumerateColumns().Select(column => column.Average())];
        double[] deviations = [.. data.EnumerateColumns().Select((column, j) => Math.Sqrt(column.Average(x => (x - means[j]) * (x - means[j]))))];
        return new(means, [.. deviations.Select((s, j) => s > 1e-12 * Math.Abs(means[j]) ? s : 1)]);
    }

    /// <summary>Learns means alone; the scales are 1.</summary>
    /// <param name="data">n × d.</param>
    public static Standardization Centering(Matrix<double> data) => new(Of(data).Means, [.. Enumerable.Repeat(1.0, data.ColumnCount)], centersOnly: true);

    /// <summary>The same kind of transform, learned from other data.</summary>
    internal Standardization Again(Matrix<double> data) => centersOnly ? Centering(data) : Of(data);

    /// <summary>(x − mean)/scale.</summary>
    /// <param name="data">n × d.</param>
    /// <exception cref="NtkDslException">The data do not have the columns that the transform was learned from.</exception>
    public Matrix<double> Apply(Matrix<double> data) => Checked(data).MapIndexed((_, j, x) => (x - Means[j]) / Scales[j], Zeros.Include);

    /// <summary>mean + scale · z.</summary>
    /// <param name="data">n × d.</param>
    /// <exception cref="NtkDslException">The data do not have the columns that the transform was learned from.</exception>
    public Matrix<double> Invert(Matrix<double> data) => Checked(data).MapIndexed((_, j, z) => Means[j] + (Scales[j] * z), Zeros.Include);

    private Matrix<double> Checked(Matrix<double> data) => data.ColumnCount == Means.Count
        ? data
        : throw new NtkDslException(Messages.ColumnsDiffer(Means.Count, data.ColumnCount));
}
