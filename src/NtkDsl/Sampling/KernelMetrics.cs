using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>How far a kernel matrix has moved, as the NTK does in training, and how well it fits the labels.</summary>
/// <remarks>‖·‖ is the Frobenius norm and ⟨A, B⟩ = Tr(Aᵀ B) its inner product.</remarks>
public static class KernelMetrics
{
    /// <summary>‖K′ − K‖/‖K‖. In lazy training it is of order 1/n for networks of width n.</summary>
    /// <remarks>Source: Geiger, Spigler, Jacot and Wyart, "Disentangling feature and lazy training in deep neural networks" (2020).</remarks>
    /// <param name="before">K, N₁ × N₂, not zero.</param>
    /// <param name="after">K′, N₁ × N₂.</param>
    /// <exception cref="NtkDslException">The sizes differ, or K is zero.</exception>
    public static double RelativeChange(Matrix<double> before, Matrix<double> after)
    {
        RequireSameSize(before, after);
        return (after - before).FrobeniusNorm() / Norm(before);
    }

    /// <summary>
    /// 1 − ⟨K, K′⟩/(‖K‖ ‖K′‖), one minus the cosine between the kernels: 0 if one is a multiple of the other, and at most 1 for
    /// positive semidefinite ones.
    /// </summary>
    /// <remarks>
    /// Source: Fort et al., "Deep learning versus kernel learning: an empirical study of loss landscape geometry and the time evolution
    /// of the neural tangent kernel" (2020).
    /// </remarks>
    /// <param name="first">K, N₁ × N₂, not zero.</param>
    /// <param name="second">K′, N₁ × N₂, not zero.</param>
    /// <exception cref="NtkDslException">The sizes differ, or one is zero.</exception>
    public static double Distance(Matrix<double> first, Matrix<double> second)
    {
        RequireSameSize(first, second);

        // ½ ‖K/‖K‖ − K′/‖K′‖‖² is the same, without the cancellation for kernels that are close.
        var difference = ((first / Norm(first)) - (second / Norm(second))).FrobeniusNorm();
        return difference * difference / 2;
    }

    /// <summary>
    /// yᵀ K y/(|y|² ‖K‖), the cosine between K and y yᵀ: 1 if K is a multiple of y yᵀ, at least 0 for a positive semidefinite K.
    /// </summary>
    /// <remarks>
    /// Sources: Cristianini et al., "On kernel-target alignment" (2001); for the NTK Ortiz-Jiménez, Moosavi-Dezfooli and Frossard,
    /// "What can linearized neural networks actually say about generalization?" (2021).
    /// </remarks>
    /// <param name="kernel">K, N × N, not zero.</param>
    /// <param name="labels">y, N numbers, not all zero.</param>
    /// <exception cref="NtkDslException">The sizes do not fit, or K or y is zero.</exception>
    public static double Alignment(Matrix<double> kernel, Vector<double> labels)
    {
        if (kernel.RowCount != labels.Count || kernel.ColumnCount != labels.Count)
        {
            throw new NtkDslException(Messages.LabelsDoNotFit(kernel.RowCount, kernel.ColumnCount, labels.Count));
        }

        var length = labels.L2Norm();
        var direction = length > 0 ? labels / length : throw new NtkDslException(Messages.ZeroLabels);
        return direction * kernel * direction / Norm(kernel);
    }

    private static double Norm(Matrix<double> kernel) =>
        kernel.FrobeniusNorm() is var norm && norm != 0 ? norm : throw new NtkDslException(Messages.ZeroKernel);

    private static void RequireSameSize(Matrix<double> first, Matrix<double> second) =>
        _ = first.RowCount == second.RowCount && first.ColumnCount == second.ColumnCount ? first
            : throw new NtkDslException(Messages.KernelSizesDiffer(first.RowCount, first.ColumnCount, second.RowCount, second.ColumnCount));
}
