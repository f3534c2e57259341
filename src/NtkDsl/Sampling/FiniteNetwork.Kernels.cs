using MathNet.Numerics.LinearAlgebra;
using Dense = MathNet.Numerics.LinearAlgebra.Double;

namespace NtkDsl;

/// <content>
/// The empirical kernels of this one network. If x₂ is left out the columns are the same examples as the rows; if it is given they
/// count as different examples, with dropout masks of their own. With surrogate gradients Θ = J J̃ᵀ, true gradients in the rows.
/// </content>
public sealed partial class FiniteNetwork
{
    /// <summary>(1/O) Σ_k f_k(x₁) f_k(x₂): the empirical NNGP kernel, N₁ × N₂.</summary>
    /// <param name="x1">N₁ examples.</param>
    /// <param name="x2">N₂ examples; the same as <paramref name="x1"/> if not given.</param>
    /// <exception cref="NtkDslException">The number of features differs.</exception>
    public Matrix<double> Nngp(Points x1, Points? x2 = null)
    {
        var left = weights.Forward(Inputs(x1));
        var right = x2 is null ? left : weights.Forward(Inputs(x2), firstExample: x1.Count);
        return MatrixProduct.Multiply(left.Weighted().Value, right.Weighted().Value, transposeB: true).Times(1.0 / Outputs).ToMathNet();
    }

    /// <summary>(1/O) Σ_k Θ_kk, N₁ × N₂: the NTK averaged over the outputs, whose limit is the kernel at infinite width.</summary>
    /// <param name="x1">N₁ examples.</param>
    /// <param name="x2">N₂ examples; the same as <paramref name="x1"/> if not given.</param>
    /// <param name="method">How to compute it.</param>
    /// <exception cref="NtkDslException">The number of features differs.</exception>
    public Matrix<double> Ntk(Points x1, Points? x2 = null, NtkMethod method = NtkMethod.Automatic)
    {
        var ntk = NtkPerOutput(x1, x2, method);
        var weight = weights.Forward(new(0, Features, [])).Weights ?? Matrix.Filled(1, Outputs, 1);
        return ntk.Select((block, k) => block * (weight[0, k] / Outputs)).Aggregate((sum, block) => sum + block);
    }

    /// <summary>Θ_kk = J_k Λ J_kᵀ for each output k, each N₁ × N₂.</summary>
    /// <inheritdoc cref="Ntk"/>
    public IReadOnlyList<Matrix<double>> NtkPerOutput(Points x1, Points? x2 = null, NtkMethod method = NtkMethod.Automatic)
    {
        var ntk = EmpiricalNtk.Of(weights, Inputs(x1), x2 is null ? null : Inputs(x2), method, Outputs);
        return [.. Enumerable.Range(0, Outputs).Select(k => ntk.Block(k, k).ToMathNet())];
    }

    /// <summary>Θ = J Λ Jᵀ with Θ_kl(x_i, x_j) in row i O + k and column j O + l, N₁O × N₂O.</summary>
    /// <inheritdoc cref="Ntk"/>
    public Matrix<double> FullNtk(Points x1, Points? x2 = null, NtkMethod method = NtkMethod.Automatic)
    {
        var ntk = EmpiricalNtk.Of(weights, Inputs(x1), x2 is null ? null : Inputs(x2), method, Outputs * Outputs);
        var blocks = Enumerable.Range(0, Outputs * Outputs).Select(kl => ntk.Block(kl / Outputs, kl % Outputs)).ToArray();
        return Dense.DenseMatrix.Create(x1.Count * Outputs, (x2 ?? x1).Count * Outputs,
            (row, column) => blocks[(row % Outputs * Outputs) + (column % Outputs)][row / Outputs, column / Outputs]);
    }

    /// <summary>
    /// The derivative of <see cref="Ntk"/> among some examples as the parameters move, dΘ(x, x; θ + ε v)/dε at ε = 0, N × N: third
    /// derivatives of the network, by forward mode over reverse mode. With v = −λ ∂L/∂θ it is dΘ/dt along gradient flow, which the neural
    /// tangent hierarchy writes as a sum over its third-order kernel.
    /// </summary>
    /// <remarks>Source: Huang and Yau, "Dynamics of deep neural networks and neural tangent hierarchy" (2020).</remarks>
    /// <param name="x">N examples.</param>
    /// <param name="direction">v, a vector of length P.</param>
    /// <exception cref="NtkDslException">The number of features or of parameters differs.</exception>
    public Matrix<double> NtkDerivative(Points x, Vector<double> direction)
    {
        var inputs = Inputs(x);
        var (output, gradientsOf) = (weights.Forward(inputs), weights.Forward(inputs, surrogates: true).Values);
        Traced[] tangents = [.. Unflatten(direction).Select(tangent => (Traced)tangent)];
        double[] rates = [.. weights.Parameters.Select(parameter => parameter.Rate)];
        var mean = output.Weights ?? Matrix.Filled(1, Outputs, 1);
        return Enumerable.Range(0, Outputs)
            .Select(k => Gradients(output.Values, k).Kernel(Gradients(gradientsOf, k), rates))
            .Select((block, k) => Autodiff.Jvp(block, parameters, tangents).Value.ToMathNet() * (mean[0, k] / Outputs))
            .Aggregate((sum, block) => sum + block);

        RowGradients Gradients(Traced of, int k)
        {
            var unit = new double[Outputs];
            unit[k] = 1;
            return new(of, Traced.Repeat(new Matrix(1, Outputs, unit), x.Count), parameters);
        }
    }
}
