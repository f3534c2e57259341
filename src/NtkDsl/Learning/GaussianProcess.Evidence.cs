using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using static System.Diagnostics.DebuggerBrowsableState;

namespace NtkDsl;

/// <content>How well the process explains its data.</content>
public sealed partial class GaussianProcess
{
    /// <summary>The key of the noise in gradients and fits, next to the names of the architecture's free parameters.</summary>
    public const string NoiseName = "noise";

    /// <summary>log p(Y | X) = Σ over outputs of −½ yᵀ A⁻¹ y − ½ log det A − ½ n log 2π.</summary>
    [DebuggerBrowsable(Never)]
    public double LogMarginalLikelihood => Evidence(NtkDsl.Evidence.LogMarginalLikelihood);

    /// <summary>The log marginal likelihood or the leave-one-out log predictive density.</summary>
    public double Evidence(Evidence evidence) => EvidenceValue.Of(evidence, system, data.Residuals, Coefficients).Value;

    /// <summary>
    /// The exact derivatives of <see cref="Evidence"/> with respect to every free parameter of the architecture, bound as they are, and
    /// under <see cref="NoiseName"/> with respect to the amount of <see cref="Noise"/>.
    /// </summary>
    /// <remarks>tr(W ∂A/∂s) with W = ∂/∂A of the evidence, and ∂A/∂s from the symbolic derivative of the kernel.</remarks>
    /// <exception cref="NtkDslException">The kernel has no derivative because an activation has a jump.</exception>
    public IReadOnlyDictionary<string, double> EvidenceGradient(Evidence evidence)
    {
        var weight = EvidenceValue.Of(evidence, system, data.Residuals, Coefficients).ByMatrix();
        return EvidenceGradient(weight, Kernel.EvaluateWithDerivatives(data.Inputs, Kind), relevances: null);
    }

    /// <summary>
    /// Each training point as predicted from all others: means n × p, and variances of the noisy observation.
    /// A relative noise keeps the value that it has for all points.
    /// </summary>
    /// <remarks>Source: Rasmussen and Williams (2006), equation 5.12.</remarks>
    public Posterior LeaveOneOut()
    {
        var precision = system.Inverse(data.X.Count).Diagonal();
        var mean = data.Y - Coefficients.MapIndexed((i, _, alpha) => alpha / precision[i]);
        return new(mean, () => throw new NtkDslException(Messages.NoJointLeaveOneOut), () => 1 / precision);
    }

    /// <summary>
    /// The evidence point by point, in the order of the data. With A = L Lᵀ and z = L⁻¹ y, point i is predicted from those before it with
    /// error L_ii z_i and variance L_ii², of which σ² is noise.
    /// </summary>
    /// <exception cref="NtkDslException">There is no noise, so that the likelihood given f is no density.</exception>
    public TrainingSpeed TrainingSpeed()
    {
        var noise = NoiseVariance + Jitter;
        if (noise == 0)
        {
            throw new NtkDslException(Messages.TrainingSpeedNeedsNoise);
        }

        var p = data.Y.ColumnCount;
        var squares = system.Whiten(data.Residuals).PointwisePower(2).RowSums();
        var variances = Vector<double>.Build.DenseOfEnumerable(system.Pivots);
        return new(
            squares.Map2((z2, v) => -(z2 + (p * Math.Log(2 * Math.PI * v))) / 2, variances),
            squares.Map2((z2, v) => -((((v * z2) + (p * (v - noise))) / noise) + (p * Math.Log(2 * Math.PI * noise))) / 2, variances));
    }

    /// <summary>Conditions and differentiates with one evaluation of the kernel.</summary>
    internal static (double Value, IReadOnlyDictionary<string, double> Gradient) EvidenceWithGradient(
        TrainingSet data, KernelKind kind, Ridge noise, Evidence evidence, FeatureRelevances? relevances, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var kernel = relevances is null
            ? data.Kernel.EvaluateWithDerivatives(data.Inputs, kind, cancellation)
            : data.Kernel.EvaluateWithInputDerivatives(data.Inputs, kind, cancellation);
        var process = new GaussianProcess(data, kind, noise, kernel.Value);
        var result = EvidenceValue.Of(evidence, process.system, data.Residuals, process.Coefficients);
        return (result.Value, process.EvidenceGradient(result.ByMatrix(), kernel, relevances));
    }

    private Dictionary<string, double> EvidenceGradient(Matrix<double> weight, KernelGradient kernel, FeatureRelevances? relevances)
    {
        var trace = weight.Trace();

        // A relative noise moves with the diagonal of the kernel.
        var ofKernel = Noise.IsRelative ? weight + Matrix<double>.Build.DenseDiagonal(weight.RowCount, trace * Noise.Amount / weight.RowCount) : weight;
        var gradient = kernel.Derivatives.ToDictionary(pair => pair.Key, pair => ofKernel.PointwiseMultiply(pair.Value).Enumerate().Sum());
        gradient[NoiseName] = trace * (Noise.IsRelative ? trainingKernel.Diagonal().Average() : 1);
        foreach (var (name, slope) in relevances?.Gradient(kernel.ByInput!, ofKernel) ?? [])
        {
            gradient[name] = slope;
        }

        return gradient;
    }
}
