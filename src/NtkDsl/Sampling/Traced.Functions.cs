using System.Numerics.Tensors;
using MathNet.Numerics;

namespace NtkDsl;

/// <content>Functions of each entry: the value, and the derivative as a function of the argument x and the value y.</content>
internal sealed partial class Traced
{
    /// <summary>1 where x > 0, 1/2 at 0, else 0; its derivative is taken to be 0.</summary>
    public static Traced Step(Traced x) => x.Value.Map(EachEntry(v => v > 0 ? 1 : v < 0 ? 0 : 0.5));

    /// <summary>−1, 0 or 1; its derivative is taken to be 0.</summary>
    public static Traced Sign(Traced x) => x.Value.Map(EachEntry(v => v > 0 ? 1 : v < 0 ? -1 : 0));

    /// <summary>max(x, 0), with derivative 1/2 at 0.</summary>
    public static Traced Relu(Traced x) => Map(x, (v, r) => TensorPrimitives.Max(v, 0, r), (x, _) => Step(x));

    /// <summary>|x|, with derivative 0 at 0.</summary>
    public static Traced Abs(Traced x) => Map(x, TensorPrimitives.Abs, (x, _) => Sign(x));

    /// <summary>eˣ.</summary>
    public static Traced Exp(Traced x) => Map(x, TensorPrimitives.Exp, (_, y) => y);

    /// <summary>ln x.</summary>
    public static Traced Log(Traced x) => Map(x, TensorPrimitives.Log, (x, _) => Reciprocal(x));

    /// <summary>sin x.</summary>
    public static Traced Sin(Traced x) => Map(x, TensorPrimitives.Sin, (x, _) => Cos(x));

    /// <summary>cos x.</summary>
    public static Traced Cos(Traced x) => Map(x, TensorPrimitives.Cos, (x, _) => -Sin(x));

    /// <summary>tanh x.</summary>
    public static Traced Tanh(Traced x) =>
        // The vectorised one subtracts 1 from an exponential, and so loses all digits near 0.
        Map(x, EachEntry(Math.Tanh), (_, y) => 1 - y * y);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Traced Sigmoid(Traced x) => Map(x, TensorPrimitives.Sigmoid, (_, y) => y * (1 - y));

    /// <summary>√x.</summary>
    public static Traced Sqrt(Traced x) => Map(x, TensorPrimitives.Sqrt, (_, y) => 0.5 * Reciprocal(y));

    /// <summary>1 / x.</summary>
    public static Traced Reciprocal(Traced x) => Map(x, TensorPrimitives.Reciprocal, (_, y) => -(y * y));

    /// <summary>x to the power p; 1 for p = 0.</summary>
    public static Traced Power(Traced x, double p) =>
        p == 0 ? Ones(x.Rows, x.Columns) : Map(x, EachEntry(v => Math.Pow(v, p)), (x, _) => p * Power(x, p - 1));

    /// <summary>The error function.</summary>
    public static Traced Erf(Traced x) =>
        Map(x, EachEntry(SpecialFunctions.Erf), (x, _) => 2 / Math.Sqrt(Math.PI) * Exp(-(x * x)));

    /// <summary>The density of the standard normal law, φ(x) = exp(−x²/2) / √(2π).</summary>
    public static Traced NormalDensity(Traced x) => 1 / Math.Sqrt(2 * Math.PI) * Exp(-0.5 * (x * x));

    /// <summary>The distribution function of the standard normal law, Φ(x) = P(Z ≤ x).</summary>
    public static Traced NormalCdf(Traced x) =>
        Map(x, EachEntry(v => 0.5 * SpecialFunctions.Erfc(-v / Math.Sqrt(2))), (x, _) => NormalDensity(x));

    /// <summary>ln(1 + eˣ), computed as max(x, 0) + ln(1 + e⁻|ˣ|), which neither overflows nor cancels.</summary>
    public static Traced Softplus(Traced x) =>
        Map(x, EachEntry(v => Math.Max(v, 0) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(v)))), (x, _) => Sigmoid(x));

    /// <summary>An elementwise function: its value, and its derivative in terms of the argument and the value.</summary>
    public static Traced Map(Traced x, UnaryLoop value, Func<Traced, Traced, Traced> derivative)
    {
        Traced y = null!;
        y = new(x.Value.Map(value), Argument.Symmetric(x, t => t * derivative(x, y)));
        return y;
    }

    /// <summary>The value of f with the derivative of s: a surrogate gradient.</summary>
    public static Traced WithDerivativeOf(Traced f, Traced s) => new(f.Value, Argument.Symmetric(s, t => t));

    /// <summary>A function of one number, applied entry by entry.</summary>
    public static UnaryLoop EachEntry(Func<double, double> f) => (x, result) =>
    {
        for (var i = 0; i < x.Length; i++) result[i] = f(x[i]);
    };
}
