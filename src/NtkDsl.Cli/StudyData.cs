using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>Training data as a study sees them, features and numeric targets standardised, and what pictures call them.</summary>
internal sealed class StudyData
{
    private readonly TrainingData training;

    private StudyData(string description, Table table, string target, IReadOnlyList<string> features, bool classify)
    {
        Description = description;
        training = new(table, Preprocessing.Learn(table, [target], features, classify, standardize: true));
        Labels = classify ? table[target] : null;
    }

    /// <summary>A circle of points |x|² = d = 2 with the target cos 2φ: what an architecture makes of angles.</summary>
    public static StudyData Circle { get; } = OnCircle(48);

    /// <summary>A sentence about the data.</summary>
    public string Description { get; }

    /// <summary>The class of each point; null for numeric targets.</summary>
    public IReadOnlyList<string>? Labels { get; }

    public IReadOnlyList<string> Features => Preprocessing.Features;

    public string TargetName => Preprocessing.Targets[0];

    public Preprocessing Preprocessing => training.Preprocessing;

    /// <summary>Standardised points.</summary>
    public Points X => training.X;

    /// <summary>Standardised or one-hot targets, n × p.</summary>
    public Matrix<double> Y => training.Y;

    /// <summary>The units of a numeric target per standardised unit, and where 0 is.</summary>
    public (double Scale, double Mean) TargetUnits => (Preprocessing.Outputs!.Scales[0], Preprocessing.Outputs.Means[0]);

    /// <summary>A column in its own units.</summary>
    public IReadOnlyList<double> Values(string column) => [.. training.Table.ToMatrix([column]).Column(0)];

    /// <summary>How good standardised outputs for the data are.</summary>
    public Score Score(Matrix<double> outputs) => training.Score(outputs);

    /// <summary>Some standardised points.</summary>
    public Points FirstPoints(int count) => Preprocessing.PointsOf(training.Table.Rows([.. Enumerable.Range(0, Math.Min(count, X.Count))]));

    public static StudyData Read(string path, string? target, IReadOnlyList<string>? features, bool classes, int mostPoints)
    {
        var table = DataFiles.ReadTable(path);
        var name = target ?? table.Columns[^1];
        features ??= [.. table.Columns.Where(column => column != name)];
        var stride = (table.RowCount + mostPoints - 1) / mostPoints;
        var taken = table.Rows([.. Enumerable.Range(0, table.RowCount).Where(row => row % stride == 0)]);
        var points = stride == 1 ? $"{taken.RowCount} points" : $"{taken.RowCount} of {table.RowCount} points, one in {stride},";
        var description = $"{points} from {table.Name} with {Counted(features.Count, "feature")}; the target is {name}.";
        return new(description, taken, name, features, classes || !table[name].All(cell => double.TryParse(cell, CultureInfo.InvariantCulture, out _)));
    }

    private static string Counted(int count, string what) => count == 1 ? $"one {what}" : $"{count} {what}s";

    private static StudyData OnCircle(int n)
    {
        const string Target = "cos 2φ";
        string[] features = ["x₁", "x₂"];
        var angles = Vector<double>.Build.Dense(n, i => 2 * Math.PI * i / n);
        var columns = Matrix<double>.Build.DenseOfColumnVectors(Math.Sqrt(2) * angles.PointwiseCos(), Math.Sqrt(2) * angles.PointwiseSin(), (2 * angles).PointwiseCos());
        var description = $"{n} points on a circle, in the order of their angle φ; the target is {Target}.";
        return new(description, Table.Of("circle", columns, [.. features, Target]), Target, features, classify: false);
    }
}
