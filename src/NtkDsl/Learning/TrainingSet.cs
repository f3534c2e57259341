using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>What is learned from: n points X, their targets Y (n × p), and the mean function that they are measured from.</summary>
internal sealed class TrainingSet
{
    private readonly Func<Points, Matrix<double>>? mean;

    public TrainingSet(Kernel kernel, Points x, Matrix<double> y, Func<Points, Matrix<double>>? mean)
    {
        NativeBlas.Use();
        (Kernel, X, Y, this.mean) = (kernel, x, y, mean);
        RequireTargets(x, y);
        InitialMean = MeanAt(x);
        Residuals = Y - InitialMean;
    }

    public Kernel Kernel { get; }

    public Points X { get; }

    public Matrix<double> Y { get; }

    /// <summary>m(X).</summary>
    public Matrix<double> InitialMean { get; }

    /// <summary>Y − m(X).</summary>
    public Matrix<double> Residuals { get; }

    /// <summary>True if there is a mean function, which no file can hold.</summary>
    public bool HasMean => mean is not null;

    /// <summary>The same data for another kernel.</summary>
    public TrainingSet With(Kernel kernel) => new(kernel, X, Y, mean);

    public Matrix<double> MeanAt(Points x)
    {
        var values = mean?.Invoke(x) ?? Matrix<double>.Build.Dense(x.Count, Y.ColumnCount);
        return values.RowCount == x.Count && values.ColumnCount == Y.ColumnCount
            ? values
            : throw new NtkDslException(Messages.MeanShape(x.Count, Y.ColumnCount, values.RowCount, values.ColumnCount));
    }

    public static void RequireTargets(Points x, Matrix<double> y)
    {
        if (y.RowCount != x.Count)
        {
            throw new NtkDslException(Messages.TargetsDiffer(x.Count, y.RowCount));
        }

        if (y.Find(value => !double.IsFinite(value)) is { } bad)
        {
            throw new NtkDslException(Messages.TargetNotFinite(bad.Item3, bad.Item1, bad.Item2));
        }
    }
}
