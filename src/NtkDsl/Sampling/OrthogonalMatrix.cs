using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>
/// Matrices with orthogonal rows or columns, uniformly distributed (Haar): Gram–Schmidt applied to independent normal vectors.
/// </summary>
/// <remarks>Source: Mezzadri, "How to generate random matrices from the classical compact groups" (2007).</remarks>
internal static class OrthogonalMatrix
{
    /// <summary>√m Q with m the larger dimension and the shorter side of Q orthonormal, so that entries have mean square 1.</summary>
    public static Matrix Draw(NormalStream stream, int rows, int columns)
    {
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var entries = new double[count * length];
        for (var i = 0; i < count; i++)
        {
            stream.Matrix(1, length).Entries.CopyTo(Vector(i));

            // Once leaves an error that grows with the cancellation; twice is enough (Giraud, Langou and Rozložník 2005).
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    var overlap = TensorPrimitives.Dot<double>(Vector(i), Vector(j)) / length;
                    TensorPrimitives.MultiplyAdd(Vector(j), -overlap, Vector(i), Vector(i));
                }
            }

            TensorPrimitives.Multiply(Vector(i), Math.Sqrt(length) / TensorPrimitives.Norm<double>(Vector(i)), Vector(i));
        }

        var result = new Matrix(count, length, entries);
        return rows <= columns ? result : MatrixProduct.Transpose(result);

        Span<double> Vector(int i) => entries.AsSpan(i * length, length);
    }
}
