using System.Numerics;
using System.Numerics.Tensors;
using MathNet.Numerics.IntegralTransforms;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// Random features of the NTK of a ReLU network, ψ(x)ᵀψ(x′) ≈ Θ(x, x′): for L times dense(sigmaW = √2) &gt;&gt; relu and then
/// dense(sigmaW = 1), all without bias.
/// </summary>
/// <remarks>
/// z₀ = ψ₀ = √(2/d) x; then layer by layer z = √(2/m) relu(W z), φ₀ = √(2/m) 1[V z &gt; 0] and ψ = [z; Q(φ₀ ⊗ ψ)], with standard normal W, V and
/// a tensor sketch Q, which multiplies two count sketches as polynomials; at the end ψ/√2. The error falls as 1/√m.
/// Sources: Zandieh et al., "Scaling neural tangent kernels via sketching and random features" (2021); Pham and Pagh, "Fast and
/// scalable polynomial kernels via explicit feature maps" (2013).
/// </remarks>
public sealed class ReluNtkFeatures
{
    private readonly IReadOnlyList<Layer> layers;

    private ReluNtkFeatures(int inputs, IReadOnlyList<Layer> layers) => (Inputs, this.layers) = (inputs, layers);

    /// <summary>d, the number of features of a point.</summary>
    public int Inputs { get; }

    /// <summary>The number of random features, 2m.</summary>
    public int Count => 2 * layers[^1].Width;

    /// <summary>Draws the random weights.</summary>
    /// <param name="inputs">d, the number of features of a point.</param>
    /// <param name="depth">L, the number of hidden layers.</param>
    /// <param name="width">m, a power of 2: the number of ReLU features and of sketched ones.</param>
    /// <param name="seed">The features depend on the numbers above and the seed alone.</param>
    /// <exception cref="NtkDslException">A number is not positive, or m is no power of 2.</exception>
    public static ReluNtkFeatures Draw(int inputs, int depth, int width, long seed = 0)
    {
        if (inputs < 1 || depth < 1 || !BitOperations.IsPow2(width))
        {
            throw new NtkDslException(Messages.BadRandomFeatures(inputs, depth, width));
        }

        return new(inputs, [.. Enumerable.Range(0, depth).Select(l => new Layer(l == 0 ? inputs : width, l == 0 ? inputs : 2 * width, width, seed, l))]);
    }

    /// <summary>ψ, n × 2m: a row for each point.</summary>
    /// <exception cref="NtkDslException">The points do not have d features.</exception>
    public Matrix<double> Of(Points x)
    {
        if (x.Features != Inputs)
        {
            throw new NtkDslException(Messages.WrongFeatures(Inputs, x.Features));
        }

        var rows = new double[x.Count][];
        Parallel.For(0, x.Count, i => rows[i] = Of(x[i]));
        return Matrix<double>.Build.DenseOfRowArrays(rows);
    }

    private double[] Of(ReadOnlySpan<double> x)
    {
        var z = new double[x.Length];
        TensorPrimitives.Multiply(x, Math.Sqrt(2.0 / x.Length), z);
        var psi = z;
        foreach (var layer in layers)
        {
            (z, psi) = layer.Of(z, psi);
        }

        TensorPrimitives.Multiply(psi, Math.Sqrt(0.5), psi);
        return psi;
    }

    /// <summary>One layer's weights W, V and the two count sketches.</summary>
    private sealed class Layer
    {
        private readonly Matrix relu;
        private readonly Matrix step;
        private readonly CountSketch ofSteps;
        private readonly CountSketch ofTangents;

        public Layer(int inputs, int tangents, int width, long seed, int number)
        {
            var stream = new NormalStream(unchecked((ulong)seed), (ulong)number);
            Width = width;
            relu = stream.Matrix(width, inputs);
            step = stream.Matrix(width, inputs);
            ofSteps = new(width, width, stream);
            ofTangents = new(tangents, width, stream);
        }

        public int Width { get; }

        public (double[] Z, double[] Psi) Of(double[] z, double[] psi)
        {
            var scale = Math.Sqrt(2.0 / Width);
            var (next, steps, tangent) = (new double[Width], new double[Width], new double[2 * Width]);
            for (var k = 0; k < Width; k++)
            {
                next[k] = scale * Math.Max(0, TensorPrimitives.Dot(relu.Row(k), z));
                steps[k] = TensorPrimitives.Dot(step.Row(k), z) > 0 ? scale : 0;
            }

            var spectrum = ofSteps.Spectrum(steps);
            var other = ofTangents.Spectrum(psi);
            for (var k = 0; k < Width; k++)
            {
                spectrum[k] *= other[k];
            }

            Fourier.Inverse(spectrum, FourierOptions.AsymmetricScaling);
            for (var k = 0; k < Width; k++)
            {
                (tangent[k], tangent[Width + k]) = (next[k], spectrum[k].Real);
            }

            return (next, tangent);
        }
    }

    /// <summary>Adds each entry, with a random sign, to a random one of m cells.</summary>
    private sealed class CountSketch
    {
        private readonly int[] cells;
        private readonly double[] signs;
        private readonly int width;

        public CountSketch(int inputs, int width, NormalStream stream)
        {
            this.width = width;
            cells = [.. Enumerable.Range(0, inputs).Select(_ => (int)(stream.Uniform() * width))];
            signs = [.. Enumerable.Range(0, inputs).Select(_ => stream.Uniform() < 0.5 ? -1.0 : 1.0)];
        }

        public Complex[] Spectrum(double[] v)
        {
            var sketch = new Complex[width];
            for (var i = 0; i < v.Length; i++)
            {
                sketch[cells[i]] += signs[i] * v[i];
            }

            Fourier.Forward(sketch, FourierOptions.AsymmetricScaling);
            return sketch;
        }
    }
}
