using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The NNGP and NTK matrices, computed in double precision and stored in single.</summary>
public sealed class SingleKernelPair
{
    private readonly Matrix<float>? ntk;
    private readonly string? whyNoNtk;

    internal SingleKernelPair(Matrix<float> nngp, Matrix<float>? ntk, string? whyNoNtk) => (Nngp, this.ntk, this.whyNoNtk) = (nngp, ntk, whyNoNtk);

    /// <summary>K(x_i, x′_j), rounded.</summary>
    public Matrix<float> Nngp { get; }

    /// <summary>Θ(x_i, x′_j), rounded.</summary>
    /// <exception cref="NtkDslException">The architecture has no NTK.</exception>
    public Matrix<float> Ntk => ntk ?? throw new NtkDslException(whyNoNtk!);
}
