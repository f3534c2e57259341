using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The softmax of each row, without overflow.</summary>
internal static class Softmax
{
    /// <summary>e^{F_ic} / Σ_k e^{F_ik}.</summary>
    public static Matrix<double> Of(Matrix<double> f) => (f - LogNormalizers(f)).PointwiseExp();

    /// <summary>log Σ_k e^{F_ik}, repeated along the row.</summary>
    public static Matrix<double> LogNormalizers(Matrix<double> f)
    {
        var logs = f.EnumerateRows().Select(row => row.Maximum() + Math.Log(row.Sum(value => Math.Exp(value - row.Maximum())))).ToArray();
        return Matrix<double>.Build.Dense(f.RowCount, f.ColumnCount, (i, _) => logs[i]);
    }
}
