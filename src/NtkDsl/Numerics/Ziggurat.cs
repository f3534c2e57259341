using MathNet.Numerics;

namespace NtkDsl;

/// <summary>
/// The right half of f(x) = exp(−x²/2), cut into horizontal layers of one area v (Marsaglia and Tsang, 2000). Layer 0
/// is the base: the rectangle below f(r) together with the tail beyond r.
/// </summary>
internal static class Ziggurat
{
    /// <summary>The number of layers.</summary>
    public const int Layers = 256;

    /// <summary>r, the one place where 256 layers of equal area end exactly at f(0) = 1.</summary>
    public const double BaseEdge = 3.6541528853610088;

    /// <summary>v = r f(r) + ∫ f(x) dx over x > r, the area of each layer.</summary>
    public static readonly double Area =
        BaseEdge * Density(BaseEdge) + Math.Sqrt(Math.PI / 2) * SpecialFunctions.Erfc(BaseEdge / Math.Sqrt(2));

    /// <summary>
    /// The right end of each layer, from the base upward, and 0 at last. The base has the end v / f(r) that a rectangle
    /// of its area would have.
    /// </summary>
    public static readonly double[] Edge = Edges();

    /// <summary>f(x) = exp(−x²/2).</summary>
    public static double Density(double x) => Math.Exp(-0.5 * x * x);

    private static double[] Edges()
    {
        var edge = new double[Layers + 1];
        edge[0] = Area / Density(BaseEdge);
        edge[1] = BaseEdge;
        for (var i = 2; i < Layers; i++)
            edge[i] = Math.Sqrt(-2 * Math.Log(Density(edge[i - 1]) + Area / edge[i - 1]));
        return edge;
    }
}
