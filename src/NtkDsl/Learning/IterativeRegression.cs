using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// Kernel ridge regression for more points than a factorisation can hold: (k(X, X) + r I) α = Y by conjugate gradients, with k evaluated
/// in blocks of rows, which are kept as far as memory is granted and evaluated anew otherwise. The Nyström approximation on a few
/// landmarks is the preconditioner.
/// </summary>
/// <remarks>
/// Beyond the memory for blocks that are kept it takes another block, of 16 MiB or 32 rows, and of the order of n · (M + p) numbers. An
/// iteration costs 2 n² p operations for blocks that are kept, and the evaluation of the kernel for the others; the check of the
/// result costs as much as one. The preconditioner is (ΦΦᵀ + r I)⁻¹ = (I − Φ (ΦᵀΦ + r I)⁻¹ Φᵀ)/r.
/// Sources: Hestenes and Stiefel (1952); Cutajar et al., "Preconditioning kernel matrices" (2016).
/// </remarks>
public sealed class IterativeRegression
{
    private readonly Kernel kernel;
    private readonly KernelKind kind;
    private readonly Points x;

    private IterativeRegression(Kernel kernel, KernelKind kind, Points x, double ridge, (Matrix<double> Coefficients, int Iterations, double Error) solution)
    {
        (this.kernel, this.kind, this.x, RidgeValue) = (kernel, kind, x, ridge);
        (Coefficients, Iterations, RelativeResidual) = solution;
    }

    /// <summary>α, n × p.</summary>
    public Matrix<double> Coefficients { get; }

    /// <summary>r, the ridge in the units of the kernel.</summary>
    public double RidgeValue { get; }

    /// <summary>The number of iterations.</summary>
    public int Iterations { get; }

    /// <summary>The largest |Y − (k + r I) α| / |Y| of the outputs, from the coefficients themselves: what the iteration carries along drifts off.</summary>
    public double RelativeResidual { get; }

    /// <summary>Solves for the coefficients.</summary>
    /// <param name="kernel">The kernel, with every parameter bound; the chosen kind is symmetric.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="y">Y, n × p.</param>
    /// <param name="ridge">r, above 0.</param>
    /// <param name="kind">Which kernel predicts.</param>
    /// <param name="landmarks">The landmarks of the preconditioner; 500 random ones if not given.</param>
    /// <param name="tolerance">The relative residual at which to stop.</param>
    /// <param name="maximumIterations">After which to give up.</param>
    /// <param name="memory">
    /// Bytes for kernel values that are kept between iterations; all of them, a triangle of the matrix, take 4 n² bytes. If not given, half
    /// of what the garbage collector has left.
    /// </param>
    /// <param name="progress">Told the relative residual after each iteration.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="NtkDslException">Shapes do not fit, there is no ridge, the kernel is not symmetric, or the tolerance is not reached.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IterativeRegression Train(
        Kernel kernel,
        Points x,
        Targets y,
        Ridge ridge,
        KernelKind kind = KernelKind.Ntk,
        Landmarks? landmarks = null,
        double tolerance = 1e-8,
        int maximumIterations = 1000,
        long? memory = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        GaussianProcess.RequireSymmetric(kernel, kind);
        var data = new TrainingSet(kernel, x, y, mean: null);
        var value = ridge.IsRelative ? ridge.Amount * kernel.EvaluateDiagonal(x).Of(kind).Average() : ridge.Amount;
        if (value == 0)
        {
            throw new NtkDslException(Messages.IterationNeedsRidge);
        }

        var chosen = (landmarks ?? Landmarks.Uniform(500)).Choose(kernel, kind, x, value);
        var rows = new StreamedKernel(kernel, kind, x, memory ?? MemoryNeed.Available / 2, cancellation);
        var precondition = Preconditioner(new NystromFeatures(kernel, kind, chosen).Of(x), value);
        var solution = ConjugateGradients(v => rows.Times(v) + (value * v), precondition, data.Y, tolerance, maximumIterations, progress);
        return new(kernel, kind, x, value, solution);
    }

    /// <summary>f at m points, m × p.</summary>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public Matrix<double> Predict(Points x)
    {
        var prediction = Matrix<double>.Build.Dense(x.Count, Coefficients.ColumnCount);
        foreach (var block in kernel.EvaluateBlocks(x, this.x, kind: kind))
        {
            prediction.SetSubMatrix(block.FirstRow, 0, block.Of(kind) * Coefficients);
        }

        return prediction;
    }

    private static Func<Matrix<double>, Matrix<double>> Preconditioner(Matrix<double> phi, double ridge)
    {
        var inner = LinearSystem.PositiveDefinite(phi.TransposeAndMultiply(phi), ridge);
        return v => (v - phi.TransposeThisAndMultiply(inner.Solve(phi * v))) / ridge;
    }

    /// <summary>The residual that the iteration carries along drifts off the true one, from which it starts anew as long as that halves it.</summary>
    private static (Matrix<double> Solution, int Iterations, double Error) ConjugateGradients(
        Func<Matrix<double>, Matrix<double>> multiply,
        Func<Matrix<double>, Matrix<double>> precondition,
        Matrix<double> y,
        double tolerance,
        int maximumIterations,
        IProgress<double>? progress)
    {
        var scales = Dots(y, y);
        double Error(Matrix<double> residual) => Dots(residual, residual).Zip(scales, (r, b) => b == 0 ? 0 : Math.Sqrt(r / b)).Max();
        var (solution, residual, iterations, last) = (y * 0, y, 0, double.PositiveInfinity);
        while (true)
        {
            var (correction, taken) = Descend(multiply, precondition, residual, tolerance, Error, maximumIterations - iterations, progress);
            (solution, iterations) = (solution + correction, iterations + taken);
            residual = y - multiply(solution);
            var error = Error(residual);
            if (error <= tolerance)
            {
                return (solution, iterations, error);
            }

            if (iterations == maximumIterations || !(error < last / 2))
            {
                throw new NtkDslException(Messages.NotConverged(iterations, error, tolerance));
            }

            last = error;
        }
    }

    /// <summary>All outputs advance together, each with its own step, so that an iteration evaluates the kernel once.</summary>
    private static (Matrix<double> Solution, int Iterations) Descend(
        Func<Matrix<double>, Matrix<double>> multiply,
        Func<Matrix<double>, Matrix<double>> precondition,
        Matrix<double> residual,
        double until,
        Func<Matrix<double>, double> errorOf,
        int maximumIterations,
        IProgress<double>? progress)
    {
        var solution = residual * 0;
        var z = precondition(residual);
        var (direction, rho) = (z, Dots(residual, z));
        for (var iteration = 0; ; iteration++)
        {
            var error = errorOf(residual);
            progress?.Report(error);
            if (error <= until || iteration == maximumIterations || !double.IsFinite(error))
            {
                return (solution, iteration);
            }

            var image = multiply(direction);
            var steps = Ratios(rho, Dots(direction, image));
            solution += Scaled(direction, steps);
            residual -= Scaled(image, steps);
            z = precondition(residual);
            var next = Dots(residual, z);
            direction = z + Scaled(direction, Ratios(next, rho));
            rho = next;
        }
    }

    private static double[] Dots(Matrix<double> a, Matrix<double> b) => a.PointwiseMultiply(b).ColumnSums().ToArray();

    /// <summary>An output that is solved already has a direction of 0, and stays where it is.</summary>
    private static double[] Ratios(double[] a, double[] b) => [.. a.Zip(b, (p, q) => q == 0 ? 0 : p / q)];

    private static Matrix<double> Scaled(Matrix<double> m, double[] factors) => m.MapIndexed((_, j, value) => value * factors[j], Zeros.Include);
}
