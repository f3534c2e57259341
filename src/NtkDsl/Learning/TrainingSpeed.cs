using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>How fast a Gaussian process learns its data, one point after the other: a model that learns faster has more evidence.</summary>
/// <remarks>Source: Lyle et al., "A Bayesian perspective on training speed and model selection" (2020).</remarks>
public sealed class TrainingSpeed
{
    internal TrainingSpeed(Vector<double> logPredictive, Vector<double> expectedLogLikelihood) =>
        (LogPredictive, ExpectedLogLikelihood) = (logPredictive, expectedLogLikelihood);

    /// <summary>log p(y_i | y_1 … y_{i−1}), of length n, summed over outputs; they add up to the log marginal likelihood.</summary>
    public Vector<double> LogPredictive { get; }

    /// <summary>E log p(y_i | f) over the posterior given y_1 … y_{i−1}, of length n, what sample-then-optimise estimates.</summary>
    public Vector<double> ExpectedLogLikelihood { get; }

    /// <summary>The sum of <see cref="ExpectedLogLikelihood"/>, which is at most the log marginal likelihood.</summary>
    public double LowerBound => ExpectedLogLikelihood.Sum();
}
