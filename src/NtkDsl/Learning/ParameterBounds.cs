namespace NtkDsl;

/// <summary>Where a parameter is searched for. The search is logarithmic if both ends are positive, linear otherwise.</summary>
public sealed record ParameterBounds
{
    /// <summary>The closed interval [lower, upper].</summary>
    /// <exception cref="NtkDslException">The interval is empty or not finite.</exception>
    public ParameterBounds(double lower, double upper)
    {
        if (!(lower < upper) || !double.IsFinite(upper - lower))
        {
            throw new NtkDslException(Messages.BadBounds(lower, upper));
        }

        (Lower, Upper) = (lower, upper);
    }

    /// <summary>The least value.</summary>
    public double Lower { get; }

    /// <summary>The largest value.</summary>
    public double Upper { get; }

    /// <summary>Whether the coordinate is the logarithm.</summary>
    internal bool IsLogarithmic => Lower > 0;

    /// <summary>Both ends times a factor above 0.</summary>
    internal ParameterBounds Times(double factor) => new(Lower * factor, Upper * factor);

    /// <summary>The value in the middle of the search.</summary>
    internal double Middle => FromCoordinate((ToCoordinate(Lower) + ToCoordinate(Upper)) / 2);

    /// <summary>The coordinate u of a value, in which the search is uniform.</summary>
    internal double ToCoordinate(double value) => IsLogarithmic ? Math.Log(value) : value;

    /// <summary>The value at u.</summary>
    internal double FromCoordinate(double u) => Math.Clamp(IsLogarithmic ? Math.Exp(u) : u, Lower, Upper);

    /// <summary>∂value/∂u.</summary>
    internal double Slope(double value) => IsLogarithmic ? value : 1;
}
