using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>Training data as a study sees them, and what pictures call them.</summary>
internal sealed class StudyData
{
    private readonly TrainingData training;

    private StudyData(string description, Table table, Preprocessing preprocessing)
    {
        Description = description;
        training = new(table, preprocessing);
        Labels = preprocessing.Classes is null ? null : table[preprocessing.Targets[0]];
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

    /// <summary>The points as kernels see them.</summary>
    public Points X => training.X;

    /// <summary>Targets as models see them, n × p.</summary>
    public Matrix<double> Y => training.Y;

    /// <summary>The units of a numeric target per unit of the model, and where 0 is.</summary>
    public (double Scale, double Mean) TargetUnits => Preprocessing.Outputs is { } outputs ? (outputs.Scales[0], outputs.Means[0]) : (1, 0);

    /// <summary>A column in its own units.</summary>
    public IReadOnlyList<double> Values(string column) => [.. training.Table.ToMatrix([column]).Column(0)];

    /// <summary>How good outputs of a model for the data are.</summary>
    public Score Score(Matrix<double> outputs) => training.Score(outputs);

    /// <summary>Some of the points.</summary>
    public Points FirstPoints(int count) => Preprocessing.PointsOf(training.Table.Rows([.. Enumerable.Range(0, Math.Min(count, X.Count))]));

    /// <summary>Every so many-th row of a table, so that at most some remain.</summary>
    public static Table Some(Table table, int most)
    {
        var stride = (table.RowCount + most - 1) / most;
        return table.Rows([.. Enumerable.Range(0, table.RowCount).Where(row => row % stride == 0)]);
    }

    /// <summary>The data that were prepared from some rows of a table.</summary>
    public static StudyData Of(Table all, PreparedTable some)
    {
        var taken = some.Table.RowCount + some.LeftOut;
        var points = taken == all.RowCount ? $"{some.Table.RowCount} points" : $"{some.Table.RowCount} of {all.RowCount} points, one in {(all.RowCount + taken - 1) / taken},";
        var leftOut = some.LeftOut == 0 ? "" : $" {Messages.LeftOut(some.LeftOut)}";
        var description = $"{points} from {all.Name} with {Counted(some.Preprocessing.Features.Count, "feature")}; the target is {some.Preprocessing.Targets[0]}.{leftOut}";
        return new(description, some.Table, some.Preprocessing);
    }

    private static string Counted(int count, string what) => count == 1 ? $"one {what}" : $"{count} {what}s";

    private static StudyData OnCircle(int n)
    {
        const string Target = "cos 2φ";
        string[] features = ["x₁", "x₂"];
        var angles = Vector<double>.Build.Dense(n, i => 2 * Math.PI * i / n);
        var columns = Matrix<double>.Build.DenseOfColumnVectors(Math.Sqrt(2) * angles.PointwiseCos(), Math.Sqrt(2) * angles.PointwiseSin(), (2 * angles).PointwiseCos());
        var description = $"{n} points on a circle, in the order of their angle φ; the target is {Target}.";
        var table = Table.Of("circle", columns, [.. features, Target]);
        return new(description, table, Preprocessing.Learn(table, [Target], features, standardize: true));
    }
}
