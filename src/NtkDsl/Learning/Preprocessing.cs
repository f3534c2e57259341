using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// How rows of a table become points and targets, and outputs become values in the user's units: the columns, and transforms that were
/// learned from the training data. It is saved with a model, so that new data are treated as the training data were.
/// </summary>
public sealed class Preprocessing
{
    private const int FewestRows = 1;
    private const int FewestRowsToStandardize = 2;

    /// <summary>The names of the columns that are features, in order; empty if the data have no names, and are taken as they come.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The words of those features that are categories; each of them is a feature of its own, 1 where it stands and 0 elsewhere.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Categories { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The name of each feature as <see cref="PointsOf(Table)"/> has it; that of a category is <c>column=word</c>.</summary>
    public IReadOnlyList<string> FeatureNames => [.. new FeatureColumns(Features, Categories).Names];

    /// <summary>What stands for missing values, for each feature as <see cref="PointsOf(Matrix{double})"/> takes it; null if they are refused.</summary>
    public IReadOnlyList<double>? Substitutes { get; init; }

    /// <summary>The names of the target columns; empty if they have no names.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The names of the classes, in the order of the outputs; empty for regression, or if classes are but numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Applied to each feature; null if there is none.</summary>
    public Standardization? Inputs { get; init; }

    /// <summary>Whether each point is then scaled to |x|² = d, so that kernels see its direction alone.</summary>
    public bool OnSphere { get; init; }

    /// <summary>What was applied to the targets, and is undone in predictions; null if there is none.</summary>
    public Standardization? Outputs { get; init; }

    /// <summary>The classes that the outputs stand for; null for regression.</summary>
    public OneHot? Classes { get; init; }

    /// <summary>What the data deserve to have said about them, a sentence each; none as a rule.</summary>
    public IReadOnlyList<string> Remarks =>
    [
        .. OnSphere && Features.Count == 1 ? (string[])[Messages.SphereOfOneFeature(Features[0])] : [],
        .. EqualNumbers(ClassNames) is [var first, var second, ..] ? (string[])[Messages.ClassesOfOneNumber(first, second)] : [],
    ];

    /// <summary>Learns from training data.</summary>
    /// <param name="table">The training data.</param>
    /// <param name="targets">The columns to predict; for classes one, which may hold any text; none for points alone.</param>
    /// <param name="features">The columns to predict from; all others if not given.</param>
    /// <param name="classify">The target is a class: centered one-hot targets.</param>
    /// <param name="standardize">Each feature, and each numeric target, is brought to mean 0 and variance 1.</param>
    /// <param name="onSphere">Each point is scaled to |x|² = d.</param>
    /// <param name="categories">The features that hold words, whether they are numbers or not; none if not given.</param>
    /// <param name="fillMissing">Missing values of features are taken to be the mean of the others, and so in new data.</param>
    /// <param name="center">The mean of each numeric target is taken off and added to predictions, since priors have mean 0.</param>
    /// <exception cref="NtkDslException">A column is not there or is no number, there is but one row to standardize, or but one class.</exception>
    public static Preprocessing Learn(
        Table table,
        IReadOnlyList<string> targets,
        IReadOnlyList<string>? features = null,
        bool classify = false,
        bool standardize = false,
        bool onSphere = false,
        IReadOnlyList<string>? categories = null,
        bool fillMissing = false,
        bool center = true)
    {
        _ = targets.Select(target => table[target]).ToList();
        features ??= FeaturesBeside(table, targets);
        RequireEnough(table, targets, features, classify, standardize ? FewestRowsToStandardize : FewestRows);
        string[] classes = classify ? ClassesOf(table[targets[0]]) : [];
        if (classify && classes.Length < 2)
        {
            throw new NtkDslException(Messages.OneClass(table.Name, targets[0], classes[0]));
        }

        var columns = FeatureColumns.Learn(table, features, categories ?? []);
        var substitutes = fillMissing ? columns.Means(table, features) : null;
        return new()
        {
            Features = features,
            Categories = columns.Categories,
            Substitutes = substitutes,
            Targets = targets,
            ClassNames = classes,
            Inputs = standardize ? columns.Standardize(table, substitutes) : null,
            OnSphere = onSphere,
            Outputs = classify ? null
                : standardize ? Standardization.Of(table.ToMatrix(targets))
                : center ? Standardization.Centering(table.ToMatrix(targets))
                : null,
            Classes = classify ? OneHot.Of(classes.Length, centered: true) : null,
        };
    }

    /// <summary>The points of a table, as kernels see them: by the names of the columns, or all columns if either has no names.</summary>
    /// <exception cref="NtkDslException">Columns are missing or more than the features, or a value is no number.</exception>
    public Points PointsOf(Table table) => PointsOf(FeaturesOf(table));

    /// <summary>The points in a matrix, n × d in the user's units, as kernels see them.</summary>
    /// <exception cref="NtkDslException">The number of features is another, or a point at 0 is to be scaled to |x|² = d.</exception>
    public Points PointsOf(Matrix<double> features)
    {
        var scaled = Inputs?.Apply(features) ?? features;
        return OnSphere ? ToSphere(scaled) : scaled;
    }

    /// <summary>The targets of a table, n × p, as a model is trained on them.</summary>
    /// <exception cref="NtkDslException">A column is missing, a value is no number, or a class was not in the training data.</exception>
    public Matrix<double> TargetsOf(Table table)
    {
        if (Classes is not null)
        {
            return Classes.Encode(ClassesOf(table));
        }

        var values = table.ToMatrix(Targets);
        return Outputs?.Apply(values) ?? values;
    }

    /// <summary>The number of the class in each row of a table.</summary>
    /// <exception cref="NtkDslException">There is no such column, or a class was not in the training data.</exception>
    public IReadOnlyList<int> ClassesOf(Table table)
    {
        var numbers = ClassNames.Index().ToDictionary(known => known.Item, known => known.Index);
        var labels = table[Targets[0]];
        var unknown = labels.FirstOrDefault(label => !numbers.ContainsKey(label));
        return unknown is null
            ? [.. labels.Select(label => numbers[label])]
            : throw new NtkDslException(Messages.UnknownClass(table.Name, Targets[0], unknown, ClassNames));
    }

    /// <summary>Whether a table has the targets of all its rows, so that predictions can be compared with them.</summary>
    public bool HasTargets(Table table) => Targets.Count > 0 && Targets.All(target => table.Columns.Contains(target) && table.Texts(target).All(cell => cell is not null));

    /// <summary>Outputs of a model in the units of the targets, m × p.</summary>
    /// <exception cref="NtkDslException">The number of outputs is another.</exception>
    public Matrix<double> Restore(Matrix<double> outputs) => Outputs?.Invert(outputs) ?? outputs;

    /// <summary>The same columns, categories and classes, with transforms that are learned from other data; what stands for missing values stays.</summary>
    /// <param name="features">n × d, in the user's units.</param>
    /// <param name="targets">n × p, in the user's units.</param>
    internal Preprocessing LearnAgain(Matrix<double> features, Matrix<double> targets) => new()
    {
        Features = Features,
        Categories = Categories,
        Substitutes = Substitutes,
        Targets = Targets,
        ClassNames = ClassNames,
        Inputs = Inputs is null ? null : new FeatureColumns(Features, Categories).Standardize(features),
        OnSphere = OnSphere,
        Outputs = Outputs?.Again(targets),
        Classes = Classes,
    };

    /// <summary>The scale of output j in the units of its target.</summary>
    internal double ScaleOf(int output) => Outputs?.Scales[output] ?? 1;

    /// <summary>By name if the names are there; by place only where one side has no names and the number of columns fits.</summary>
    internal Matrix<double> FeaturesOf(Table table)
    {
        var haveNames = table.HasHeader && !Features.All(name => int.TryParse(name, CultureInfo.InvariantCulture, out _));
        var byPlace = !haveNames && table.Columns.Count == Features.Count && !Features.All(table.Columns.Contains);
        return Features.Count == 0 ? table.ToMatrix(table.Columns) : new FeatureColumns(Features, Categories).Values(table, byPlace ? table.Columns : Features, Substitutes);
    }

    /// <summary>All columns but the targets. One without a name is no feature by itself: it may be the number of the row.</summary>
    private static string[] FeaturesBeside(Table table, IReadOnlyList<string> targets)
    {
        string[] features = [.. (targets.Count > 0 ? table.Columns : table.AllColumns()).Where(column => !targets.Contains(column))];
        return Array.IndexOf(features, "") is var nameless and >= 0
            ? throw new NtkDslException(Messages.NamelessFeature(table.Name, table.IndicesOf([""])[0] + 1))
            : features;
    }

    private static void RequireEnough(Table table, IReadOnlyList<string> targets, IReadOnlyList<string> features, bool classify, int fewest)
    {
        var both = features.FirstOrDefault(targets.Contains);
        var refusal = classify && targets.Count != 1 ? Messages.OneClassColumn(targets.Count)
            : both is not null ? Messages.FeatureIsTarget(both)
            : features.Count == 0 ? Messages.NoFeatures(table.Name)
            : targets.Count > 0 && table.RowCount < fewest ? Messages.TooFewRows(table.Name, table.RowCount, fewest)
            : null;
        if (refusal is not null)
        {
            throw new NtkDslException(refusal);
        }
    }

    /// <summary>The classes in order: of their values if all are numbers, of the alphabet otherwise.</summary>
    private static string[] ClassesOf(IReadOnlyList<string> labels)
    {
        string[] names = [.. labels.Distinct()];
        return names.All(name => double.TryParse(name, CultureInfo.InvariantCulture, out _))
            ? [.. names.OrderBy(name => double.Parse(name, CultureInfo.InvariantCulture))]
            : [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>Names that are spellings of one number.</summary>
    private static string[] EqualNumbers(IReadOnlyList<string> names) =>
        names.GroupBy(name => double.TryParse(name, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)
            .FirstOrDefault(group => !double.IsNaN(group.Key) && group.Count() > 1)?.ToArray() ?? [];

    private static Matrix<double> ToSphere(Matrix<double> points)
    {
        var norms = points.RowNorms(2);
        var zero = norms.Find(norm => norm == 0, Zeros.Include);
        return zero is null
            ? points.MapIndexed((i, _, x) => x * Math.Sqrt(points.ColumnCount) / norms[i], Zeros.Include)
            : throw new NtkDslException(Messages.PointAtZero(zero.Item1));
    }
}
