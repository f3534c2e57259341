using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Rows of features and targets in the user's units, and how models take them.</summary>
/// <param name="features">n × d.</param>
/// <param name="targets">n × p, one-hot rows for classes.</param>
/// <param name="preprocessing">The transforms.</param>
internal sealed class Samples(Matrix<double> features, Matrix<double> targets, Preprocessing preprocessing)
{
    /// <summary>The points as kernels see them.</summary>
    public Points X { get; } = preprocessing.PointsOf(features);

    /// <summary>The targets as models are trained on them.</summary>
    public Matrix<double> Y { get; } = preprocessing.Outputs?.Apply(targets) ?? targets;

    /// <summary>Without transforms.</summary>
    public static Samples Of(Points x, Matrix<double> y)
    {
        TrainingSet.RequireTargets(x, y);
        return new(Matrix<double>.Build.DenseOfRowMajor(x.Count, x.Features, x.Values.ToArray()), y, new());
    }

    /// <summary>The rows of a table.</summary>
    public static Samples Of(Table table, Preprocessing preprocessing) => new(
        preprocessing.FeaturesOf(table),
        preprocessing.Classes is null ? table.ToMatrix(preprocessing.Targets) : preprocessing.TargetsOf(table),
        preprocessing);

    /// <summary>Some of the rows, by transforms that are learned from them alone.</summary>
    public Samples Part(int[] rows) => new(Rows(features, rows), Rows(targets, rows), preprocessing.LearnAgain(Rows(features, rows), Rows(targets, rows)));

    /// <summary>Some rows of other samples, by the transforms of these.</summary>
    public Samples Others(Samples others, int[] rows) => new(Rows(others.Features, rows), Rows(others.Targets, rows), preprocessing);

    /// <summary>How far outputs of a model for these points are from the targets: root mean square, in the units of the targets.</summary>
    public double Error(Matrix<double> outputs) => Math.Sqrt((preprocessing.Restore(outputs) - targets).Enumerate().Average(error => error * error));

    private Matrix<double> Features => features;

    private Matrix<double> Targets => targets;

    private static Matrix<double> Rows(Matrix<double> all, int[] rows) => Matrix<double>.Build.DenseOfRowVectors(rows.Select(all.Row));
}
