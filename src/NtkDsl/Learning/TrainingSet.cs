using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>What is learned from: n points X, their targets Y (n × p), and the mean function that they are measured from.</summary>
internal sealed class TrainingSet
{
    private readonly Func<Points, Matrix<double>>? mean;

    public TrainingSet(Kernel kernel, Points x, Matrix<double> y, Func<Points, Matrix<double>>? mean, IReadOnlyList<double>? scales = null)
    {
        NativeBlas.Use();
        (Scales, Inputs) = (scales, scales is null ? x : x.Times(scales));
        (Kernel, X, Y, this.mean) = (kernel, x, y, mean);
        RequireTargets(x, y);
        InitialMean = MeanAt(x);
        Residuals = Y - InitialMean;
    }

    public Kernel Kernel { get; }

    public Points X { get; }

    /// <summary>What each feature is multiplied by before the kernel sees it; null if it sees the points as they are.</summary>
    public IReadOnlyList<double>? Scales { get; }

    /// <summary>The points as the kernel sees them.</summary>
    public Points Inputs { get; }

    public Matrix<double> Y { get; }

    /// <summary>m(X).</summary>
    public Matrix<double> InitialMean { get; }

    /// <summary>Y − m(X).</summary>
    public Matrix<double> Residuals { get; }

    /// <summary>True if there is a mean function, which no file can hold.</summary>
    public bool HasMean => mean is not null;

    /// <summary>The same data for another kernel.</summary>
    public TrainingSet With(Kernel kernel) => new(kernel, X, Y, mean, Scales);

    /// <summary>The same data for other scales of the features.</summary>
    public TrainingSet With(IReadOnlyList<double>? scales) => new(Kernel, X, Y, mean, scales);

    /// <summary>Other points as the kernel sees them.</summary>
    /// <exception cref="NtkDslException">There are scales, and the points have another number of features.</exception>
    public Points InputsOf(Points x) => Scales is null ? x : x.Times(Scales);

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
