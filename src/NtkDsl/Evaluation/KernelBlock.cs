using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Consecutive rows of the NNGP and NTK matrices between two sets of points.</summary>
public sealed class KernelBlock
{
    private readonly OrReason<Matrix<double>> nngp;
    private readonly OrReason<Matrix<double>> ntk;

    private KernelBlock(int firstRow, OrReason<Matrix<double>> nngp, OrReason<Matrix<double>> ntk) => (FirstRow, this.nngp, this.ntk) = (firstRow, nngp, ntk);

    /// <summary>The number, from 0, of the point of the first row.</summary>
    public int FirstRow { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => (nngp.Exists ? nngp : ntk).Value.RowCount;

    /// <summary>K(x_i, x′_j) for i from <see cref="FirstRow"/>.</summary>
    /// <exception cref="NtkDslException">Only the NTK was asked for.</exception>
    public Matrix<double> Nngp => Of(KernelKind.Nngp);

    /// <summary>Θ(x_i, x′_j) for i from <see cref="FirstRow"/>.</summary>
    /// <exception cref="NtkDslException">The architecture has no NTK, or only the NNGP kernel was asked for.</exception>
    public Matrix<double> Ntk => Of(KernelKind.Ntk);

    /// <summary>The block of the kernels that were asked for.</summary>
    /// <param name="firstRow">The number of the point of the first row.</param>
    /// <param name="kinds">Which kernels.</param>
    /// <param name="matrix">Their matrices, in that order.</param>
    internal static KernelBlock Of(int firstRow, IReadOnlyList<KernelKind> kinds, Func<int, Matrix<double>> matrix)
    {
        return new(firstRow, Evaluated(KernelKind.Nngp), Evaluated(KernelKind.Ntk));

        OrReason<Matrix<double>> Evaluated(KernelKind kind) =>
            kinds.ToList().IndexOf(kind) is >= 0 and var output ? matrix(output) : OrReason<Matrix<double>>.None(Messages.KindNotEvaluated(kind));
    }

    /// <summary>The same block, of an architecture that may have no NTK: that is then the reason why it is not there.</summary>
    internal KernelBlock If<T>(OrReason<T> ntkExists)
        where T : class => new(FirstRow, nngp, ntkExists.Then(_ => ntk));

    internal Matrix<double> Of(KernelKind kind) => (kind == KernelKind.Nngp ? nngp : ntk).Value;
}
