using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The NNGP kernel and the NTK of each point with itself.</summary>
public sealed class KernelDiagonal
{
    private readonly Vector<double>? ntk;
    private readonly string? whyNoNtk;

    internal KernelDiagonal(Vector<double> nngp, Vector<double>? ntk, string? whyNoNtk) =>
        (Nngp, this.ntk, this.whyNoNtk) = (nngp, ntk, whyNoNtk);

    /// <summary>K(x_i, x_i).</summary>
    public Vector<double> Nngp { get; }

    /// <summary>Θ(x_i, x_i).</summary>
    /// <exception cref="NtkDslException">The architecture has no NTK.</exception>
    public Vector<double> Ntk => ntk ?? throw new NtkDslException(whyNoNtk!);

    internal Vector<double> Of(KernelKind kind) => kind == KernelKind.Nngp ? Nngp : Ntk;
}
