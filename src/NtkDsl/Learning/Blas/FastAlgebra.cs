using System.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// The functions of MathNet's provider that take time: by a native library if there is one, else products by the library's own kernel and
/// the rest by the managed provider. Names and parameters are those of the interface; matrices are column-major.
/// </summary>
/// <param name="managed">The managed provider.</param>
/// <param name="library">The native library; loaded for the first matrix that is large enough.</param>
internal sealed class FastAlgebra(ManagedLinearAlgebraProvider managed, Lazy<BlasLibrary?> library)
{
    /// <summary>Products of fewer multiplications are as fast in the managed provider.</summary>
    private const long SmallProduct = 1 << 12;

    /// <summary>Matrices of a smaller order are factorised by the managed provider.</summary>
    private const int SmallOrder = 32;

    public void MatrixMultiply(double[] x, int rowsX, int columnsX, double[] y, int rowsY, int columnsY, double[] result) => MatrixMultiplyWithUpdate(
        Transpose.DontTranspose, Transpose.DontTranspose, 1, x, rowsX, columnsX, y, rowsY, columnsY, 0, result);

    public void MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, double alpha, double[] a, int rowsA, int columnsA, double[] b, int rowsB, int columnsB, double beta, double[] c)
    {
        var (flipA, flipB) = (transposeA != Transpose.DontTranspose, transposeB != Transpose.DontTranspose);
        var (m, k) = flipA ? (columnsA, rowsA) : (rowsA, columnsA);
        var n = flipB ? rowsB : columnsB;
        if ((long)m * n * k < SmallProduct)
        {
            managed.MatrixMultiplyWithUpdate(transposeA, transposeB, alpha, a, rowsA, columnsA, b, rowsB, columnsB, beta, c);
        }
        else if (library.Value is { } native)
        {
            native.Multiply(flipA, flipB, m, n, k, alpha, a, b, beta, c);
        }
        else
        {
            ColumnMajorProduct.Multiply(flipA, flipB, m, n, k, alpha, a, b, beta, c);
        }
    }

    /// <exception cref="ArgumentException">The matrix is not positive definite.</exception>
    public void CholeskyFactor(double[] a, int order)
    {
        if (Native(order) is not { } native)
        {
            managed.CholeskyFactor(a, order);
            return;
        }

        if (!native.TryFactorCholesky(a, order))
        {
            throw new ArgumentException(Messages.MatrixNotPositiveDefinite);
        }

        for (var column = 1; column < order; column++)
        {
            a.AsSpan(column * order, column).Clear();
        }
    }

    public void CholeskySolveFactored(double[] a, int orderA, double[] b, int columnsB)
    {
        if (Native(orderA) is { } native)
        {
            native.SolveTriangular(transpose: false, orderA, columnsB, a, b);
            native.SolveTriangular(transpose: true, orderA, columnsB, a, b);
        }
        else
        {
            managed.CholeskySolveFactored(a, orderA, b, columnsB);
        }
    }

    public void LUFactor(double[] data, int order, int[] ipiv)
    {
        if (Native(order) is { } native)
        {
            native.FactorLU(data, order, ipiv);
            for (var i = 0; i < order; i++)
            {
                ipiv[i]--;
            }
        }
        else
        {
            managed.LUFactor(data, order, ipiv);
        }
    }

    public void LUSolveFactored(int columnsOfB, double[] a, int order, int[] ipiv, double[] b)
    {
        if (Native(order) is { } native)
        {
            native.SolveLU(a, order, [.. ipiv.Select(pivot => pivot + 1)], b, columnsOfB);
        }
        else
        {
            managed.LUSolveFactored(columnsOfB, a, order, ipiv, b);
        }
    }

    public void EigenDecomp(bool isSymmetric, int order, double[] matrix, double[] matrixEv, Complex[] vectorEv, double[] matrixD)
    {
        var values = new double[order];
        if (!isSymmetric || Native(order) is not { } native || !native.TryDecomposeSymmetric(Copy(matrix, matrixEv), order, values))
        {
            managed.EigenDecomp(isSymmetric, order, matrix, matrixEv, vectorEv, matrixD);
            return;
        }

        Array.Clear(matrixD);
        for (var i = 0; i < order; i++)
        {
            vectorEv[i] = values[i];
            matrixD[(i * order) + i] = values[i];
        }
    }

    private static double[] Copy(double[] from, double[] to)
    {
        from.CopyTo(to, 0);
        return to;
    }

    private BlasLibrary? Native(int order) => order < SmallOrder ? null : library.Value;
}
