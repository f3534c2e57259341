using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using static System.Diagnostics.DebuggerBrowsableState;

namespace NtkDsl;

/// <summary>The NNGP and NTK matrices between two sets of points: rows are points of the first, columns of the second.</summary>
public sealed class KernelPair
{
    private readonly OrReason<Matrix<double>> ntk;

    internal KernelPair(Matrix<double> nngp, OrReason<Matrix<double>> ntk, bool ntkIsSymmetric, double quadratureError)
    {
        Nngp = nngp;
        this.ntk = ntk;
        NtkIsSymmetric = ntkIsSymmetric;
        QuadratureError = quadratureError;
    }

    /// <summary>K(x_i, x′_j).</summary>
    [DebuggerBrowsable(Never)]
    public Matrix<double> Nngp { get; }

    /// <summary>Θ(x_i, x′_j).</summary>
    /// <exception cref="NtkDslException">The architecture has no NTK.</exception>
    [DebuggerBrowsable(Never)]
    public Matrix<double> Ntk => ntk.Value;

    /// <summary>Whether Θ(x, x′) = Θ(x′, x): false if a surrogate gradient stands in for a true one.</summary>
    [DebuggerBrowsable(Never)]
    public bool NtkIsSymmetric { get; }

    /// <summary>
    /// The largest error of an expectation E f(u)g(v) that has no closed form and was integrated, relative to √(E f(u)² E g(v)²) or E |f(u)g(v)|:
    /// measured on samples where expectations are tabulated, estimated by the integrator elsewhere. It is below 10⁻¹² unless a function is
    /// too rough to be integrated, and 0 if every expectation has a closed form.
    /// </summary>
    [DebuggerBrowsable(Never)]
    public double QuadratureError { get; }

    /// <summary>Both matrices, or the first rows and columns of large ones.</summary>
    public override string ToString() => $"NNGP K\n{Preview.Of(Nngp)}{(ntk.Exists ? $"\n\nNTK Θ\n{Preview.Of(Ntk)}" : "")}";

    internal Matrix<double> Of(KernelKind kind) => kind == KernelKind.Nngp ? Nngp : Ntk;

    internal bool IsSymmetric(KernelKind kind) => kind == KernelKind.Nngp || NtkIsSymmetric;
}
