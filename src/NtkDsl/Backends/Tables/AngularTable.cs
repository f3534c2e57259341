using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>
/// Kernels that depend on the angle alone, tabulated: piecewise polynomials in t = sin(φ/2) on [0, √½], one set for angles up to π/2
/// and one, with φ measured from −x′, for those beyond. A network of any depth then costs one table look-up per pair.
/// </summary>
/// <remarks>
/// Kernels of rectifiers are analytic in the angle from either end, so halving intervals until the interpolation error is at rounding
/// level needs few of them; the error is measured at points between the nodes.
/// </remarks>
internal sealed class AngularTable
{
    private const int Nodes = 13;
    private const int Checks = 2;
    private const int DeepestLevel = 40;

    /// <summary>Down to intervals of 2⁻³⁰ the error is held against the value itself, so that kernels keep their digits where they vanish.</summary>
    private const int StrictLevels = 30;

    private const int LargestCount = 4096;
    private const int Buckets = 1024;
    private const double Tolerance = 1e-14;

    private static readonly double[] Samples = [.. Enumerable.Range(0, Nodes).Select(k => Math.Cos(Math.PI * (k + 0.5) / Nodes)), -0.971, 0.713];
    private static readonly double[,] ChebyshevPowers = PowersOfChebyshev();

    private readonly Side near;
    private readonly Side far;

    private AngularTable(Side near, Side far, double quadratureError) => (this.near, this.far, QuadratureError) = (near, far, quadratureError);

    /// <summary>The table of the first outputs of a program at squared norm a of inputs with so many features; null if it would be too large.</summary>
    public static AngularTable? Build(
        TileProgram program, int outputs, double a, int features, IReadOnlyDictionary<string, double> parameters, CancellationToken cancellation)
    {
        var angles = new AngularEvaluation(program, outputs, a, features, parameters, cancellation);
        return Side.Build(outputs, t => angles.At(t, farSide: false)) is { } near && Side.Build(outputs, t => angles.At(t, farSide: true)) is { } far
            ? new(near, far, angles.QuadratureError)
            : null;
    }

    /// <summary>The largest error of what has been integrated, as <see cref="TileEvaluation.QuadratureError"/> has it.</summary>
    public double QuadratureError { get; }

    /// <summary>All outputs for gaps P and Q of pairs: output o of lane i goes to results[o·stride + i].</summary>
    public void Evaluate(ReadOnlySpan<double> gaps, ReadOnlySpan<double> coGaps, Span<double> results, int stride)
    {
        for (var i = 0; i < gaps.Length; i++)
        {
            var (p, q) = (Math.Max(gaps[i], 0), Math.Max(coGaps[i], 0));
            var side = p <= q ? near : far;

            // Vectors of length 0 count as orthogonal.
            var total = p + q;
            var t = total > 0 ? Math.Sqrt(Math.Min(p, q) / total) : Side.End;
            side.Evaluate(t, results[i..], stride);
        }
    }

    /// <summary>Row k holds the powers of the Chebyshev polynomial T_k, by T_{k+1} = 2xT_k − T_{k−1}.</summary>
    private static double[,] PowersOfChebyshev()
    {
        var powers = new double[Nodes, Nodes];
        powers[0, 0] = 1;
        powers[1, 1] = 1;
        for (var k = 2; k < Nodes; k++)
        {
            for (var power = 0; power < Nodes; power++)
            {
                powers[k, power] = (power > 0 ? 2 * powers[k - 1, power - 1] : 0) - powers[k - 2, power];
            }
        }

        return powers;
    }

    /// <summary>The polynomial through values at the nodes, lowest power first. The way over Chebyshev coefficients, which fall off, keeps the digits.</summary>
    private static void Interpolate(ReadOnlySpan<double> values, Span<double> powers)
    {
        powers.Clear();
        for (var k = 0; k < Nodes; k++)
        {
            double coefficient = 0;
            for (var node = 0; node < Nodes; node++)
            {
                coefficient += (k == 0 ? 1.0 : 2.0) / Nodes * Math.Cos(k * Math.PI * (node + 0.5) / Nodes) * values[node];
            }

            for (var power = 0; power <= k; power++)
            {
                powers[power] += coefficient * ChebyshevPowers[k, power];
            }
        }
    }

    private static double Horner(ReadOnlySpan<double> powers, double x)
    {
        var value = powers[^1];
        for (var k = powers.Length - 2; k >= 0; k--)
        {
            value = Math.FusedMultiplyAdd(value, x, powers[k]);
        }

        return value;
    }

    /// <summary>The pieces for one sign of the cosine, in ascending order of t.</summary>
    private sealed class Side
    {
        public static readonly double End = Math.Sqrt(0.5);

        private readonly double[] ends;
        private readonly double[] centres;
        private readonly double[] scales;
        private readonly double[] coefficients;
        private readonly int[] firstOfBucket;
        private readonly int outputs;

        private Side(List<Piece> pieces, int outputs)
        {
            pieces.Sort((x, y) => x.Start.CompareTo(y.Start));
            this.outputs = outputs;
            ends = [.. pieces.Select(piece => piece.End)];
            ends[^1] = double.PositiveInfinity;
            centres = [.. pieces.Select(piece => (piece.Start + piece.End) / 2)];
            scales = [.. pieces.Select(piece => 2 / (piece.End - piece.Start))];
            coefficients = [.. pieces.SelectMany(piece => piece.Coefficients)];
            firstOfBucket = [.. Enumerable.Range(0, Buckets + 1).Select(bucket => Array.FindIndex(ends, end => end > bucket * End / Buckets))];
        }

        /// <param name="outputs">The number of outputs.</param>
        /// <param name="at">Their values at angles t.</param>
        public static Side? Build(int outputs, Func<double[], double[][]> at)
        {
            var accepted = new List<Piece>();
            List<(double Start, double End)> pending = [(0, End)];
            for (var level = 0; pending.Count > 0; level++)
            {
                if (level > DeepestLevel || accepted.Count + pending.Count > LargestCount)
                {
                    return null;
                }

                var values = at([.. pending.SelectMany(piece => Samples.Select(x => ((piece.Start + piece.End) / 2) + (x * (piece.End - piece.Start) / 2)))]);
                var next = new List<(double, double)>();
                for (var i = 0; i < pending.Count; i++)
                {
                    var (start, end) = pending[i];
                    if (Piece.Fit(start, end, values, i * Samples.Length, strict: level < StrictLevels) is { } piece)
                    {
                        accepted.Add(piece);
                    }
                    else
                    {
                        next.AddRange([(start, (start + end) / 2), ((start + end) / 2, end)]);
                    }
                }

                pending = next;
            }

            return new(accepted, outputs);
        }

        public void Evaluate(double t, Span<double> results, int stride)
        {
            var piece = firstOfBucket[Math.Min(Buckets, (int)(t * (Buckets / End)))];
            while (t > ends[piece])
            {
                piece++;
            }

            var x = (t - centres[piece]) * scales[piece];
            for (var output = 0; output < outputs; output++)
            {
                results[output * stride] = Horner(coefficients.AsSpan(((piece * outputs) + output) * Nodes, Nodes), x);
            }
        }
    }

    /// <summary>One interval with the polynomials of all outputs in x in [−1, 1], lowest power first.</summary>
    private sealed record Piece(double Start, double End, double[] Coefficients)
    {
        /// <summary>Interpolates at the nodes; null if the values between them differ by more than rounding.</summary>
        public static Piece? Fit(double start, double end, double[][] values, int offset, bool strict)
        {
            var coefficients = new double[values.Length * Nodes];
            for (var output = 0; output < values.Length; output++)
            {
                var samples = values[output].AsSpan(offset, Nodes + Checks);
                var powers = coefficients.AsSpan(output * Nodes, Nodes);
                Interpolate(samples, powers);
                var largest = TensorPrimitives.MaxMagnitude<double>(samples);
                for (var check = Nodes; check < Nodes + Checks; check++)
                {
                    // Written so that a value that is not a number is kept as it is; halving would not help.
                    if (Math.Abs(Horner(powers, Samples[check]) - samples[check]) > Tolerance * Math.Abs(strict ? samples[check] : largest))
                    {
                        return null;
                    }
                }
            }

            return new(start, end, coefficients);
        }
    }
}
