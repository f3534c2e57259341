using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The lower triangle L of A = L Lᵀ by a native library.</summary>
internal sealed class NativeCholesky : CholeskyFactor
{
    private readonly BlasLibrary library;
    private readonly double[] lower;
    private readonly int order;

    private NativeCholesky(BlasLibrary library, double[] lower, int order) => (this.library, this.lower, this.order) = (library, lower, order);

    public override IEnumerable<double> Diagonal => Enumerable.Range(0, order).Select(i => lower[(i * order) + i]);

    public static NativeCholesky? TryFactorise(BlasLibrary library, Matrix<double> a, double smallestPivot)
    {
        var factor = new NativeCholesky(library, a.ToColumnMajorArray(), a.RowCount);
        return library.TryFactorCholesky(factor.lower, a.RowCount) && factor.Diagonal.All(l => l * l > smallestPivot) ? factor : null;
    }

    public override Matrix<double> SolveLower(Matrix<double> b) => Solve(b, transpose: false);

    public override Matrix<double> SolveUpper(Matrix<double> b) => Solve(b, transpose: true);

    private Matrix<double> Solve(Matrix<double> b, bool transpose)
    {
        var columns = b.ToColumnMajorArray();
        library.SolveTriangular(transpose, order, b.ColumnCount, lower, columns);
        return Matrix<double>.Build.Dense(order, b.ColumnCount, columns);
    }
}
