using System.Diagnostics;
using static System.Diagnostics.DebuggerBrowsableState;

namespace NtkDsl;

/// <content>What keeps its predictions from being what they look like.</content>
public sealed partial class GaussianProcess
{
    /// <summary>
    /// A sentence each, about: targets that are all equal, or far from the size of the prior; points that the kernel cannot tell apart but
    /// whose targets differ by far more than the noise; a noise of 0; and <see cref="Jitter"/>. None as a rule.
    /// </summary>
    [DebuggerBrowsable(Never)]
    public IReadOnlyList<string> Remarks =>
    [
        .. ScaleRemarks(),
        .. Contradictions.Among(trainingKernel, data.Residuals, NoiseVariance + Jitter) is { } found ? (string[])[Messages.Contradiction(found, NoiseVariance)] : [],
        .. NoiseVariance == 0 ? (string[])[Messages.NoNoise] : [],
        .. Jitter > 0 ? (string[])[Messages.Jittered(Jitter, NoiseVariance)] : [],
    ];

    private string[] ScaleRemarks()
    {
        const double Smaller = 100;
        const double Larger = 1e-6;
        var (targets, prior) = (data.Residuals.Enumerate().Average(y => y * y), trainingKernel.Diagonal().Average());
        return targets == 0 ? [Messages.EqualTargets]
            : targets > Smaller * prior ? [Messages.PriorTooSmall(Math.Sqrt(targets), Math.Sqrt(prior))]
            : targets < Larger * prior ? [Messages.PriorTooLarge(Math.Sqrt(targets), Math.Sqrt(prior))]
            : [];
    }
}
