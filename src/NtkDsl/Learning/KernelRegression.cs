using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// Kernel (ridge) regression: f(x) = m(x) + k(x, X) (k(X, X) + r I)⁻¹ (Y − m(X)), for any number of outputs from one factorisation.
/// With the NTK and r = 0 it is the mean of infinitely wide networks trained to convergence by gradient descent on squared loss; with
/// the NNGP kernel the mean of the Bayesian posterior under noise of variance r.
/// </summary>
/// <remarks>
/// A symmetric kernel is factorised by Cholesky, an asymmetric one (an NTK with surrogate gradients) by LU.
/// Sources: Jacot, Gabriel and Hongler (2018); Arora et al., "On exact computation with an infinitely wide neural net" (2019).
/// </remarks>
public sealed class KernelRegression
{
    private readonly LinearSystem system;
    private readonly Matrix<double> trainingKernel;
    private readonly bool symmetric;

    private KernelRegression(TrainingSet data, KernelKind kind, Ridge ridge, Matrix<double> trainingKernel, bool symmetric)
    {
        (Data, Kind, Ridge) = (data, kind, ridge);
        (this.trainingKernel, this.symmetric) = (trainingKernel, symmetric);
        RidgeValue = ridge.ValueFor(trainingKernel);
        system = LinearSystem.Of(trainingKernel, RidgeValue, symmetric);
        Coefficients = system.Solve(data.Residuals);
    }

    /// <summary>The kernel.</summary>
    public Kernel Kernel => Data.Kernel;

    /// <summary>Which of its kernels predicts.</summary>
    public KernelKind Kind { get; }

    /// <summary>The ridge that was asked for.</summary>
    public Ridge Ridge { get; }

    /// <summary>r, the ridge in the units of the kernel.</summary>
    public double RidgeValue { get; }

    /// <summary>What had to be added to the diagonal beyond the ridge, because the kernel matrix was singular to working precision; 0 as a rule.</summary>
    public double Jitter => system.Jitter;

    /// <summary>A sentence on <see cref="Jitter"/>, if there is any.</summary>
    public IReadOnlyList<string> Remarks => Jitter > 0 ? [Messages.Jittered(Jitter, RidgeValue)] : [];

    /// <summary>α = (k(X, X) + r I)⁻¹ (Y − m(X)), n × p.</summary>
    public Matrix<double> Coefficients { get; }

    internal TrainingSet Data { get; }

    /// <summary>Solves for the coefficients.</summary>
    /// <param name="kernel">The kernel, with every parameter bound.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="y">Y, n × p.</param>
    /// <param name="ridge">r; none if not given.</param>
    /// <param name="kind">Which kernel predicts.</param>
    /// <param name="mean">m, the function that is corrected, such as a network at initialisation: m × d points to m × p values; 0 if not given.</param>
    /// <exception cref="NtkDslException">Shapes do not fit, numbers are not finite, or the kernel matrix is singular.</exception>
    public static KernelRegression Train(
        Kernel kernel, Points x, Targets y, Ridge? ridge = null, KernelKind kind = KernelKind.Ntk, Func<Points, Matrix<double>>? mean = null)
    {
        var data = new TrainingSet(kernel, x, y, mean);
        var pair = kernel.EvaluateSymmetric(x);
        return new(data, kind, ridge ?? Ridge.None, pair.Of(kind), pair.IsSymmetric(kind));
    }

    /// <summary>The regression with another ridge on the same data; the kernel is not evaluated again.</summary>
    /// <exception cref="NtkDslException">The kernel matrix is singular.</exception>
    public KernelRegression WithRidge(Ridge ridge) => new(Data, Kind, ridge, trainingKernel, symmetric);

    /// <summary>f at m points, m × p.</summary>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public Matrix<double> Predict(Points x) => Data.MeanAt(x) + (Kernel.Evaluate(x, Data.X).Of(Kind) * Coefficients);

    /// <summary>
    /// What each training point would be predicted to be by a regression on all others, n × p: y_i − α_i / [(k + r I)⁻¹]_ii.
    /// A relative ridge keeps the value it has for all points.
    /// </summary>
    /// <remarks>Exact for asymmetric kernels too, since [(k + r I)⁻¹]_ii is the reciprocal of a Schur complement.</remarks>
    public Matrix<double> LeaveOneOut()
    {
        var precision = system.Inverse(Data.X.Count).Diagonal();
        return Data.Y - Coefficients.MapIndexed((i, _, alpha) => alpha / precision[i]);
    }

    /// <summary>
    /// What each training point would be predicted to be by a regression without the points of its fold, n × p:
    /// y_F − [(k + r I)⁻¹]_FF⁻¹ α_F for each fold F. A relative ridge keeps the value it has for all points.
    /// </summary>
    /// <param name="folds">The number of folds, from 2 to n; with n of them it is <see cref="LeaveOneOut"/>.</param>
    /// <param name="seed">The points are dealt to the folds in a random order that depends on the seed alone.</param>
    /// <remarks>Source: An, Liu and Venkatesh, "Fast cross-validation algorithms for least squares support vector machine and kernel ridge regression" (2007).</remarks>
    /// <exception cref="NtkDslException">The number of folds is out of range.</exception>
    public Matrix<double> CrossValidate(int folds, long seed)
    {
        var n = Data.X.Count;
        if (folds < 2 || folds > n)
        {
            throw new NtkDslException(Messages.BadFolds(folds, n));
        }

        var inverse = system.Inverse(n);
        var predictions = Data.Y.Clone();
        foreach (var fold in Folds(n, folds, seed))
        {
            var block = Matrix<double>.Build.Dense(fold.Length, fold.Length, (i, j) => inverse[fold[i], fold[j]]);
            var alpha = Matrix<double>.Build.DenseOfRowVectors(fold.Select(Coefficients.Row));
            var errors = block.Solve(alpha);
            for (var i = 0; i < fold.Length; i++)
            {
                predictions.SetRow(fold[i], predictions.Row(fold[i]) - errors.Row(i));
            }
        }

        return predictions;
    }

    /// <summary>The numbers from 0 to n − 1, dealt to folds in a random order.</summary>
    internal static IReadOnlyList<int[]> Folds(int n, int folds, long seed)
    {
        var stream = new NormalStream(unchecked((ulong)seed), 0);
        var keys = Enumerable.Range(0, n).Select(_ => stream.Uniform()).ToArray();
        var order = Enumerable.Range(0, n).OrderBy(i => keys[i]).Select((i, place) => (i, fold: place % folds));
        return [.. order.GroupBy(pair => pair.fold, pair => pair.i).OrderBy(group => group.Key).Select(group => group.ToArray())];
    }
}
