using MathNet.Numerics.LinearAlgebra;
using Dense = MathNet.Numerics.LinearAlgebra.Double;

namespace NtkDsl;

/// <summary>Between the matrices of the tape and those of the public interface.</summary>
internal static class Conversions
{
    public static Matrix ToMatrix(this Points points)
    {
        var entries = new double[points.Count * points.Features];
        for (var i = 0; i < points.Count; i++)
        {
            points[i].CopyTo(entries.AsSpan(i * points.Features));
        }

        return new(points.Count, points.Features, entries);
    }

    public static Matrix ToMatrix(this Matrix<double> matrix) => new(matrix.RowCount, matrix.ColumnCount, matrix.ToRowMajorArray());

    public static Matrix<double> ToMathNet(this Matrix matrix) => ToMathNet(matrix.Entries, matrix.Rows, matrix.Columns);

    public static Matrix<double> ToMathNet(ReadOnlySpan<double> rowMajor, int rows, int columns)
    {
        var result = Dense.DenseMatrix.Create(rows, columns, 0);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                result.At(i, j, rowMajor[(i * columns) + j]);
            }
        }

        return result;
    }
}
