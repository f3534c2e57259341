using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Consecutive rows of the NNGP and NTK matrices between two sets of points.</summary>
public sealed class KernelBlock
{
    private readonly IReadOnlyDictionary<KernelKind, Matrix<double>> matrices;
    private readonly string? whyNoNtk;

    internal KernelBlock(int firstRow, IReadOnlyDictionary<KernelKind, Matrix<double>> matrices, string? whyNoNtk) =>
        (FirstRow, this.matrices, this.whyNoNtk) = (firstRow, matrices, whyNoNtk);

    /// <summary>The number, from 0, of the point of the first row.</summary>
    public int FirstRow { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => matrices.Values.First().RowCount;

    /// <summary>K(x_i, x′_j) for i from <see cref="FirstRow"/>.</summary>
    /// <exception cref="NtkDslException">Only the NTK was asked for.</exception>
    public Matrix<double> Nngp => Of(KernelKind.Nngp);

    /// <summary>Θ(x_i, x′_j) for i from <see cref="FirstRow"/>.</summary>
    /// <exception cref="NtkDslException">The architecture has no NTK, or only the NNGP kernel was asked for.</exception>
    public Matrix<double> Ntk => Of(KernelKind.Ntk);

    internal Matrix<double> Of(KernelKind kind) => matrices.TryGetValue(kind, out var matrix) ? matrix
        : throw new NtkDslException(kind == KernelKind.Ntk && whyNoNtk is not null ? whyNoNtk : Messages.KindNotEvaluated(kind));
}
