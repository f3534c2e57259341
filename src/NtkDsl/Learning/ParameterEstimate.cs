namespace NtkDsl;

/// <summary>An end of the interval in which a parameter is searched.</summary>
public enum ParameterBound
{
    /// <summary>The least value.</summary>
    Lower,

    /// <summary>The largest value.</summary>
    Upper,
}

/// <summary>A parameter that was fitted, and how well the data determine it.</summary>
public sealed class ParameterEstimate
{
    /// <summary>95 % of a normal distribution lie within so many standard deviations.</summary>
    private const double Quantile = 1.959964;

    private readonly ParameterBounds bounds;

    internal ParameterEstimate(string name, double value, ParameterBounds bounds, ParameterBound? atBound, double? standardError)
    {
        (Name, Value, AtBound, StandardError) = (name, value, atBound, standardError);
        this.bounds = bounds;
    }

    /// <summary>Its name; that of the noise is <see cref="GaussianProcess.NoiseName"/>.</summary>
    public string Name { get; }

    /// <summary>The best value.</summary>
    public double Value { get; }

    /// <summary>The bound that the value lies at; null if it lies between both. What is beyond it was not searched.</summary>
    public ParameterBound? AtBound { get; }

    /// <summary>
    /// The standard error of the logarithm of the value (of the value itself if the lower bound is not positive), from the curvature of
    /// the evidence, all other parameters free: √[(−∂²)⁻¹]_ii. Infinite in a <see cref="FlatDirection"/>; null at a bound, or if it was not measured.
    /// </summary>
    public double? StandardError { get; }

    /// <summary>The lower end of the interval of 1.96 standard errors; null without one.</summary>
    public double? Low => At(-Quantile);

    /// <summary>The upper end of the interval of 1.96 standard errors; null without one.</summary>
    public double? High => At(Quantile);

    private double? At(double quantile) => bounds.IsLogarithmic ? Value * Exp(quantile * StandardError) : Value + (quantile * StandardError);

    private static double? Exp(double? exponent) => exponent is { } given ? Math.Exp(given) : null;
}
