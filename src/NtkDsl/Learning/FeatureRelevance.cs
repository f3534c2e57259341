namespace NtkDsl;

/// <summary>How much a network of infinite width needs a feature, as a fit with <see cref="FitOptions.FitsRelevances"/> found it.</summary>
public sealed class FeatureRelevance
{
    internal FeatureRelevance(int feature, string name, ParameterEstimate? estimate, double total)
    {
        (Feature, Name) = (feature, name);
        Value = estimate?.Value ?? 0;
        Share = Value > 0 ? Value / total : 0;
        (AtBound, StandardError) = (estimate?.AtBound, estimate?.StandardError);
    }

    /// <summary>Which feature it is, from 0.</summary>
    public int Feature { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>
    /// r = w E x²: the prior variance w of the feature's weights times the mean square of the feature. It does not depend on the feature's unit,
    /// and 1 is where the search starts. 0 if the feature is 0 at all points. It tells how far from linear the function is along the feature, not how much
    /// the feature changes the targets: a straight line needs little.
    /// </summary>
    public double Value { get; }

    /// <summary>The share of this feature in the sum of all relevances, between 0 and 1.</summary>
    public double Share { get; }

    /// <summary>The end of its interval that it lies at: at the lower one the feature has little part in the predictions.</summary>
    public ParameterBound? AtBound { get; }

    /// <summary>The standard error of the logarithm of <see cref="Value"/>, as <see cref="ParameterEstimate.StandardError"/> has it.</summary>
    public double? StandardError { get; }
}
