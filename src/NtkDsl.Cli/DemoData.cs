using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>The data set that the tool ships: radar returns from the ionosphere, see data/README.md.</summary>
internal sealed class DemoData
{
    private const string Resource = "ionosphere.csv";
    private const string ClassColumn = "return";

    private DemoData(CsvTable table)
    {
        var features = ToSphere(table.ToMatrix(table.Columns.Where(column => column != ClassColumn)));
        var labels = table[ClassColumn];
        Classes = [.. labels.Distinct().Order(StringComparer.Ordinal)];
        int[] classes = [.. labels.Select(label => Classes.ToList().IndexOf(label))];
        Train = Select(features, classes, i => i % 3 != 2);
        Test = Select(features, classes, i => i % 3 == 2);
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Two thirds of the points.</summary>
    public Labelled Train { get; }

    /// <summary>Every third point.</summary>
    public Labelled Test { get; }

    public static DemoData Load()
    {
        using var stream = typeof(DemoData).Assembly.GetManifestResourceStream(Resource)!;
        using var text = new StreamReader(stream);
        return new(CsvTable.Read(text, Resource));
    }

    /// <summary>Scales each point to |x|² = d, as is usual with these kernels, so that they depend on angles alone.</summary>
    private static Matrix<double> ToSphere(Matrix<double> features) =>
        features.NormalizeRows(2.0) * Math.Sqrt(features.ColumnCount);

    private static Labelled Select(Matrix<double> features, int[] classes, Func<int, bool> chosen)
    {
        int[] rows = [.. Enumerable.Range(0, classes.Length).Where(chosen)];
        return new(Matrix<double>.Build.DenseOfRowVectors(rows.Select(features.Row)), [.. rows.Select(i => classes[i])]);
    }

    /// <summary>Points, a row each, and their classes.</summary>
    public sealed record Labelled(Matrix<double> Points, int[] Classes);
}
