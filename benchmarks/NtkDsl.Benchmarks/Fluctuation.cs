namespace NtkDsl.Benchmarks;

/// <summary>n·Var/E² of a kernel's diagonal entry over draws of networks of width n, with its standard error.</summary>
internal sealed record Fluctuation(double Value, double StandardError)
{
    private const int Batches = 20;

    /// <summary>From the NTK of a network with one output, for draws in parallel.</summary>
    public static Fluctuation OfNtk(Architecture architecture, Points x, int width, int draws) => Of(width, draws, (batch, count) =>
    {
        var ntk = MonteCarlo.Estimate(architecture, x, draws: count, seed: batch).Ntk!;
        return new(ntk.Mean[0, 0], count * Math.Pow(ntk.StandardError[0, 0], 2));
    });

    /// <summary>From |f(x)|² of networks with n outputs, by the forward pass alone.</summary>
    public static Fluctuation OfNorm(Architecture architecture, Points x, int width, int draws) => Of(width, draws, (batch, count) =>
    {
        var squares = new double[count];
        Parallel.For(0, count, i =>
            squares[i] = Math.Pow(FiniteNetwork.Sample(architecture, x.Features, (batch * count) + i).Forward(x).L2Norm(), 2));
        var mean = squares.Average();
        return new(mean, squares.Sum(square => Math.Pow(square - mean, 2)) / (count - 1));
    });

    public override string ToString() => Table.Invariant($"{Value:G3} ± {StandardError:G2}");

    /// <summary>The variance of a variance needs fourth moments; independent batches give it without them.</summary>
    private static Fluctuation Of(int width, int draws, Func<int, int, Moments> moments)
    {
        var batches = Enumerable.Range(0, Batches).Select(batch => moments(batch, draws / Batches)).ToArray();
        var mean = batches.Average(batch => batch.Mean);
        var values = batches.Select(batch => width * batch.Variance / (mean * mean)).ToArray();
        var value = values.Average();
        var spread = values.Sum(v => Math.Pow(v - value, 2));
        return new(value, Math.Sqrt(spread / (Batches * (Batches - 1))));
    }

    private readonly record struct Moments(double Mean, double Variance);
}
