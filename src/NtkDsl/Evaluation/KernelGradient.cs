using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>A kernel matrix and its exact derivatives with respect to free parameters.</summary>
public sealed class KernelGradient
{
    internal KernelGradient(Matrix<double> value, IReadOnlyDictionary<string, Matrix<double>> derivatives) =>
        (Value, Derivatives) = (value, derivatives);

    /// <summary>k(x_i, x_j), n × n.</summary>
    public Matrix<double> Value { get; }

    /// <summary>∂k(x_i, x_j)/∂s for each free parameter s by name, n × n each.</summary>
    public IReadOnlyDictionary<string, Matrix<double>> Derivatives { get; }
}
