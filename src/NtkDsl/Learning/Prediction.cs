using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>What a <see cref="FittedModel"/> predicts for m rows of a table, in the units of the targets.</summary>
public sealed class Prediction
{
    private readonly Matrix<double>? observationDeviation;

    internal Prediction(
        Matrix<double> mean, Matrix<double>? standardDeviation, Matrix<double>? observationDeviation, IReadOnlyList<int>? classes, Matrix<double>? probabilities)
    {
        (Mean, StandardDeviation, Classes, Probabilities) = (mean, standardDeviation, classes, probabilities);
        this.observationDeviation = observationDeviation;
    }

    /// <summary>The means, m × p; of a <see cref="LaplaceClassifier"/> those of the one-hot classes, which are their probabilities.</summary>
    public Matrix<double> Mean { get; }

    /// <summary>The standard deviations, m × p; null if the model is no Gaussian process.</summary>
    public Matrix<double>? StandardDeviation { get; }

    /// <summary>The number of the class of the largest mean, for each row; null for regression.</summary>
    public IReadOnlyList<int>? Classes { get; }

    /// <summary>
    /// The probability of each class, m × C; null for regression. Those of a <see cref="LaplaceClassifier"/> are calibrated. Those of a
    /// Gaussian process are the probabilities that a noisy observation of the class's output would be the largest: they tell sure from
    /// unsure, but their likelihood is that of numbers. Kernel regression has none.
    /// </summary>
    public Matrix<double>? Probabilities { get; }

    /// <summary>What a probability of a <see cref="LaplaceClassifier"/> may be off by; null for other models, whose probabilities are right to 10⁻⁹.</summary>
    public double? ProbabilityError { get; internal init; }

    /// <summary>
    /// Between which bounds new observations lie, noise included: mean ± Φ⁻¹((1 + p)/2)·s, where s² is the variance of the function plus that
    /// of the noise.
    /// </summary>
    /// <param name="probability">p, between 0 and 1: that a new observation lies within.</param>
    /// <returns>The bounds, m × p, in the units of the targets.</returns>
    /// <exception cref="NtkDslException">The probability is not between 0 and 1, or the model is no Gaussian process.</exception>
    public PredictionInterval Interval(double probability)
    {
        if (!(probability is > 0 and < 1))
        {
            throw new NtkDslException(Messages.NotBetween0And1(probability));
        }

        var deviation = observationDeviation ?? throw new NtkDslException(Probabilities is null ? Messages.RegressionHasNoVariance : Messages.ClassifierHasNoVariance);
        var reach = deviation * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + probability) / 2);
        return new(Mean - reach, Mean + reach);
    }

    /// <summary>Means with their deviations, or probabilities, of the first rows.</summary>
    public override string ToString()
    {
        var outputs = Mean.ColumnCount;
        string[] columns = Probabilities is not null
            ? [.. Enumerable.Range(1, Probabilities.ColumnCount).Select(number => $"P({number})")]
            : [.. Names("mean"), .. StandardDeviation is null ? [] : Names("± s.d.")];
        return Preview.Table("row", columns, Mean.RowCount, row => $"{row + 1}", (row, column) => TextTable.Number(
            Probabilities is not null ? Probabilities[row, column] : column < outputs ? Mean[row, column] : StandardDeviation![row, column - outputs]));

        string[] Names(string what) => [.. Enumerable.Range(1, outputs).Select(output => outputs == 1 ? what : $"{what} {output}")];
    }
}

/// <summary>Bounds between which new observations lie with some probability.</summary>
/// <param name="Lower">The lower bounds, m × p.</param>
/// <param name="Upper">The upper bounds, m × p.</param>
public sealed record PredictionInterval(Matrix<double> Lower, Matrix<double> Upper);

/// <summary>P(output c is the largest) for independent outputs ~ N(mean_c, s²): E Π_{k ≠ c} Φ((mean_c − mean_k)/s + z) over z ~ N(0, 1).</summary>
internal static class LargestOutput
{
    private const double Tolerance = 1e-9;

    public static Matrix<double> Probabilities(Matrix<double> means, Vector<double> variances)
    {
        var rows = new Vector<double>[means.RowCount];
        Parallel.For(0, rows.Length, i => rows[i] = Of(means.Row(i), Math.Sqrt(variances[i])));
        return Matrix<double>.Build.DenseOfRowVectors(rows);
    }

    private static Vector<double> Of(Vector<double> means, double deviation)
    {
        if (deviation == 0)
        {
            var largest = means.MaximumIndex();
            return Vector<double>.Build.Dense(means.Count, c => c == largest ? 1 : 0);
        }

        double ThatItIs(int c) => GaussianIntegral.Mean(
            z => means.Index().Where(other => other.Index != c).Aggregate(1.0, (product, other) => product * Normal.Cdf(((means[c] - other.Item) / deviation) + z)),
            1,
            [],
            Tolerance).Value;
        return Vector<double>.Build.Dense(means.Count, ThatItIs).Normalize(1);
    }
}
