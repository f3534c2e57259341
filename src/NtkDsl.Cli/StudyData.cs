using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>Training data as a study sees them: features and targets, both standardised, and what pictures call them.</summary>
internal sealed class StudyData
{
    private readonly Standardization inputs;
    private readonly Standardization? outputs;

    private StudyData(string description, IReadOnlyList<string> features, Matrix<double> x, string targetName, IReadOnlyList<string>? labels, Matrix<double>? values)
    {
        (Description, Features, Raw, TargetName, Labels) = (description, features, x, targetName, labels);
        inputs = Standardization.Of(x);
        X = Points.Of(inputs.Apply(x));
        if (labels is null)
        {
            RawTargets = values!;
            outputs = Standardization.Of(values!);
            Y = outputs.Apply(values!);
        }
        else
        {
            Classes = [.. labels.Distinct().Order(StringComparer.Ordinal)];
            Encoding = OneHot.Of(Classes.Count, centered: true);
            Numbers = [.. labels.Select(label => Classes.ToList().IndexOf(label))];
            Y = Encoding.Encode(Numbers);
        }
    }

    /// <summary>A circle of points |x|² = d = 2 with the target cos 2φ: what an architecture makes of angles.</summary>
    public static StudyData Circle { get; } = OnCircle(48);

    /// <summary>A sentence about the data.</summary>
    public string Description { get; }

    public IReadOnlyList<string> Features { get; }

    public string TargetName { get; }

    /// <summary>The features in their own units, n × d.</summary>
    public Matrix<double> Raw { get; }

    /// <summary>The numeric targets in their own units, n × 1; null for classes.</summary>
    public Matrix<double>? RawTargets { get; }

    /// <summary>The class of each point; null for numeric targets.</summary>
    public IReadOnlyList<string>? Labels { get; }

    public IReadOnlyList<string> Classes { get; } = [];

    public OneHot? Encoding { get; }

    public int[] Numbers { get; } = [];

    /// <summary>Standardised points.</summary>
    public Points X { get; }

    /// <summary>Standardised or one-hot targets, n × p.</summary>
    public Matrix<double> Y { get; }

    /// <summary>Standardises further points as those of the data.</summary>
    public Points Transform(Matrix<double> x) => Points.Of(inputs.Apply(x));

    /// <summary>Some standardised points.</summary>
    public Points FirstPoints(int count) => Transform(Raw.SubMatrix(0, Math.Min(count, Raw.RowCount), 0, Raw.ColumnCount));

    /// <summary>The units of the target per standardised unit, and where 0 is.</summary>
    public (double Scale, double Mean) TargetUnits => (outputs!.Scales[0], outputs.Means[0]);

    public static StudyData Read(string path, string? target, bool classes, int mostPoints)
    {
        var table = CsvTable.Read(path);
        var name = target ?? table.Columns[^1];
        string[] features = [.. table.Columns.Where(column => column != name)];
        var cells = table[name];
        if (features.Length == 0)
        {
            throw new NtkDslException(Messages.NoFeatures(path, name));
        }

        var stride = (cells.Count + mostPoints - 1) / mostPoints;
        int[] rows = [.. Enumerable.Range(0, cells.Count).Where(row => row % stride == 0)];
        var x = Matrix<double>.Build.DenseOfRowVectors(rows.Select(table.ToMatrix(features).Row));
        var ofClasses = classes || !cells.All(cell => double.TryParse(cell, CultureInfo.InvariantCulture, out _));
        var taken = stride == 1 ? $"{rows.Length} points" : $"{rows.Length} of {cells.Count} points, one in {stride},";
        var description = $"{taken} from {Path.GetFileName(path)} with {Counted(features.Length, "feature")}; the target is {name}.";
        return ofClasses
            ? new(description, features, x, name, [.. rows.Select(row => cells[row])], null)
            : new(description, features, x, name, null, Matrix<double>.Build.DenseOfRowVectors(rows.Select(table.ToMatrix([name]).Row)));
    }

    private static string Counted(int count, string what) => count == 1 ? $"one {what}" : $"{count} {what}s";

    private static StudyData OnCircle(int n)
    {
        double Angle(int i) => 2 * Math.PI * i / n;
        var x = Matrix<double>.Build.Dense(n, 2, (i, j) => Math.Sqrt(2) * (j == 0 ? Math.Cos(Angle(i)) : Math.Sin(Angle(i))));
        var y = Matrix<double>.Build.Dense(n, 1, (i, _) => Math.Cos(2 * Angle(i)));
        return new($"{n} points on a circle, in the order of their angle φ; the target is cos 2φ.", ["x₁", "x₂"], x, "cos 2φ", null, y);
    }
}
