namespace NtkDsl;

/// <summary>
/// The size of what the targets ask of a process, next to that of its prior: it decides where parameters are searched, and whether a
/// result deserves a hint.
/// </summary>
/// <param name="data">Points and targets.</param>
/// <param name="kind">Which kernel is the covariance.</param>
internal sealed class TargetScale(TrainingSet data, KernelKind kind)
{
    /// <summary>Where the search for the noise starts, as a part of the mean square of the targets.</summary>
    private const double FirstNoise = 0.1;

    private const int MostPoints = 16;
    private const int MostDecades = 12;

    private readonly Points few = data.Inputs.Range(0, Math.Min(data.Inputs.Count, MostPoints));

    /// <summary>The mean square of Y − m(X); 1 if all are 0, which have no scale.</summary>
    public double MeanSquare { get; } = data.Residuals.Enumerate().Average(y => y * y) is > 0 and var square ? square : 1;

    /// <summary>The noise from which its search starts, if none is given.</summary>
    public Ridge Noise => Ridge.Absolute(FirstNoise * MeanSquare);

    /// <summary>Intervals and the first start for each name, those that are given apart in the scale of the targets.</summary>
    public SearchSpace Space(Ridge noise, IReadOnlyList<string> names, FitOptions options)
    {
        string[] parameters = [.. names.Where(data.Kernel.Parameters.Contains)];
        var middle = parameters.Aggregate(data.Kernel, (kernel, name) => kernel.Bind(name, options.Bounds.GetValueOrDefault(name, FitOptions.DefaultBounds).Middle));
        var scaling = ScalingOf(middle, [.. parameters.Where(name => !options.Bounds.ContainsKey(name))]);
        ParameterBounds Bounds(string name) => options.Bounds.TryGetValue(name, out var given) ? given
            : FeatureRelevances.IsName(name) ? FitOptions.DefaultRelevanceBounds
            : name != GaussianProcess.NoiseName ? FitOptions.DefaultBounds.Times(scaling.GetValueOrDefault(name, 1))
            : noise.IsRelative ? FitOptions.DefaultNoiseBounds
            : FitOptions.DefaultNoiseBounds.Times(Math.Pow(100, Decade(Math.Sqrt(MeanSquare))));
        double? Given(string name) => name == GaussianProcess.NoiseName ? noise.Amount : FeatureRelevances.IsName(name) ? 1 : data.Kernel.Bindings.TryGetValue(name, out var value) ? value : null;
        return new(names, [.. names.Select(Bounds)], [.. names.Select(Given)]);
    }

    /// <summary>The power of ten for each parameter that scales the outputs, by which all of them together bring the prior to the size of the targets.</summary>
    private Dictionary<string, double> ScalingOf(Kernel middle, string[] names)
    {
        if (Distance(middle) == 0)
        {
            return [];
        }

        string[] scales = [.. names.Where(name => ScalesOutputs(middle, name))];
        Kernel At(int decades) => scales.Aggregate(middle, (kernel, name) => kernel.Bind(name, kernel.Bindings[name] * Math.Pow(10, decades)));
        var decades = 0;
        while (scales.Length > 0 && Math.Abs(decades) < MostDecades && Math.Sign(Distance(At(decades))) is not 0 and var direction)
        {
            // Two scales in a product overshoot by a decade; the nearer one of both is taken.
            if (Math.Abs(Distance(At(decades + direction))) >= Math.Abs(Distance(At(decades))))
            {
                break;
            }

            decades += direction;
        }

        return scales.ToDictionary(name => name, _ => Math.Pow(10, decades));
    }

    /// <summary>Decades from the standard deviation of the prior to the size of the targets.</summary>
    private double Distance(Kernel kernel) => Decade(Math.Sqrt(MeanSquare / Variance(kernel)));

    /// <summary>Whether outputs grow with the parameter without limit, as with the weights of the last layer, and not with those before a sigmoid.</summary>
    private bool ScalesOutputs(Kernel kernel, string name) => Variance(kernel.Bind(name, 40)) > 2 * Variance(kernel.Bind(name, 20));

    private double Variance(Kernel kernel) => kernel.EvaluateDiagonal(few).Of(kind).Average();

    private static double Decade(double scale) => double.IsFinite(scale) && scale > 0 ? Math.Round(Math.Log10(scale)) : 0;
}
