using MathNet.Numerics.LinearAlgebra;
using Dense = MathNet.Numerics.LinearAlgebra.Double;

namespace NtkDsl;

/// <summary>
/// One network of finite width, drawn at random from an architecture: f(x; θ) with derivatives by automatic differentiation, which
/// knows nothing of the formulas for infinite width. Immutable; training returns a new network.
/// </summary>
/// <remarks>
/// θ are the parameters of layers that are not frozen, layer after layer, weights (row by row) before biases. Where
/// <c>dropout</c> stands in the architecture, an example keeps its mask: the mask is chosen by the seed and by the example's row.
/// </remarks>
public sealed partial class FiniteNetwork
{
    private readonly SampledWeights weights;
    private readonly Traced[] parameters;

    internal FiniteNetwork(SampledWeights weights)
    {
        this.weights = weights;
        Outputs = weights.Forward(new(0, weights.Plan.Features, [])).Width;
        parameters = [.. weights.Parameters.Select(parameter => parameter.Values)];
        ParameterCount = parameters.Sum(parameter => parameter.Value.Entries.Length);
    }

    /// <summary>What the network was drawn from.</summary>
    public Architecture Architecture => weights.Plan.Architecture;

    /// <summary>The number of input features d.</summary>
    public int Features => weights.Plan.Features;

    /// <summary>O, the number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>P, the number of parameters that training changes.</summary>
    public int ParameterCount { get; }

    /// <summary>θ, a vector of length P.</summary>
    public Vector<double> Parameters => Flatten(parameters.Select(parameter => parameter.Value));

    /// <summary>λ, the multiplier of the learning rate for each parameter, a vector of length P.</summary>
    public Vector<double> LearningRates =>
        Flatten(weights.Parameters.Select(parameter => Matrix.Filled(parameter.Values.Rows, parameter.Values.Columns, parameter.Rate)));

    /// <summary>Draws a network.</summary>
    /// <param name="architecture">What to draw from.</param>
    /// <param name="features">The number of input features d.</param>
    /// <param name="seed">The same seed gives the same network.</param>
    /// <param name="width">
    /// Replaces the widths of hidden dense layers. The kernels at infinite width stay the same: concatenated branches keep the
    /// weights of their stated widths, and the standard parameterization keeps its stated fan-in as gradient scale. Channels
    /// that are added to or multiplied with those of the input keep their width.
    /// </param>
    /// <param name="outputs">Replaces the width of the dense layer at the end, or of each part of a concatenation at the end.</param>
    /// <param name="bindings">The values of free parameters by name.</param>
    /// <exception cref="NtkDslException">A number is not positive, widths do not fit, or a free parameter is not bound.</exception>
    public static FiniteNetwork Sample(
        Architecture architecture,
        int features,
        int seed = 0,
        int? width = null,
        int? outputs = null,
        IReadOnlyDictionary<string, double>? bindings = null)
    {
        var weights = SampledWeights.Explicit(new(architecture, features, width, outputs, bindings), (ulong)seed, 0);
        return new(weights);
    }

    /// <summary>f(x), one row for each example and one column for each output.</summary>
    /// <param name="x">N examples of d features.</param>
    /// <exception cref="NtkDslException">The number of features differs.</exception>
    public Matrix<double> Forward(Points x) => weights.Forward(Inputs(x)).Values.Value.ToMathNet();

    /// <summary>∂f_k(x_i)/∂θ_p in row i O + k and column p, by reverse-mode differentiation.</summary>
    /// <param name="x">N examples of d features.</param>
    /// <exception cref="NtkDslException">The number of features differs.</exception>
    public Matrix<double> Jacobian(Points x)
    {
        var jacobians = EmpiricalNtk.Jacobian(weights, Inputs(x), Outputs);
        return Dense.DenseMatrix.Create(x.Count * Outputs, ParameterCount, (row, p) => jacobians[row % Outputs][row / Outputs, p]);
    }

    /// <summary>The network with other parameters θ; frozen layers stay.</summary>
    /// <param name="theta">A vector of length P.</param>
    /// <exception cref="NtkDslException">The length differs.</exception>
    public FiniteNetwork WithParameters(Vector<double> theta)
    {
        var values = new Queue<Matrix>(Unflatten(theta));
        return new(weights.With(_ => values.Dequeue()));
    }

    /// <summary>The linear model f(x; θ₀) + J(x)(θ − θ₀) around this network's parameters θ₀.</summary>
    public LinearizedNetwork Linearize() => new(this);

    /// <summary>J(x) v, the derivative of the outputs in the direction v, shaped as the output.</summary>
    internal Matrix Push(Matrix x, Vector<double> direction) =>
        Autodiff.Jvp(weights.Forward(x).Values, parameters, [.. Unflatten(direction).Select(tangent => (Traced)tangent)]).Value;

    /// <summary>Jᵀ g for a matrix g shaped as the output; surrogate gradients where an activation has one.</summary>
    internal Vector<double> Pull(Matrix x, Func<Matrix, Matrix> cotangent)
    {
        var output = weights.Forward(x, surrogates: true).Values;
        return Flatten(Autodiff.Vjp(output, cotangent(output.Value), parameters).Select(gradient => gradient.Value));
    }

    internal Matrix Inputs(Points x) => x.Features == Features
        ? x.ToMatrix()
        : throw new NtkDslException(Messages.WrongFeatures(Features, x.Features));

    private static Dense.DenseVector Flatten(IEnumerable<Matrix> parts) => new([.. parts.SelectMany(part => part.Entries.ToArray())]);

    private IEnumerable<Matrix> Unflatten(Vector<double> theta)
    {
        if (theta.Count != ParameterCount)
        {
            throw new NtkDslException(Messages.ParameterCountDiffers(ParameterCount, theta.Count));
        }

        var at = 0;
        foreach (var parameter in parameters)
        {
            var count = parameter.Value.Entries.Length;
            yield return new(parameter.Rows, parameter.Columns, theta.SubVector(at, count).ToArray());
            at += count;
        }
    }
}
