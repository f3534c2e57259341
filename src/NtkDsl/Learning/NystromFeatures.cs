using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>φ(x) = L⁻¹ k(Z, x) for landmarks Z with k(Z, Z) = L Lᵀ, so that φ(x)ᵀφ(x′) = k(x, Z) k(Z, Z)⁻¹ k(Z, x′).</summary>
internal sealed class NystromFeatures
{
    /// <summary>Points whose features are held at a time.</summary>
    private const int BlockSize = 1024;

    private readonly Kernel kernel;
    private readonly KernelKind kind;
    private readonly PositiveDefiniteSystem system;

    public NystromFeatures(Kernel kernel, KernelKind kind, Points landmarks)
    {
        (this.kernel, this.kind, Landmarks) = (kernel, kind, landmarks);
        system = LinearSystem.PositiveDefinite(kernel.EvaluateSymmetric(landmarks).Of(kind), 0);
    }

    public Points Landmarks { get; }

    public double Jitter => system.Jitter;

    /// <summary>Φᵀ, M × n: a column for each point.</summary>
    public Matrix<double> Of(Points x) => system.Whiten(kernel.Evaluate(Landmarks, x).Of(kind));

    /// <summary>The features of consecutive points, with the number of the first.</summary>
    public IEnumerable<(int Start, Matrix<double> Features)> Blocks(Points x, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        for (var start = 0; start < x.Count; start += BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return (start, Of(x.Range(start, Math.Min(BlockSize, x.Count - start))));
            progress?.Report(Math.Min(1, (start + BlockSize) / (double)x.Count));
        }
    }

    /// <summary>ΦᵀΦ, M × M, summed over the points.</summary>
    public Matrix<double> Gram(Points x) =>
        Blocks(x).Aggregate(Matrix<double>.Build.Dense(Landmarks.Count, Landmarks.Count), (sum, block) => sum + block.Features.TransposeAndMultiply(block.Features));
}
