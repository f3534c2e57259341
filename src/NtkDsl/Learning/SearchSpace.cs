using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The parameters that are searched for, each in its interval: in coordinates in which the search is uniform.</summary>
internal sealed class SearchSpace
{
    private readonly IReadOnlyList<string> names;
    private readonly IReadOnlyList<ParameterBounds> bounds;
    private readonly IReadOnlyList<double?> given;

    /// <param name="names">The parameters.</param>
    /// <param name="bounds">Their intervals.</param>
    /// <param name="given">From where the first start is; from the middle of the interval if null.</param>
    public SearchSpace(IReadOnlyList<string> names, IReadOnlyList<ParameterBounds> bounds, IReadOnlyList<double?> given)
    {
        (this.names, this.bounds, this.given) = (names, bounds, given);
        Lower = Coordinates(i => bounds[i].Lower);
        Upper = Coordinates(i => bounds[i].Upper);
    }

    public IReadOnlyList<string> Names => names;

    public Vector<double> Lower { get; }

    public Vector<double> Upper { get; }

    public ParameterBounds BoundsOf(string name) => bounds[names.Index().First(known => known.Item == name).Index];

    /// <summary>The first from what is given, or else the middle of the interval; the others random, but for relevances: so many make no good start.</summary>
    public IEnumerable<IReadOnlyDictionary<string, double>> Starts(int count, long seed)
    {
        var middle = ValuesAt((Lower + Upper) / 2);
        var first = names.Select((name, i) => (name, value: given[i] ?? middle[name])).ToDictionary(p => p.name, p => p.value);
        yield return first;
        var stream = new NormalStream(unchecked((ulong)seed), 0);
        for (var start = 1; start < count; start++)
        {
            var random = ValuesAt(Vector<double>.Build.Dense(names.Count, i => Lower[i] + (stream.Uniform() * (Upper[i] - Lower[i]))));
            yield return random.ToDictionary(pair => pair.Key, pair => FeatureRelevances.IsName(pair.Key) ? first[pair.Key] : pair.Value);
        }
    }

    public Vector<double> CoordinatesOf(IReadOnlyDictionary<string, double> values) => Coordinates(i => Math.Clamp(values[names[i]], bounds[i].Lower, bounds[i].Upper));

    public IReadOnlyDictionary<string, double> ValuesAt(Vector<double> u) =>
        names.Select((name, i) => (name, value: bounds[i].FromCoordinate(u[i]))).ToDictionary(p => p.name, p => p.value);

    /// <summary>The gradient by coordinates, from that by values.</summary>
    public Vector<double> GradientAt(IReadOnlyDictionary<string, double> values, IReadOnlyDictionary<string, double> gradient) =>
        Vector<double>.Build.Dense(names.Count, i => gradient[names[i]] * bounds[i].Slope(values[names[i]]));

    /// <summary>The parameters at an end of their interval.</summary>
    public IReadOnlyDictionary<string, ParameterBound> AtBounds(Vector<double> u) => names.Index()
        .Where(name => u[name.Index] <= Lower[name.Index] || u[name.Index] >= Upper[name.Index])
        .ToDictionary(name => name.Item, name => u[name.Index] <= Lower[name.Index] ? ParameterBound.Lower : ParameterBound.Upper);

    private Vector<double> Coordinates(Func<int, double> value) => Vector<double>.Build.Dense(names.Count, i => bounds[i].ToCoordinate(value(i)));
}
