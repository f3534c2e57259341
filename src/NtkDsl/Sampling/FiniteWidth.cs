namespace NtkDsl;

/// <summary>What is known in closed form about kernels of finite networks.</summary>
public static class FiniteWidth
{
    /// <summary>
    /// E Θ(x, x)²/(E Θ(x, x))² = (L + 1)⁻² Σ_{l,m=0…L} Π_{k∉[min(l,m), max(l,m))} (1 + 5/n_k) Π_{k∈[min(l,m), max(l,m))} (1 + 1/n_k)
    /// for the NTK of a ReLU network at initialisation: L hidden layers of widths n_0 … n_{L−1}, one output, no biases, the NTK
    /// parameterization with σ_w² = 2 in every hidden layer and the same learning rate for all.
    /// </summary>
    /// <remarks>
    /// The terms are E Θ_l Θ_m for the parts Θ_l of the NTK due to the weights of layer l. They are exact for |l − m| ≤ 1, thus the
    /// whole is exact for L ≤ 1. For more layers the correlation between the two norms that meet in the layers between l and m is
    /// left out, of relative order 1/n²; so expect it to hold while L is small against the widths. The mean E Θ(x, x) is that
    /// of infinite width, whatever the widths. Refines the order of magnitude exp(5 Σ 1/n_k) of Hanin and Nica, "Finite depth and width
    /// corrections to the neural tangent kernel" (2020).
    /// </remarks>
    /// <param name="widths">n_0 … n_{L−1}, the widths of the hidden layers from the input to the output; none for a linear model.</param>
    /// <returns>At least 1; 1 at infinite width.</returns>
    /// <exception cref="NtkDslException">A width is not positive.</exception>
    public static double ReluNtkSecondMoment(IReadOnlyList<int> widths)
    {
        var all = widths.Aggregate(1.0, (product, width) => product * Outside(width));
        double sum = 0;
        for (var l = 0; l <= widths.Count; l++)
        {
            var term = all;
            sum += term;
            for (var m = l + 1; m <= widths.Count; m++)
            {
                // The layer m − 1 passes from the first product to the second. Pairs l < m stand for m < l, too.
                term *= Between(widths[m - 1]) / Outside(widths[m - 1]);
                sum += 2 * term;
            }
        }

        var layers = widths.Count + 1.0;
        return sum / (layers * layers);
    }

    /// <summary>
    /// Var Θ(x, x)/(E Θ(x, x))², one less than <see cref="ReluNtkSecondMoment"/>: about (5L − (4/3) L (L + 2)/(L + 1))/n for L hidden
    /// layers of width n much larger than L.
    /// </summary>
    /// <inheritdoc cref="ReluNtkSecondMoment"/>
    /// <returns>At least 0; 0 at infinite width.</returns>
    public static double ReluNtkRelativeVariance(IReadOnlyList<int> widths) => ReluNtkSecondMoment(widths) - 1;

    /// <summary>The square of a norm and the square of what is propagated through one layer, in one path: 1 + 5/n.</summary>
    private static double Outside(int width) => 1 + (5.0 / Positive(width));

    /// <summary>A norm of the forward pass against one of the backward pass: 1 + 1/n.</summary>
    private static double Between(int width) => 1 + (1.0 / Positive(width));

    private static int Positive(int width) => width > 0 ? width : throw new NtkDslException(Messages.WidthNotPositive(width));
}
