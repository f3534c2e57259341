using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// E softmax(f) for f ~ N(μ, Σ) with C classes, of which only differences count: an integral over the C − 1 or fewer principal axes of Σ
/// across them. By the trapezoidal rule where that is cheap, by randomly shifted lattice points otherwise.
/// </summary>
/// <remarks>
/// In z along an axis of steepness s, the largest difference of two outputs per unit, softmax is analytic up to a distance of π/s from the real
/// line, so that the rule of step h errs by e^{−2π²/(s h)}. The points are multiples of the square roots of primes, folded.
/// Sources: Trefethen and Weideman, "The exponentially convergent trapezoidal rule" (2014); Genz and Bretz, "Computation of multivariate normal and t probabilities" (2009).
/// </remarks>
internal sealed class SoftmaxAverage(int classes)
{
    private const double Horizon = 6.5;
    private const double Step = 0.7;
    private const double GridError = 1e-8;
    private const double MostNodes = 1 << 16;

    private const int Shifts = 16;
    private const int FewestPoints = 1 << 9;
    private const int MostPoints = 1 << 13;
    private const double EnoughError = 1e-4;

    /// <summary>An eigenvalue below this part of the largest is rounding.</summary>
    private const double Rounding = 1e-13;

    /// <summary>For each shift, the points one after the other.</summary>
    private readonly Lazy<double[][]> lattice = new(() => [.. Enumerable.Range(0, Shifts).Select(shift => Normals(shift, classes - 1))]);

    /// <summary>The averages, and what one of them may be off by.</summary>
    public ClassAverages Of(Vector<double> mean, Matrix<double> covariance)
    {
        var axes = Axes(covariance);
        double[] steps = [.. axes.Select(axis => Step / Math.Max(1, axis.Max() - axis.Min()))];
        return mean.Count == 2 ? OfTwo(mean, covariance)
            : steps.Aggregate(1.0, (nodes, step) => nodes * Nodes(step)) <= MostNodes ? new(OnGrid(mean.ToArray(), axes, steps), GridError)
            : OnLattice(mean.ToArray(), axes);
    }

    /// <summary>Of two classes only the difference counts, so the average is an integral over one normal variable, however steep.</summary>
    private static ClassAverages OfTwo(Vector<double> mean, Matrix<double> covariance)
    {
        var deviation = Math.Sqrt(Math.Max(0, covariance[0, 0] + covariance[1, 1] - (2 * covariance[0, 1])));
        var difference = mean[1] - mean[0];
        var one = GaussianIntegral.Mean(u => 1 / (1 + Math.Exp(-(difference + u))), deviation, [-difference]).Value;
        return new(Vector<double>.Build.Dense([1 - one, one]), GridError);
    }

    /// <summary>√λ v for the eigenvectors of the covariance of f_c less the mean over classes, the largest first.</summary>
    private double[][] Axes(Matrix<double> covariance)
    {
        var centring = Matrix<double>.Build.Dense(classes, classes, (i, j) => (i == j ? 1.0 : 0) - (1.0 / classes));
        var eigen = (centring * covariance * centring).Evd(Symmetricity.Symmetric);
        var values = eigen.EigenValues.Map(value => value.Real);
        return [.. Enumerable.Range(0, classes).Reverse().Where(j => values[j] > Rounding * values.Maximum()).Take(classes - 1).Select(j => (eigen.EigenVectors.Column(j) * Math.Sqrt(values[j])).ToArray())];
    }

    private static int Nodes(double step) => (2 * (int)Math.Ceiling(Horizon / step)) + 1;

    private Vector<double> OnGrid(double[] mean, double[][] axes, double[] steps)
    {
        var (sum, total) = (new double[classes], 0.0);
        void Add(double[] outputs, int axis, double weight)
        {
            if (axis == axes.Length)
            {
                AddSoftmax(outputs, weight, sum);
                total += weight;
                return;
            }

            var (shifted, half) = (new double[classes], Nodes(steps[axis]) / 2);
            for (var node = -half; node <= half; node++)
            {
                var z = node * steps[axis];
                for (var c = 0; c < classes; c++)
                {
                    shifted[c] = outputs[c] + (z * axes[axis][c]);
                }

                Add(shifted, axis + 1, weight * Math.Exp(-z * z / 2));
            }
        }

        Add(mean, 0, 1);
        return Vector<double>.Build.Dense(sum) / total;
    }

    /// <summary>Twice as many points until three standard errors, from independent shifts, are small enough.</summary>
    private ClassAverages OnLattice(double[] mean, double[][] axes)
    {
        var sums = Enumerable.Range(0, Shifts).Select(_ => new double[classes]).ToArray();
        var outputs = new double[classes];
        var (done, points) = (0, FewestPoints);
        while (true)
        {
            for (var shift = 0; shift < Shifts; shift++)
            {
                for (var i = done; i < points; i++)
                {
                    mean.CopyTo(outputs, 0);
                    for (var axis = 0; axis < axes.Length; axis++)
                    {
                        var z = lattice.Value[shift][(i * (classes - 1)) + axis];
                        for (var c = 0; c < classes; c++)
                        {
                            outputs[c] += z * axes[axis][c];
                        }
                    }

                    AddSoftmax(outputs, 1, sums[shift]);
                }
            }

            var all = Matrix<double>.Build.DenseOfRowArrays(sums) / points;
            var average = all.ColumnSums() / Shifts;
            var squares = all.MapIndexed((_, c, value) => Math.Pow(value - average[c], 2), Zeros.Include).ColumnSums();
            var error = 3 * Math.Sqrt(squares.Maximum() / (Shifts * (Shifts - 1)));
            if (error <= EnoughError || points == MostPoints)
            {
                return new(average, Math.Max(error, GridError));
            }

            (done, points) = (points, 2 * points);
        }
    }

    private void AddSoftmax(double[] outputs, double weight, double[] sum)
    {
        var (largest, normalizer) = (outputs.Max(), 0.0);
        Span<double> exponentials = classes <= 64 ? stackalloc double[classes] : new double[classes];
        for (var c = 0; c < classes; c++)
        {
            normalizer += exponentials[c] = Math.Exp(outputs[c] - largest);
        }

        for (var c = 0; c < classes; c++)
        {
            sum[c] += weight * exponentials[c] / normalizer;
        }
    }

    /// <summary>The points of one shift, of normal distribution: frac(i √prime + shift), folded at ½, where the fold makes periodic what is not.</summary>
    private static double[] Normals(int shift, int dimensions)
    {
        var stream = new NormalStream(0, (ulong)shift);
        double[] starts = [.. Enumerable.Range(0, dimensions).Select(_ => stream.Uniform())];
        double[] roots = [.. Primes(dimensions).Select(prime => Math.Sqrt(prime))];
        var normals = new double[MostPoints * dimensions];
        for (var place = 0; place < normals.Length; place++)
        {
            var (i, axis) = (place / dimensions, place % dimensions);
            var turned = (((i + 1) * roots[axis]) + starts[axis]) % 1;
            normals[place] = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, Math.Clamp(Math.Abs((2 * turned) - 1), 1e-16, 1 - 1e-16));
        }

        return normals;
    }

    private static IEnumerable<int> Primes(int count) => Enumerable.Range(2, int.MaxValue - 2)
        .Where(number => Enumerable.Range(2, Math.Max(0, (int)Math.Sqrt(number) - 1)).All(divisor => number % divisor != 0)).Take(count);
}

/// <summary>Averages over classes, and what one of them may be off by.</summary>
internal sealed record ClassAverages(Vector<double> Values, double Error);
