using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The NNGP and NTK matrices, computed in double precision and stored in single.</summary>
public sealed class SingleKernelPair
{
    private readonly OrReason<Matrix<float>> ntk;

    internal SingleKernelPair(Matrix<float> nngp, OrReason<Matrix<float>> ntk) => (Nngp, this.ntk) = (nngp, ntk);

    /// <summary>K(x_i, x′_j), rounded.</summary>
    public Matrix<float> Nngp { get; }

    /// <summary>Θ(x_i, x′_j), rounded.</summary>
    /// <exception cref="NtkDslException">The architecture has no NTK.</exception>
    public Matrix<float> Ntk => ntk.Value;
}
