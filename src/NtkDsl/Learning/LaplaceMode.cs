using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// The mode of p(F | Y) for a softmax likelihood and C latent functions with covariance K, and the Gaussian around it: see <see cref="LaplaceHessian"/>.
/// </summary>
/// <remarks>Source: Rasmussen and Williams (2006), section 3.5, in whitened coordinates F = L U.</remarks>
internal sealed class LaplaceMode
{
    private const int MaximumIterations = 100;
    private const int Halvings = 30;

    /// <summary>What a step promises to climb, twice over, below which the mode is found.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>What the last step may fall by, of which its slope is too small to tell.</summary>
    private const double RoundedClimb = 1e-8;

    /// <summary>The part of its promise that a step has to keep (Armijo's rule).</summary>
    private const double LeastClimb = 1e-4;

    private readonly PivotedCholesky root;
    private readonly Matrix<double> whitened;
    private readonly Matrix<double> probabilities;
    private readonly LaplaceHessian hessian;

    private LaplaceMode(PivotedCholesky root, Matrix<double> y, Matrix<double> whitened)
    {
        (this.root, this.whitened) = (root, whitened);
        probabilities = Softmax.Of(root.Factor * whitened);
        hessian = new(root.Factor, probabilities);
        Coefficients = y - probabilities;
        LogEvidence = Objective(root.Factor, whitened, y) - (hessian.LogDeterminant / 2);
    }

    /// <summary>∇ log p(Y | F) = Y − Π, by which the mean at x is k(x, X) times it.</summary>
    public Matrix<double> Coefficients { get; }

    /// <summary>log p(Y | F) − ½ Σ_c f_cᵀ K⁻¹ f_c − ½ log |I + K W| at the mode.</summary>
    public double LogEvidence { get; }

    /// <summary>Whether K is so large that the evidence, and deviations of latent functions, are good to few digits.</summary>
    public bool IsRounded => hessian.IsRounded;

    /// <summary>Newton's method, with halved steps where a full one would not climb as its slope says.</summary>
    /// <exception cref="NtkDslException">Numbers are not finite, or rounding ends the search before the mode.</exception>
    public static LaplaceMode Find(Matrix<double> kernel, Matrix<double> y)
    {
        LinearSystem.RequireFinite(kernel);
        var root = PivotedCholesky.Of(kernel);
        var factor = root.Factor;
        var whitened = Matrix<double>.Build.Dense(factor.ColumnCount, y.ColumnCount);
        var objective = Objective(factor, whitened, y);
        for (var iteration = 0; iteration < MaximumIterations; iteration++)
        {
            var p = Softmax.Of(factor * whitened);
            var gradient = factor.TransposeThisAndMultiply(y - p) - whitened;
            var step = new LaplaceHessian(factor, p).Solve(gradient);
            var slope = step.PointwiseMultiply(gradient).Enumerate().Sum();
            if (Math.Abs(slope) < Tolerance)
            {
                // The objective is flat at the mode and hides a last error of √tolerance, which the determinant shows: a last step removes it.
                var last = whitened + step;
                return new(root, y, Objective(factor, last, y) > objective - RoundedClimb ? last : whitened);
            }

            var climbed = Enumerable.Range(0, Halvings).Select(halvings => Math.Pow(0.5, halvings))
                .Select(part => (point: whitened + (part * step), least: objective + (LeastClimb * part * slope)))
                .Select(one => (one.point, value: Objective(factor, one.point, y), one.least))
                .FirstOrDefault(one => one.value >= one.least);
            (whitened, objective) = climbed.point is null ? throw new NtkDslException(Messages.ModeNotFound(iteration)) : (climbed.point, climbed.value);
        }

        throw new NtkDslException(Messages.ModeNotFound(MaximumIterations));
    }

    /// <summary>
    /// ∂/∂K of <see cref="LogEvidence"/>, n × n: ½ A Aᵀ − ½ Σ_c R_cc + ½ (U Aᵀ + A Uᵀ) with A the coefficients and R = (K + W⁻¹)⁻¹ = E − E S⁻¹ E.
    /// The last part is what the mode's own movement does to the determinant: U = (I + W K)⁻¹ S with S = −½ ∂ log |I + K W|/∂F.
    /// </summary>
    /// <remarks>Source: Rasmussen and Williams (2006), section 5.5.1, carried over from two classes to C.</remarks>
    public Matrix<double> EvidenceByKernel(Matrix<double> kernel)
    {
        var s = DeterminantByOutputs(kernel);
        var blocks = hessian.Blocks();
        var u = s - Resolvent(blocks, kernel * s);
        var moved = u.TransposeAndMultiply(Coefficients);
        var diagonalBlocks = blocks.Select(block => block - (block * hessian.SolveSum(block))).Aggregate((sum, block) => sum + block);
        return (Coefficients.TransposeAndMultiply(Coefficients) - diagonalBlocks + moved + moved.Transpose()) / 2;
    }

    /// <summary>
    /// −½ ∂ log |I + K W|/∂F, n × C: at each point −½ π_c (v_c − πᵀv) with v = diag S − 2 S π and S the covariance of the outputs there.
    /// </summary>
    private Matrix<double> DeterminantByOutputs(Matrix<double> kernel)
    {
        var rows = new Vector<double>[kernel.RowCount];
        Parallel.For(0, rows.Length, i =>
        {
            var (pi, covariance) = (probabilities.Row(i), LatentCovariance(kernel.Row(i), kernel[i, i]));
            var v = covariance.Diagonal() - (2 * (covariance * pi));
            rows[i] = -pi.PointwiseMultiply(v - pi.DotProduct(v)) / 2;
        });
        return Matrix<double>.Build.DenseOfRowVectors(rows);
    }

    /// <summary>R V for one column of V per class.</summary>
    private Matrix<double> Resolvent(IReadOnlyList<Matrix<double>> e, Matrix<double> v)
    {
        var own = Matrix<double>.Build.DenseOfColumnVectors(e.Select((block, c) => block * v.Column(c)));
        var common = hessian.SolveSum(own.RowSums().ToColumnMatrix()).Column(0);
        return own - Matrix<double>.Build.DenseOfColumnVectors(e.Select(block => block * common));
    }

    /// <summary>E f(x) at a point, C numbers, from k(x, X).</summary>
    public Vector<double> LatentMean(Vector<double> cross) => whitened.TransposeThisAndMultiply(root.Whiten(cross));

    /// <summary>Cov f(x) at a point, C × C, from k(x, X) and k(x, x).</summary>
    public Matrix<double> LatentCovariance(Vector<double> cross, double variance)
    {
        var phi = root.Whiten(cross);
        var covariance = hessian.Covariance(phi);
        covariance.SetDiagonal(covariance.Diagonal() + Math.Max(0, variance - phi.DotProduct(phi)));
        return covariance;
    }

    /// <summary>log p(Y | L U) − ½ |U|².</summary>
    private static double Objective(Matrix<double> factor, Matrix<double> whitened, Matrix<double> y) =>
        -Loss.CrossEntropy.Value(factor * whitened, y) - (whitened.PointwisePower(2).Enumerate().Sum() / 2);
}
