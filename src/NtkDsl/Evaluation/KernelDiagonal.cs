using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The NNGP kernel and the NTK of each point with itself.</summary>
public sealed class KernelDiagonal
{
    private readonly OrReason<Vector<double>> ntk;

    internal KernelDiagonal(Vector<double> nngp, OrReason<Vector<double>> ntk) => (Nngp, this.ntk) = (nngp, ntk);

    /// <summary>K(x_i, x_i).</summary>
    public Vector<double> Nngp { get; }

    /// <summary>Θ(x_i, x_i).</summary>
    /// <exception cref="NtkDslException">The architecture has no NTK.</exception>
    public Vector<double> Ntk => ntk.Value;

    internal Vector<double> Of(KernelKind kind) => kind == KernelKind.Nngp ? Nngp : Ntk;
}
