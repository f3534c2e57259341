using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>
/// Kernels of networks of width 2n beside those of their halves of width n, to remove the bias of order 1/width by Richardson
/// extrapolation: for E K_n = K + c/n + O(1/n²) the quantity 2K_2n − K_n has mean K + O(1/n²), and its difference to K_n has mean
/// −c/n. Taking both halves of the same network (a jackknife) makes the variance that of the wide network alone, several times
/// less than with independent draws.
/// </summary>
/// <remarks>Sources: Richardson (1911); Quenouille (1956) for the jackknife.</remarks>
internal sealed class CoupledDraws(KernelDraws wide, KernelDraws narrow, ulong seed)
{
    /// <summary>The number of quantities of a draw: the extrapolated kernels, then those of width n.</summary>
    public int Size => 2 * wide.Size;

    public void Draw(long number, Span<double> quantities)
    {
        var network = SampledWeights.Implicit(wide.Plan, seed, (ulong)number);
        var extrapolated = quantities[..wide.Size];
        var atWidth = quantities[wide.Size..];
        wide.Write(network, extrapolated);
        atWidth.Clear();
        var half = new double[narrow.Size];
        for (var i = 0; i < 2; i++)
        {
            narrow.Write(network.Half(narrow.Plan, i), half);
            TensorPrimitives.MultiplyAdd(half, 0.5, atWidth, atWidth);
        }

        TensorPrimitives.Multiply(extrapolated, 2, extrapolated);
        TensorPrimitives.Subtract(extrapolated, atWidth, extrapolated);
    }
}
