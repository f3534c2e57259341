namespace NtkDsl;

/// <summary>How the landmarks of a Nyström approximation are chosen among the training points.</summary>
public abstract class Landmarks
{
    private protected Landmarks(int count) => Count = count > 0 ? count : throw new NtkDslException(Messages.NoLandmarks);

    /// <summary>M, the number of landmarks.</summary>
    public int Count { get; }

    /// <summary>Random training points.</summary>
    /// <param name="count">M; all points if there are fewer.</param>
    /// <param name="seed">The choice depends on the seed alone.</param>
    /// <exception cref="NtkDslException">The count is not positive.</exception>
    public static Landmarks Uniform(int count, long seed = 0) => new UniformLandmarks(count, seed);

    /// <summary>
    /// Random training points with probabilities proportional to their approximate ridge leverage scores
    /// ℓ_i = φ_iᵀ (ΦᵀΦ + r I)⁻¹ φ_i + (k_ii − φ_iᵀφ_i)/r, from a first Nyström approximation on as many uniform landmarks:
    /// points that others do not explain are chosen more often.
    /// </summary>
    /// <param name="count">M; all points if there are fewer.</param>
    /// <param name="seed">The choice depends on the seed and the data alone.</param>
    /// <remarks>Source: Musco and Musco, "Recursive sampling for the Nyström method" (2017).</remarks>
    /// <exception cref="NtkDslException">The count is not positive.</exception>
    public static Landmarks LeverageScores(int count, long seed = 0) => new LeverageLandmarks(count, seed);

    /// <summary>Points of the user's own.</summary>
    /// <param name="points">M points; they need not be training points.</param>
    public static Landmarks At(Points points) => new GivenLandmarks(points);

    internal abstract Points Choose(Kernel kernel, KernelKind kind, Points x, double ridge);

    /// <summary>The rows with the largest keys log(u_i)/w_i, which is sampling without replacement with weights w (Efraimidis and Spirakis, 2006).</summary>
    private protected static Points Sample(Points x, int count, long seed, Func<int, double> weight)
    {
        var stream = new NormalStream(unchecked((ulong)seed), 0);
        var keys = Enumerable.Range(0, x.Count).Select(i => Math.Log(stream.Uniform()) / weight(i)).ToArray();
        return x.Rows([.. Enumerable.Range(0, x.Count).OrderByDescending(i => keys[i]).Take(count).Order()]);
    }

    private sealed class UniformLandmarks(int count, long seed) : Landmarks(count)
    {
        internal override Points Choose(Kernel kernel, KernelKind kind, Points x, double ridge) => Sample(x, Count, seed, _ => 1);
    }

    private sealed class LeverageLandmarks(int count, long seed) : Landmarks(count)
    {
        internal override Points Choose(Kernel kernel, KernelKind kind, Points x, double ridge)
        {
            var features = new NystromFeatures(kernel, kind, Sample(x, Count, seed, _ => 1));
            var regularised = LinearSystem.PositiveDefinite(features.Gram(x), Math.Max(ridge, 1e-12));
            var scores = new double[x.Count];
            foreach (var (start, phi) in features.Blocks(x))
            {
                var diagonal = kernel.EvaluateDiagonal(x.Range(start, phi.ColumnCount)).Of(kind);
                var whitened = regularised.Whiten(phi);
                for (var i = 0; i < phi.ColumnCount; i++)
                {
                    var (explained, norm) = (whitened.Column(i).L2Norm(), phi.Column(i).L2Norm());
                    scores[start + i] = (explained * explained) + (Math.Max(0, diagonal[i] - (norm * norm)) / Math.Max(ridge, 1e-12));
                }
            }

            return Sample(x, Count, unchecked(seed + 1), i => Math.Max(Math.Min(1, scores[i]), 1e-12));
        }
    }

    private sealed class GivenLandmarks(Points points) : Landmarks(points.Count)
    {
        internal override Points Choose(Kernel kernel, KernelKind kind, Points x, double ridge) => points;
    }
}
