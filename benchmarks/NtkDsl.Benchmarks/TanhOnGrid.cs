using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Benchmarks;

/// <summary>K and Θ of a deep tanh network with every expectation on a square of Gauss–Hermite nodes, as is usually done.</summary>
internal sealed class TanhOnGrid
{
    private readonly double[] nodes;
    private readonly double[] weights;
    private readonly int depth;
    private readonly double weightVariance;
    private readonly double biasVariance;

    public TanhOnGrid(int count, int depth, double sigmaW, double biasVariance)
    {
        // Golub and Welsch (1969): the nodes are the eigenvalues of the recurrence of the Hermite polynomials.
        var recurrence = Matrix<double>.Build.Dense(count, count, (i, j) => Math.Abs(i - j) == 1 ? Math.Sqrt(Math.Max(i, j)) : 0);
        var eigen = recurrence.Evd(Symmetricity.Symmetric);
        nodes = [.. eigen.EigenValues.Select(value => value.Real)];
        weights = [.. eigen.EigenVectors.Row(0).Select(first => first * first)];
        (this.depth, this.biasVariance) = (depth, biasVariance);
        weightVariance = sigmaW * sigmaW;
    }

    public (double Nngp, double Ntk) Evaluate(double[] x, double[] y)
    {
        var (a, b, c) = (Moment(x, x), Moment(y, y), Moment(x, y));
        var theta = c;
        for (var layer = 0; layer < depth; layer++)
        {
            var (dual, derivative) = Dual(a, b, c);
            var last = layer == depth - 1;
            var (scale, bias) = last ? (1, 0) : (weightVariance, biasVariance);
            (a, b, c) = ((scale * Variance(a)) + bias, (scale * Variance(b)) + bias, (scale * dual) + bias);
            theta = c + (scale * derivative * theta);
        }

        return (c, theta);
    }

    private double Moment(double[] x, double[] y) => (weightVariance * x.Zip(y, (u, v) => u * v).Sum() / x.Length) + biasVariance;

    private double Variance(double a)
    {
        double sum = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            var u = Math.Tanh(Math.Sqrt(a) * nodes[i]);
            sum += weights[i] * u * u;
        }

        return sum;
    }

    private (double Dual, double Derivative) Dual(double a, double b, double c)
    {
        var (sigmaU, sigmaV, rho) = (Math.Sqrt(a), Math.Sqrt(b), c / Math.Sqrt(a * b));
        var rest = Math.Sqrt(Math.Max(0, 1 - (rho * rho)));
        double dual = 0, derivative = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            var u = Math.Tanh(sigmaU * nodes[i]);
            for (var j = 0; j < nodes.Length; j++)
            {
                var v = Math.Tanh(sigmaV * ((rho * nodes[i]) + (rest * nodes[j])));
                var weight = weights[i] * weights[j];
                dual += weight * u * v;
                derivative += weight * (1 - (u * u)) * (1 - (v * v));
            }
        }

        return (dual, derivative);
    }
}
