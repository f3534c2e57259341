namespace NtkDsl;

/// <summary>Arithmetic that all back ends share.</summary>
internal static class Arithmetic
{
    /// <summary>xᵖ, by roots and products where they are exact or faster.</summary>
    public static double Power(double x, double p) => p switch
    {
        0.5 => Math.Sqrt(x),
        -0.5 => 1 / Math.Sqrt(x),
        -1 => 1 / x,
        1 => x,
        2 => x * x,
        3 => x * x * x,
        _ => Math.Pow(x, p),
    };
}
