using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// The explicit Runge–Kutta method of order 5 of Dormand and Prince, "A family of embedded Runge–Kutta formulae" (1980), for
/// z′ = f(z), with steps that keep the estimated error of each below tolerance · max(1, |z|) in root mean square.
/// </summary>
internal sealed class DormandPrince(Func<Matrix<double>, Matrix<double>> f, double tolerance)
{
    private const int MaximumSteps = 1_000_000;

    private static readonly double[][] Stages =
    [
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];

    private static readonly double[] ErrorWeights = [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40];

    /// <summary>z at ascending times from z(0).</summary>
    public IEnumerable<Matrix<double>> Solve(Matrix<double> start, IEnumerable<double> times, CancellationToken cancellation)
    {
        var (time, z, slope, steps) = (0.0, start, f(start), 0);
        var step = 0.01 * Math.Max(1, Size(z, z)) / Math.Max(1e-6, Size(slope, z));
        foreach (var end in times)
        {
            while (time < end)
            {
                cancellation.ThrowIfCancellationRequested();
                var h = Math.Min(step, end - time);
                var (next, nextSlope, error) = Step(z, slope, h);
                if (error <= 1)
                {
                    (z, slope, time) = (next, nextSlope, h == end - time ? end : time + h);
                }

                step = h * (double.IsNaN(error) ? 0.2 : Math.Clamp(0.9 * Math.Pow(error, -0.2), 0.2, 5));
                if (++steps > MaximumSteps || !(time + step > time))
                {
                    throw new NtkDslException(Messages.OdeStuck(time, end));
                }
            }

            yield return z;
        }
    }

    private (Matrix<double> Next, Matrix<double> Slope, double Error) Step(Matrix<double> z, Matrix<double> slope, double h)
    {
        var slopes = new List<Matrix<double>> { slope };
        var place = z;
        foreach (var weights in Stages)
        {
            place = z + (h * Combination(weights, slopes));
            slopes.Add(f(place));
        }

        return (place, slopes[^1], Size(h * Combination(ErrorWeights, slopes), z) / tolerance);
    }

    private static Matrix<double> Combination(double[] weights, List<Matrix<double>> slopes) =>
        weights.Select((weight, i) => weight * slopes[i]).Aggregate((sum, term) => sum + term);

    /// <summary>The root mean square of v, in units of max(1, |z|) entry by entry.</summary>
    private static double Size(Matrix<double> v, Matrix<double> z) =>
        Math.Sqrt(v.Map2((a, b) => a / Math.Max(1, Math.Abs(b)), z, Zeros.Include).Enumerate().Average(a => a * a));
}
