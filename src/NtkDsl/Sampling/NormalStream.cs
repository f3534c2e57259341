using System.Numerics;

namespace NtkDsl;

/// <summary>
/// Independent standard normal numbers, a stream of its own for each (seed, draw). A draw of a network depends on these
/// two numbers alone, so results do not change with the number of threads or with the order of the draws.
/// </summary>
/// <remarks>
/// Bits come from xoshiro256++ (Blackman and Vigna, 2021), normals from a <see cref="Ziggurat"/>, with the layer and
/// the abscissa taken from different bits of a word (Doornik, 2005).
/// </remarks>
internal sealed class NormalStream
{
    private const double Ulp = 1.0 / (1L << 52);

    private ulong s0, s1, s2, s3;

    /// <summary>The stream that belongs to this seed and this draw.</summary>
    public NormalStream(ulong seed, ulong draw)
    {
        // Scramble is a bijection, so the first two words alone already tell any two streams apart.
        s0 = Scramble(seed);
        s1 = Scramble(draw);
        s2 = Scramble(s0 ^ BitOperations.RotateLeft(s1, 32));
        s3 = Scramble(s1 + s2);
    }

    /// <summary>A matrix of independent normal numbers with mean 0 and variance 1.</summary>
    public Matrix Matrix(int rows, int columns) => new(rows, columns, Normals(rows * columns));

    /// <summary>Independent normal numbers with mean 0 and variance 1.</summary>
    public double[] Normals(int count)
    {
        var numbers = new double[count];
        foreach (ref var number in numbers.AsSpan()) number = Next();
        return numbers;
    }

    /// <summary>The next number, uniform on (0, 1): a midpoint of 2⁵² equal intervals, so never 0 and never 1.</summary>
    public double Uniform() => ((NextBits() >> 12) + 0.5) * Ulp;

    /// <summary>The next number with mean 0, variance 1 and density exp(−x²/2) / √(2π).</summary>
    public double Next()
    {
        while (true)
        {
            var bits = NextBits();
            var layer = (int)(bits % Ziggurat.Layers);
            var x = ((long)bits >> 11) * Ulp * Ziggurat.Edge[layer];
            if (Math.Abs(x) < Ziggurat.Edge[layer + 1]) return x;
            if (layer == 0) return Math.CopySign(Tail(), x);
            double low = Ziggurat.Density(Ziggurat.Edge[layer]), high = Ziggurat.Density(Ziggurat.Edge[layer + 1]);
            if (low + Uniform() * (high - low) < Ziggurat.Density(x)) return x;
        }
    }

    /// <summary>A normal number given that it exceeds the base layer's edge r (Marsaglia, 1964).</summary>
    private double Tail()
    {
        double excess;
        do excess = -Math.Log(Uniform()) / Ziggurat.BaseEdge;
        while (-2 * Math.Log(Uniform()) < excess * excess);
        return Ziggurat.BaseEdge + excess;
    }

    /// <summary>One step of xoshiro256++.</summary>
    private ulong NextBits()
    {
        var result = BitOperations.RotateLeft(s0 + s3, 23) + s0;
        var shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>One output of SplitMix64 (Steele, Lea and Flood, 2014): a bijection that leaves no visible pattern.</summary>
    private static ulong Scramble(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
