using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Points that a kernel cannot tell apart, although their targets differ by far more than noise would let them.</summary>
/// <param name="First">The number of a point, from 0, of the pair that differs most.</param>
/// <param name="Second">The number of the other.</param>
/// <param name="Pairs">How many pairs there are.</param>
/// <param name="Noise">The variance of noise that the differences speak for: the mean of ½ (y_i − y_j)² over pairs and outputs.</param>
internal sealed record Contradictions(int First, int Second, int Pairs, double Noise)
{
    /// <summary>The kernel's squared distance of two points, k_ii + k_jj − 2 k_ij, below which they are one, as a part of k_ii + k_jj.</summary>
    private const double Nearness = 1e-10;

    /// <summary>How many standard deviations targets differ by.</summary>
    private const double Excess = 8;

    /// <summary>Null if there are none.</summary>
    /// <param name="kernel">k(X, X).</param>
    /// <param name="y">The targets.</param>
    /// <param name="noise">The variance of the noise.</param>
    public static Contradictions? Among(Matrix<double> kernel, Matrix<double> y, double noise)
    {
        var (diagonal, rows) = (kernel.Diagonal().ToArray(), y.ToRowArrays());
        var (largest, first, second, count, sum) = (0.0, 0, 0, 0, 0.0);
        for (var j = 0; j < diagonal.Length; j++)
        {
            for (var i = 0; i < j; i++)
            {
                var (scale, distance) = (diagonal[i] + diagonal[j], diagonal[i] + diagonal[j] - (2 * kernel.At(i, j)));
                if (distance > Nearness * scale)
                {
                    continue;
                }

                var square = MeanSquare(rows[i], rows[j]);
                if (square <= Excess * Excess * (Math.Max(distance, double.Epsilon) + (2 * noise)))
                {
                    continue;
                }

                (count, sum) = (count + 1, sum + (square / 2));
                if (square > largest)
                {
                    (largest, first, second) = (square, i, j);
                }
            }
        }

        return count == 0 ? null : new(first, second, count, sum / count);
    }

    private static double MeanSquare(double[] a, double[] b) => a.Zip(b, (p, q) => (p - q) * (p - q)).Average();
}
