using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The NNGP and NTK matrices between two sets of points: rows are points of the first, columns of the second.</summary>
public sealed class KernelPair
{
    private readonly Matrix<double>? ntk;
    private readonly string? whyNoNtk;

    internal KernelPair(Matrix<double> nngp, Matrix<double>? ntk, string? whyNoNtk, bool ntkIsSymmetric)
    {
        Nngp = nngp;
        this.ntk = ntk;
        this.whyNoNtk = whyNoNtk;
        NtkIsSymmetric = ntkIsSymmetric;
    }

    /// <summary>K(x_i, x′_j).</summary>
    public Matrix<double> Nngp { get; }

    /// <summary>Θ(x_i, x′_j).</summary>
    /// <exception cref="NtkDslException">The architecture has no NTK.</exception>
    public Matrix<double> Ntk => ntk ?? throw new NtkDslException(whyNoNtk!);

    /// <summary>Whether Θ(x, x′) = Θ(x′, x): false if a surrogate gradient stands in for a true one.</summary>
    public bool NtkIsSymmetric { get; }

    internal Matrix<double> Of(KernelKind kind) => kind == KernelKind.Nngp ? Nngp : Ntk;

    internal bool IsSymmetric(KernelKind kind) => kind == KernelKind.Nngp || NtkIsSymmetric;
}
