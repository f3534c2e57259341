using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>What training minimises: sums over the examples, so that gradient flow on the first obeys ∂f/∂t = −Θ(f − y).</summary>
public enum Loss
{
    /// <summary>½ Σ_i |f(x_i) − y_i|².</summary>
    SquaredError,

    /// <summary>−Σ_i Σ_k y_ik log softmax(f(x_i))_k, with rows of y that sum to 1.</summary>
    CrossEntropy,
}

/// <summary>The values and gradients of losses, by the tape.</summary>
internal static class Losses
{
    public static (double Value, Matrix Gradient) Of(Loss loss, Matrix output, Matrix targets)
    {
        Traced f = output, y = targets;
        var value = loss == Loss.CrossEntropy
            ? Traced.Sum(y * (Traced.LogSumExp(f) - f))
            : 0.5 * Traced.Sum((f - y) * (f - y));
        return (value.Value[0, 0], Autodiff.Gradient(value, f)[0].Value);
    }

    public static Matrix Targets(Matrix<double> y, int examples, int outputs) => y.RowCount == examples && y.ColumnCount == outputs
        ? y.ToMatrix()
        : throw new NtkDslException(Messages.TargetsDiffer(examples, outputs, y.RowCount, y.ColumnCount));
}
