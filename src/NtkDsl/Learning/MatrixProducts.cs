using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Products of large matrices by the project's own kernel, which is several times faster than the managed one of the library.</summary>
internal static class MatrixProducts
{
    /// <summary>A Bᵀ.</summary>
    public static Matrix<double> TimesTranspose(Matrix<double> a, Matrix<double> b)
    {
        // Columns after columns of A are the rows of Aᵀ.
        var product = MatrixProduct.Multiply(Transposed(a), Transposed(b), transposeA: true);
        return Matrix<double>.Build.DenseOfRowMajor(product.Rows, product.Columns, product.Entries.ToArray());
    }

    private static Matrix Transposed(Matrix<double> a) => new(a.ColumnCount, a.RowCount, a.AsColumnMajorArray() ?? a.ToColumnMajorArray());
}
