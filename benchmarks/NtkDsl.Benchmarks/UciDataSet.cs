using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Benchmarks;

/// <summary>A part of a data set for training and a part for testing, as row numbers from 0.</summary>
internal sealed record Split(int[] Train, int[] Test);

/// <summary>
/// A data set in the form of Fernández-Delgado et al., "Do we need hundreds of classifiers to solve real world classification
/// problems?" (2014): standardised features, classes from 0, one split for model selection and four for testing.
/// </summary>
internal sealed class UciDataSet
{
    private UciDataSet(string name, Matrix<double> features, int[] classes, Split selection, IReadOnlyList<Split> folds) =>
        (Name, Features, Classes, Selection, Folds) = (name, features, classes, selection, folds);

    public string Name { get; }

    public Matrix<double> Features { get; }

    public int[] Classes { get; }

    public int ClassCount => Classes.Max() + 1;

    public Split Selection { get; }

    public IReadOnlyList<Split> Folds { get; }

    /// <summary>Reads NAME_R.dat, conxuntos.dat and conxuntos_kfold.dat of the folder NAME.</summary>
    public static UciDataSet Read(string directory)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(directory));
        var rows = File.ReadLines(Path.Combine(directory, $"{name}_R.dat")).Skip(1).Select(line => Numbers(line, double.Parse)).ToList();
        return new(
            name,
            Matrix<double>.Build.DenseOfRowArrays(rows.Select(row => row[1..^1])),
            [.. rows.Select(row => (int)row[^1])],
            Splits(Path.Combine(directory, "conxuntos.dat")).Single(),
            Splits(Path.Combine(directory, "conxuntos_kfold.dat")));
    }

    private static List<Split> Splits(string file) =>
        [.. File.ReadLines(file).Select(line => Numbers(line, int.Parse)).Chunk(2).Select(pair => new Split(pair[0], pair[1]))];

    private static T[] Numbers<T>(string line, Func<string, IFormatProvider, T> parse) =>
        [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => parse(word, CultureInfo.InvariantCulture))];
}
