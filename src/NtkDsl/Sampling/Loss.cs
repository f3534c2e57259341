using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>A loss L(F, Y), summed over examples, as a function of the outputs F and the targets Y, both n × p.</summary>
public abstract class Loss
{
    /// <summary>½ Σ (F − Y)².</summary>
    public static Loss SquaredError { get; } = new CustomLoss(
        (f, y) => (f - y).Enumerate().Sum(error => error * error) / 2,
        (f, y) => f - y);

    /// <summary>−Σ_i Σ_c Y_ic log softmax(F_i)_c, with a row of class probabilities, such as a one-hot row, for each target.</summary>
    public static Loss CrossEntropy { get; } = new CustomLoss(
        (f, y) => -y.PointwiseMultiply(f - Softmax.LogNormalizers(f)).Enumerate().Sum(),
        (f, y) => Softmax.Of(f).MapIndexed((i, j, p) => (p * y.Row(i).Sum()) - y[i, j], Zeros.Include));

    /// <summary>Σ log(1 + e^{−Y F}), for targets −1 and 1.</summary>
    public static Loss Logistic { get; } = new CustomLoss(
        (f, y) => y.PointwiseMultiply(f).Enumerate().Sum(margin => Math.Max(-margin, 0) + Math.Log(1 + Math.Exp(-Math.Abs(margin)))),
        (f, y) => y.Map2((label, output) => -label / (1 + Math.Exp(label * output)), f, Zeros.Include));

    /// <summary>Any other loss.</summary>
    /// <param name="value">L(F, Y).</param>
    /// <param name="gradient">∂L/∂F, n × p.</param>
    public static Loss Of(Func<Matrix<double>, Matrix<double>, double> value, Func<Matrix<double>, Matrix<double>, Matrix<double>> gradient) =>
        new CustomLoss(value, gradient);

    /// <summary>L(F, Y).</summary>
    public abstract double Value(Matrix<double> outputs, Matrix<double> targets);

    /// <summary>∂L/∂F, n × p.</summary>
    public abstract Matrix<double> Gradient(Matrix<double> outputs, Matrix<double> targets);

    private sealed class CustomLoss(
        Func<Matrix<double>, Matrix<double>, double> value, Func<Matrix<double>, Matrix<double>, Matrix<double>> gradient) : Loss
    {
        public override double Value(Matrix<double> outputs, Matrix<double> targets) => value(outputs, targets);

        public override Matrix<double> Gradient(Matrix<double> outputs, Matrix<double> targets) => gradient(outputs, targets);
    }

    /// <summary>Targets as they are; refused if their shape is not that of the outputs.</summary>
    internal static Matrix<double> Targets(Matrix<double> y, int examples, int outputs) => y.RowCount == examples && y.ColumnCount == outputs
        ? y
        : throw new NtkDslException(Messages.TargetsDiffer(examples, outputs, y.RowCount, y.ColumnCount));
}
