namespace NtkDsl;

/// <summary>
/// Hermite coefficients a_n(σ) of f(σz) for many standard deviations at once. They are analytic in σ, so a few dozen expansions at
/// Chebyshev nodes give all others by interpolation; the error is measured between the nodes, and where it is too large each point
/// gets an expansion of its own.
/// </summary>
internal sealed class HermiteTable
{
    /// <summary>Error of E f(u)g(v), relative to √(E f² E g²), that is accepted.</summary>
    public const double AcceptedError = 1e-12;

    private const double Tolerance = 1e-14;

    /// <summary>The tail of the expansions between which is interpolated: what is cut off must not show as a jump in σ.</summary>
    private const double ToleranceAtNodes = 1e-16;
    private const int LargestCount = 2048;
    private const int FewestNodes = 16;
    private const int MostNodes = 64;

    private readonly double[] coefficients;
    private readonly double[] tails;

    private HermiteTable(double[][] series, double[] tails)
    {
        this.tails = tails;
        Points = series.Length;
        Count = series.Max(one => one.Length);
        coefficients = new double[Count * Points];
        for (var i = 0; i < Points; i++)
        {
            for (var n = 0; n < series[i].Length; n++)
            {
                coefficients[(n * Points) + i] = series[i][n];
            }
        }
    }

    /// <summary>The number of coefficients of a point.</summary>
    public int Count { get; }

    /// <summary>The number of points.</summary>
    public int Points { get; }

    /// <summary>a_n of consecutive points.</summary>
    public ReadOnlySpan<double> Row(int n, int first, int count) => coefficients.AsSpan((n * Points) + first, count);

    /// <summary>√(Σ a_n² beyond the last coefficient), relative to √(E f²).</summary>
    public double RelativeTail(int point) => tails[point];

    /// <summary>The table for f(u; slots) at each point.</summary>
    /// <param name="function">f, smooth.</param>
    /// <param name="sigmas">σ of each point.</param>
    /// <param name="slots">The slots of each point; empty arrays if there are none.</param>
    /// <param name="leastCount">The least number of coefficients.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static HermiteTable Of(Lambda function, double[] sigmas, double[][] slots, int leastCount, CancellationToken cancellation)
    {
        // Points that agree in σ and in the slots share an expansion; with slots, too much varies to interpolate.
        var distinct = Enumerable.Range(0, sigmas.Length)
            .GroupBy(i => string.Join('|', slots[i].Prepend(sigmas[i]).Select(BitConverter.DoubleToInt64Bits)))
            .Select(group => group.ToArray()).ToArray();
        var expansions = function.Slots == 0 && distinct.Length > FewestNodes
            ? Interpolated(function, [.. distinct.Select(group => sigmas[group[0]])], leastCount, cancellation)
            : null;
        expansions ??= Direct(distinct.Length, k => Expansion.Of(function, slots[distinct[k][0]], sigmas[distinct[k][0]], leastCount), cancellation);
        var longest = expansions.Max(expansion => expansion.Coefficients.Length);
        if (Array.Exists(expansions, expansion => expansion.Coefficients.Length < longest))
        {
            // The bound on the error by the tails of two series holds if they are cut at one length.
            return Of(function, sigmas, slots, longest, cancellation);
        }

        var (series, tails) = (new double[sigmas.Length][], new double[sigmas.Length]);
        for (var k = 0; k < distinct.Length; k++)
        {
            foreach (var i in distinct[k])
            {
                (series[i], tails[i]) = (expansions[k].Coefficients, expansions[k].RelativeTail);
            }
        }

        return new(series, tails);
    }

    private static Expansion[] Direct(int count, Func<int, Expansion> expand, CancellationToken cancellation)
    {
        var expansions = new Expansion[count];
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, k => expansions[k] = expand(k));
        return expansions;
    }

    /// <summary>Interpolates in σ with more and more nodes; null if the most are not enough or would not be fewer than the points.</summary>
    private static Expansion[]? Interpolated(Lambda function, double[] sigmas, int leastCount, CancellationToken cancellation)
    {
        if (sigmas.Min() <= 0)
        {
            return null;
        }

        // In log σ, since f(σz) changes its shape on that scale.
        var logs = sigmas.Select(sigma => Math.Log(sigma)).ToArray();
        var (lowest, highest) = (logs.Min(), logs.Max());
        var (centre, radius) = ((lowest + highest) / 2, (highest - lowest) / 2);
        double[] checks = [0.937, 0.211, -0.823];
        var exact = Direct(checks.Length, k => Expansion.Of(function, [], Math.Exp(centre + (radius * checks[k])), leastCount), cancellation);
        for (var count = FewestNodes; count <= MostNodes && 2 * count < sigmas.Length; count *= 2)
        {
            var nodes = Enumerable.Range(0, count).Select(k => Math.Cos(Math.PI * (k + 0.5) / count)).ToArray();
            var known = Direct(count, k => Expansion.Of(function, [], Math.Exp(centre + (radius * nodes[k])), leastCount, ToleranceAtNodes), cancellation);
            if (checks.Zip(exact).All(check => At(known, nodes, check.First).ErrorAgainst(check.Second) <= Tolerance))
            {
                var all = Direct(sigmas.Length, k => At(known, nodes, (logs[k] - centre) / radius), cancellation);
                var needed = Math.Max(leastCount, all.Max(expansion => expansion.NeededCount()));
                return [.. all.Select(expansion => expansion.CutTo(needed))];
            }
        }

        return null;
    }

    /// <summary>Barycentric interpolation at the Chebyshev nodes.</summary>
    private static Expansion At(Expansion[] known, double[] nodes, double x)
    {
        var coefficients = new double[known.Max(expansion => expansion.Coefficients.Length)];
        double total = 0;
        for (var k = 0; k < nodes.Length; k++)
        {
            if (x == nodes[k])
            {
                return known[k].CutTo(coefficients.Length);
            }

            var weight = (k % 2 == 0 ? 1 : -1) * Math.Sin(Math.PI * (k + 0.5) / nodes.Length) / (x - nodes[k]);
            total += weight;
            for (var n = 0; n < known[k].Coefficients.Length; n++)
            {
                coefficients[n] += weight * known[k].Coefficients[n];
            }
        }

        for (var n = 0; n < coefficients.Length; n++)
        {
            coefficients[n] /= total;
        }

        return new(coefficients, known.Max(expansion => expansion.RelativeTail));
    }

    /// <summary>The coefficients of one f(σz).</summary>
    private sealed record Expansion(double[] Coefficients, double RelativeTail)
    {
        public static Expansion Of(Lambda function, double[] slots, double sigma, int leastCount, double tolerance = Tolerance)
        {
            var coefficients = HermiteSeries.Coefficients(LambdaCompiler.Bind(function, slots), sigma, tolerance, LargestCount, out var tail, leastCount);
            var energy = coefficients.Sum(a => a * a) + tail;
            return new(coefficients, energy > 0 ? Math.Sqrt(tail / energy) : 0);
        }

        /// <summary>How many coefficients must stay for the tail to be below the tolerance.</summary>
        public int NeededCount()
        {
            var energy = Coefficients.Sum(a => a * a);
            var (count, tail) = (Coefficients.Length, RelativeTail * RelativeTail * energy);
            while (count > 1 && tail + (Coefficients[count - 1] * Coefficients[count - 1]) <= Tolerance * energy)
            {
                count--;
                tail += Coefficients[count] * Coefficients[count];
            }

            return count;
        }

        /// <summary>The expansion with so many coefficients, filled up with zeros if there are fewer.</summary>
        public Expansion CutTo(int count)
        {
            var energy = Coefficients.Sum(a => a * a);
            var cut = Coefficients.Skip(count).Sum(a => a * a);
            var kept = new double[count];
            Coefficients.AsSpan(0, Math.Min(count, Coefficients.Length)).CopyTo(kept);
            return new(kept, energy > 0 ? Math.Sqrt((RelativeTail * RelativeTail) + (cut / energy)) : 0);
        }

        /// <summary>
        /// The error of Σ a_n² ρⁿ, relative to Σ a_n², at the worst ρ. Coefficients that one of the two leaves out count by their square alone.
        /// </summary>
        public double ErrorAgainst(Expansion exact)
        {
            double error = 0, energy = 0;
            for (var n = 0; n < Math.Max(Coefficients.Length, exact.Coefficients.Length); n++)
            {
                var value = n < exact.Coefficients.Length ? exact.Coefficients[n] : 0;
                var difference = Math.Abs((n < Coefficients.Length ? Coefficients[n] : 0) - value);
                error += difference * (Math.Abs(value) + difference);
                energy += value * value;
            }

            return energy > 0 ? error / energy : error;
        }
    }
}
