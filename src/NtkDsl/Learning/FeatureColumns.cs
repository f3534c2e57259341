using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>How columns of a table become features: a column of numbers one, a column of words one for each of its categories.</summary>
/// <param name="features">The names of the columns.</param>
/// <param name="categories">The words of those that hold words.</param>
internal sealed class FeatureColumns(IReadOnlyList<string> features, IReadOnlyDictionary<string, IReadOnlyList<string>> categories)
{
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Categories => categories;

    /// <summary>The name of each feature; that of a category is <c>column=word</c>.</summary>
    public IEnumerable<string> Names => features.SelectMany(feature => categories.TryGetValue(feature, out var words) ? words.Select(word => $"{feature}={word}") : [feature]);

    /// <summary>Finds the words of the columns that hold words, in alphabetical order.</summary>
    /// <exception cref="NtkDslException">There is no such column, it is no feature, or its words are dates.</exception>
    public static FeatureColumns Learn(Table table, IReadOnlyList<string> features, IReadOnlyList<string> worded) => worded.FirstOrDefault(column => !features.Contains(column)) is { } other
        ? throw new NtkDslException(Messages.CategoryIsNoFeature(other))
        : new(features, worded.ToDictionary(column => column, IReadOnlyList<string> (column) => WordsOf(table, column)));

    /// <summary>The features of each row, n × d.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="columns">Its column for each feature.</param>
    /// <param name="substitutes">What stands for missing values; these are refused if not given.</param>
    /// <exception cref="NtkDslException">There is no row; columns are missing; a value is, or is no number, or is a word that is no category.</exception>
    public Matrix<double> Values(Table table, IReadOnlyList<string> columns, IReadOnlyList<double>? substitutes)
    {
        if (table.RowCount == 0)
        {
            throw new NtkDslException(Messages.NoPoints);
        }

        var places = table.IndicesOf(columns);
        var values = Matrix<double>.Build.DenseOfColumns(features.Zip(columns).SelectMany(pair => Values(table, pair.Second, categories.GetValueOrDefault(pair.First))));
        var origins = features.Zip(places).SelectMany(pair => Enumerable.Repeat(pair.Second, WidthOf(pair.First))).ToList();
        values.MapIndexedInplace((row, j, value) => !double.IsNaN(value) ? value : substitutes?[j] ?? table.MissingAt<double>(row, origins[j]), Zeros.AllowSkip);
        return values;
    }

    /// <summary>The mean of each feature over the rows that have it; that of a category is how often it occurs. 0 where no row has it.</summary>
    public double[] Means(Table table, IReadOnlyList<string> columns) => [.. features.Zip(columns)
        .SelectMany(pair => Values(table, pair.Second, categories.GetValueOrDefault(pair.First)))
        .Select(column => column.Where(value => !double.IsNaN(value)).DefaultIfEmpty().Average())];

    /// <summary>Brings numbers to mean 0 and variance 1, and leaves categories 0 and 1.</summary>
    public Standardization Standardize(Table table, IReadOnlyList<double>? substitutes) => Standardize(Values(table, features, substitutes));

    /// <summary>As the other one, for the values of the features, n × d.</summary>
    public Standardization Standardize(Matrix<double> values)
    {
        var all = Standardization.Of(values);
        bool[] isNumber = [.. features.SelectMany(feature => Enumerable.Repeat(!categories.ContainsKey(feature), WidthOf(feature)))];
        return new([.. all.Means.Select((mean, j) => isNumber[j] ? mean : 0)], [.. all.Scales.Select((scale, j) => isNumber[j] ? scale : 1)]);
    }

    private static string[] WordsOf(Table table, string column)
    {
        string[] words = [.. table.Texts(column).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return Array.Find(words, CsvNumbers.IsDate) is { } date ? throw new NtkDslException(Messages.IsDate($"{table.Name}, {column}", date)) : words;
    }

    private int WidthOf(string feature) => categories.TryGetValue(feature, out var words) ? words.Count : 1;

    /// <summary>The features that a column becomes; NaN where it has no value.</summary>
    private static IEnumerable<IEnumerable<double>> Values(Table table, string column, IReadOnlyList<string>? words)
    {
        if (words is null)
        {
            return [table.Numbers(column)];
        }

        string?[] cells = [.. table.Texts(column)];
        var unknown = cells.FirstOrDefault(cell => cell is not null && !words.Contains(cell));
        return unknown is null
            ? words.Select(word => cells.Select(cell => cell is null ? double.NaN : cell == word ? 1 : 0))
            : throw new NtkDslException(Messages.UnknownCategory(table.Name, column, unknown, words));
    }
}
