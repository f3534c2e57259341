using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// The mode of p(F | Y) for a softmax likelihood and C latent functions with covariance K, and the Gaussian around it.
/// With Π the class probabilities, D_c = diag π_c and W = D − ΠΠᵀ the Hessian of the likelihood, (K + W⁻¹)⁻¹ = E − E R (Σ_c E_c)⁻¹ Rᵀ E,
/// where E_c = D_c^½ (I + D_c^½ K D_c^½)⁻¹ D_c^½ and R stacks C identities.
/// </summary>
/// <remarks>
/// Source: Rasmussen and Williams (2006), algorithms 3.3 and 3.4. The determinant |I + K W| = |Σ_c E_c| Π_c |I + D_c^½ K D_c^½| has the
/// first factor because of the term ΠΠᵀ.
/// </remarks>
internal sealed class LaplaceMode
{
    private const int MaximumIterations = 100;
    private const int Halvings = 30;

    /// <summary>What a step promises to climb, twice over, below which the mode is found.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>The part of its promise that a step has to keep (Armijo's rule).</summary>
    private const double LeastClimb = 1e-4;

    private readonly IReadOnlyList<Matrix<double>> e;
    private readonly PositiveDefiniteSystem sumOfE;
    private readonly Matrix<double> probabilities;

    private LaplaceMode(Matrix<double> kernel, Matrix<double> y, Matrix<double> outputs, double objective)
    {
        probabilities = Softmax.Of(outputs);
        var (blocks, logDeterminant) = Blocks(kernel, probabilities);
        e = blocks;
        sumOfE = Sum(blocks);
        Coefficients = y - probabilities;
        LogEvidence = objective - ((logDeterminant + sumOfE.LogDeterminant) / 2);
    }

    /// <summary>∇ log p(Y | F) = Y − Π, by which the mean at x is k(x, X) times it.</summary>
    public Matrix<double> Coefficients { get; }

    /// <summary>log p(Y | F) − ½ Σ_c f_cᵀ K⁻¹ f_c − ½ log |I + K W| at the mode.</summary>
    public double LogEvidence { get; }

    /// <summary>Newton's method, with halved steps where a full one would not climb as its slope says.</summary>
    /// <exception cref="NtkDslException">Rounding ends the search before the mode.</exception>
    public static LaplaceMode Find(Matrix<double> kernel, Matrix<double> y)
    {
        var coefficients = Matrix<double>.Build.Dense(y.RowCount, y.ColumnCount);
        var objective = Objective(kernel, coefficients, y);
        for (var iteration = 0; iteration < MaximumIterations; iteration++)
        {
            var outputs = kernel * coefficients;
            var step = NewtonPoint(kernel, outputs, y) - coefficients;
            var slope = (kernel * step).PointwiseMultiply(y - Softmax.Of(outputs) - coefficients).Enumerate().Sum();
            var (next, value) = Enumerable.Range(0, Halvings).Select(halvings => Math.Pow(0.5, halvings))
                .Select(part => (candidate: coefficients + (step * part), least: objective + (LeastClimb * part * slope)))
                .Select(one => (one.candidate, value: Objective(kernel, one.candidate, y), one.least))
                .Where(one => one.value >= one.least)
                .Select(one => (one.candidate, one.value)).FirstOrDefault((coefficients, double.NaN));
            if (slope < Tolerance)
            {
                // The objective is flat at the mode and hides a last error of √tolerance, which the determinant shows: a last step removes it.
                return new(kernel, y, kernel * next, double.IsNaN(value) ? objective : value);
            }

            if (double.IsNaN(value))
            {
                throw new NtkDslException(Messages.ModeNotFound(iteration));
            }

            (coefficients, objective) = (next, value);
        }

        throw new NtkDslException(Messages.ModeNotFound(MaximumIterations));
    }

    /// <summary>
    /// ∂/∂K of <see cref="LogEvidence"/>, n × n: ½ A Aᵀ − ½ Σ_c R_cc + ½ (U Aᵀ + A Uᵀ) with A the coefficients and R = (K + W⁻¹)⁻¹.
    /// The last part is what the mode's own movement does to the determinant: U = (I + W K)⁻¹ S with S = −½ ∂ log |I + K W|/∂F.
    /// </summary>
    /// <remarks>Source: Rasmussen and Williams (2006), section 5.5.1, carried over from two classes to C.</remarks>
    public Matrix<double> EvidenceByKernel(Matrix<double> kernel)
    {
        var s = DeterminantByOutputs(kernel);
        var u = s - Resolvent(kernel * s);
        var moved = u.TransposeAndMultiply(Coefficients);
        var diagonalBlocks = e.Select(block => block - (block * sumOfE.Solve(block))).Aggregate((sum, block) => sum + block);
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
    private Matrix<double> Resolvent(Matrix<double> v)
    {
        var own = Matrix<double>.Build.DenseOfColumnVectors(e.Select((block, c) => block * v.Column(c)));
        var common = sumOfE.Solve(own.RowSums().ToColumnMatrix()).Column(0);
        return own - Matrix<double>.Build.DenseOfColumnVectors(e.Select(block => block * common));
    }

    /// <summary>Cov f(x) at a point, C × C, from k(x, X) and k(x, x).</summary>
    public Matrix<double> LatentCovariance(Vector<double> cross, double variance)
    {
        var b = Matrix<double>.Build.DenseOfColumnVectors(e.Select(block => block * cross));
        var covariance = b.TransposeThisAndMultiply(sumOfE.Solve(b));
        covariance.SetDiagonal(covariance.Diagonal() + variance - (b.TransposeThisAndMultiply(cross)));
        return covariance;
    }

    /// <summary>The coefficients A of the next iterate F = K A.</summary>
    private static Matrix<double> NewtonPoint(Matrix<double> kernel, Matrix<double> f, Matrix<double> y)
    {
        var p = Softmax.Of(f);
        var (blocks, _) = Blocks(kernel, p);
        var weighted = p.PointwiseMultiply(f).RowSums();
        var b = p.MapIndexed((i, c, probability) => (probability * (f[i, c] - weighted[i])) + y[i, c] - probability, Zeros.Include);
        var kb = kernel * b;
        var ekb = Matrix<double>.Build.DenseOfColumnVectors(blocks.Select((block, c) => block * kb.Column(c)));
        var common = Sum(blocks).Solve(ekb.RowSums().ToColumnMatrix()).Column(0);
        return b - ekb + Matrix<double>.Build.DenseOfColumnVectors(blocks.Select(block => block * common));
    }

    /// <summary>log p(Y | K A) − ½ tr(Aᵀ K A).</summary>
    private static double Objective(Matrix<double> kernel, Matrix<double> coefficients, Matrix<double> y)
    {
        var f = kernel * coefficients;
        return -Loss.CrossEntropy.Value(f, y) - (coefficients.PointwiseMultiply(f).Enumerate().Sum() / 2);
    }

    /// <summary>E_c for each class, and Σ_c log |I + D_c^½ K D_c^½|.</summary>
    private static (IReadOnlyList<Matrix<double>> Blocks, double LogDeterminant) Blocks(Matrix<double> kernel, Matrix<double> probabilities)
    {
        var blocks = new List<Matrix<double>>();
        double logDeterminant = 0;
        foreach (var p in probabilities.EnumerateColumns())
        {
            var root = p.PointwiseSqrt();
            var system = LinearSystem.PositiveDefinite(kernel.MapIndexed((i, j, k) => root[i] * k * root[j]), 1);
            blocks.Add(system.Inverse(root.Count).MapIndexed((i, j, entry) => root[i] * entry * root[j], Zeros.Include));
            logDeterminant += system.LogDeterminant;
        }

        return (blocks, logDeterminant);
    }

    private static PositiveDefiniteSystem Sum(IReadOnlyList<Matrix<double>> blocks) =>
        LinearSystem.PositiveDefinite(blocks.Aggregate((sum, block) => sum + block), 0);
}
