using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>Predictions as columns: TARGET_mean and TARGET_sd for numbers, and TARGET_low and TARGET_high if there are intervals; TARGET and P(CLASS) for classes, or CLASS_score without a variance.</summary>
internal static class PredictionColumns
{
    public static IReadOnlyList<Column> Of(FittedModel model, Prediction prediction, PredictionInterval? interval = null)
    {
        var preprocessing = model.Preprocessing;
        var names = OutputNames(preprocessing, prediction.Mean.ColumnCount);
        if (prediction.Classes is { } classes)
        {
            var values = Known(prediction.Probabilities ?? prediction.Mean, prediction.ProbabilityError);
            return
            [
                Column.Of(Target(preprocessing, 0), classes.Select(number => names[number])),
                .. names.Select((name, c) => Column.Of(prediction.Probabilities is null ? $"{name}_score" : $"P({name})", values.Column(c))),
            ];
        }

        return [.. names.SelectMany((name, j) => Moments(name, prediction.Mean.Column(j), prediction.StandardDeviation?.Column(j)).Concat(Bounds(name, interval, j)))];
    }

    public static IReadOnlyList<Column> OfSamples(FittedModel model, IReadOnlyList<Matrix<double>> samples) =>
        [.. samples.SelectMany((sample, draw) => OutputNames(model.Preprocessing, sample.ColumnCount)
            .Select((name, j) => Column.Of($"{name}_{(draw + 1).ToString(CultureInfo.InvariantCulture)}", sample.Column(j))))];

    /// <summary>Which rows of the file the points are, from 1.</summary>
    public static Column OfRows(IReadOnlyList<int> rows) => Column.Of("row", rows.Select(row => row + 1.0));

    /// <summary>The digits that are known.</summary>
    private static Matrix<double> Known(Matrix<double> values, double? error) =>
        error is { } known ? values.Map(value => Math.Round(value, Math.Clamp((int)-Math.Log10(known), 0, 15)), Zeros.Include) : values;

    /// <summary>Mean and standard deviation, if there is one.</summary>
    public static IEnumerable<Column> Moments(string name, IEnumerable<double> mean, IEnumerable<double>? deviation) => deviation is null
        ? [Column.Of($"{name}_mean", mean)]
        : [Column.Of($"{name}_mean", mean), Column.Of($"{name}_sd", deviation)];

    private static IEnumerable<Column> Bounds(string name, PredictionInterval? interval, int output) => interval is null
        ? []
        : [Column.Of($"{name}_low", interval.Lower.Column(output)), Column.Of($"{name}_high", interval.Upper.Column(output))];

    /// <summary>The names of classes, or of targets.</summary>
    public static IReadOnlyList<string> OutputNames(Preprocessing preprocessing, int count) =>
        preprocessing.ClassNames.Count > 0 ? preprocessing.ClassNames : [.. Enumerable.Range(0, count).Select(j => Target(preprocessing, j))];

    private static string Target(Preprocessing preprocessing, int output) =>
        preprocessing.Targets.Count > output ? preprocessing.Targets[output] : $"y{(output + 1).ToString(CultureInfo.InvariantCulture)}";
}
