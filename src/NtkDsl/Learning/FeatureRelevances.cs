using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// The relevances of features as parameters of a fit. The kernel sees x_k √w_k; the parameter is r_k = w_k v_k, where v_k is the mean square of x_k, so that
/// the unit of a feature does not matter: r_k is what it contributes to the mean of |x|².
/// </summary>
internal sealed class FeatureRelevances
{
    private readonly Matrix<double> x;
    private readonly double[] sizes;
    private readonly string[] features;
    private readonly int[] fitted;

    private FeatureRelevances(Points points, IReadOnlyList<string> names)
    {
        x = Matrix<double>.Build.DenseOfRowMajor(points.Count, points.Features, points.Values.ToArray());
        sizes = [.. x.PointwisePower(2).ColumnSums() / points.Count];
        features = names.Count > 0 ? [.. names] : [.. Enumerable.Range(1, points.Features).Select(k => k.ToString(CultureInfo.InvariantCulture))];
        fitted = [.. Enumerable.Range(0, sizes.Length).Where(k => sizes[k] > 0)];
    }

    /// <summary>Null if they are not fitted.</summary>
    /// <exception cref="NtkDslException">There are names, but not one for each feature.</exception>
    public static FeatureRelevances? Of(Points x, FitOptions options) => !options.FitsRelevances ? null
        : options.FeatureNames.Count > 0 && options.FeatureNames.Count != x.Features ? throw new NtkDslException(Messages.FeatureNamesDiffer(x.Features, options.FeatureNames.Count))
        : new(x, options.FeatureNames);

    /// <summary>The parameters, one for each feature that is not 0 everywhere.</summary>
    public IEnumerable<string> Names => fitted.Select(NameOf);

    /// <summary>√w_k where the search starts, at r_k = 1.</summary>
    public IReadOnlyList<double> FirstScales => ScalesAt(new Dictionary<string, double>());

    /// <summary>What there is to be said about features that do not vary.</summary>
    public IReadOnlyList<string> Remarks
    {
        get
        {
            string[] empty = [.. features.Where((_, k) => sizes[k] == 0)];
            string[] constant = [.. features.Where((_, k) => sizes[k] > 0 && x.Column(k).Minimum() == x.Column(k).Maximum())];
            return
            [
                .. empty.Length > 0 ? (string[])[Messages.EmptyFeatures(empty)] : [],
                .. constant.Length > 0 ? (string[])[Messages.ConstantFeatures(constant)] : [],
            ];
        }
    }

    /// <summary>Whether a parameter is a relevance; those of an architecture have no brackets.</summary>
    public static bool IsName(string parameter) => parameter.EndsWith(']');

    /// <summary>√w_k for all features.</summary>
    public IReadOnlyList<double> ScalesAt(IReadOnlyDictionary<string, double> values) =>
        [.. sizes.Select((size, k) => size > 0 ? Math.Sqrt(values.GetValueOrDefault(NameOf(k), 1) / size) : 0)];

    /// <summary>∂/∂r_k from ∂/∂w_k.</summary>
    /// <param name="kernel">The derivatives of the kernel at scaled points.</param>
    /// <param name="weight">The derivative by the kernel's matrix, symmetric.</param>
    public IEnumerable<KeyValuePair<string, double>> Gradient(InputGradient kernel, Matrix<double> weight)
    {
        var slopes = kernel.ByRelevances(weight, x);
        return fitted.Select(k => KeyValuePair.Create(NameOf(k), slopes[k] / sizes[k]));
    }

    /// <summary>The estimates of relevances among those of all parameters, the largest first, and features without one last.</summary>
    public IReadOnlyList<FeatureRelevance> Ranked(IReadOnlyList<ParameterEstimate> estimates)
    {
        var known = estimates.ToDictionary(estimate => estimate.Name);
        var total = fitted.Sum(k => known[NameOf(k)].Value);
        return [.. features.Select((name, k) => new FeatureRelevance(k, name, known.GetValueOrDefault(NameOf(k)), total)).OrderByDescending(relevance => relevance.Value)];
    }

    private string NameOf(int feature) => $"relevance[{features[feature]}]";
}
