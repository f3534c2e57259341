using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// How, and for how long, a wide network is trained on the squared loss L = ½ Σ (f(x_i) − y_i)², summed over examples and outputs.
/// Along an eigenvector of Θ(X, X) with eigenvalue λ, every rule multiplies the error f − y by a number of its own.
/// </summary>
/// <remarks>
/// A loss that is averaged over n examples and p outputs, L/(n p), runs n p times slower: its time t is t/(n p) here, and its learning
/// rate η is η/(n p) here. This is the convention of <c>neural_tangents.predict</c>, where t counts steps of learning rate 1 by default.
/// Source: Lee et al., "Wide neural networks of any depth evolve as linear models under gradient descent" (2019).
/// </remarks>
public abstract class Training
{
    private protected Training()
    {
    }

    /// <summary>Until nothing moves any more, t → ∞. What an eigenvalue of 0 hides is never learned.</summary>
    public static Training Converged { get; } = new ConvergedTraining();

    /// <summary>Gradient flow df/dt = −Θ (f − y) for a time t: the error shrinks by e^{−λt}.</summary>
    /// <param name="time">t, at least 0; infinity is <see cref="Converged"/>.</param>
    /// <exception cref="NtkDslException">The time is negative or NaN.</exception>
    public static Training Flow(double time) =>
        double.IsPositiveInfinity(time) ? Converged
        : time >= 0 ? new FlowTraining(time)
        : throw new NtkDslException(Messages.BadTime(time));

    /// <summary>Gradient descent: the error shrinks by (1 − ηλ)^steps.</summary>
    /// <param name="steps">The number of steps.</param>
    /// <param name="learningRate">η; stable up to 2/λ_max.</param>
    /// <exception cref="NtkDslException">The number of steps is negative, or the learning rate not positive.</exception>
    public static Training Descent(int steps, double learningRate) => new DescentTraining(steps, learningRate, 0, nesterov: false);

    /// <summary>Gradient descent with heavy-ball momentum: v ← μ v − η ∇L, θ ← θ + v, from v = 0.</summary>
    /// <param name="steps">The number of steps.</param>
    /// <param name="learningRate">η; stable up to 2 (1 + μ)/λ_max.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <remarks>Source: Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).</remarks>
    /// <exception cref="NtkDslException">A number is out of its range.</exception>
    public static Training Momentum(int steps, double learningRate, double momentum) => new DescentTraining(steps, learningRate, momentum, nesterov: false);

    /// <summary>Gradient descent with Nesterov's momentum: the gradient is taken at θ + μ v.</summary>
    /// <param name="steps">The number of steps.</param>
    /// <param name="learningRate">η; stable up to 2 (1 + μ)/((1 + 2μ) λ_max).</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <exception cref="NtkDslException">A number is out of its range.</exception>
    public static Training Nesterov(int steps, double learningRate, double momentum) => new DescentTraining(steps, learningRate, momentum, nesterov: true);

    /// <summary>ρ(λ), what remains of the error along an eigenvector of eigenvalue λ ≥ 0.</summary>
    internal abstract double Remainder(double eigenvalue);

    /// <summary>(1 − ρ(λ))/λ without cancellation, also at λ = 0: how far the coefficients move per unit of error.</summary>
    internal abstract double Gain(double eigenvalue);
}

internal sealed class ConvergedTraining : Training
{
    internal override double Remainder(double eigenvalue) => eigenvalue > 0 ? 0 : 1;

    internal override double Gain(double eigenvalue) => eigenvalue > 0 ? 1 / eigenvalue : 0;
}

internal sealed class FlowTraining(double time) : Training
{
    internal override double Remainder(double eigenvalue) => Math.Exp(-eigenvalue * time);

    internal override double Gain(double eigenvalue) =>
        eigenvalue * time == 0 ? time : -ExponentialMinusOne(-eigenvalue * time) / eigenvalue;

    /// <summary>eˣ − 1 by Kahan's quotient, in which the rounding of eˣ cancels.</summary>
    private static double ExponentialMinusOne(double x)
    {
        var u = Math.Exp(x);
        return u == 1 ? x : u < 0.25 ? u - 1 : (u - 1) * (x / Math.Log(u));
    }
}

/// <summary>
/// The gain s_k = (1 − ρ_k)/λ follows s_{k+1} = q ((1 + μ) s_k − μ s_{k−1}) + η with q = 1 − ηλ for Nesterov's momentum, and
/// s_{k+1} = (q + μ) s_k − μ s_{k−1} + η for the heavy ball; either is a power of a 3 × 3 matrix, reached by squaring.
/// </summary>
internal sealed class DescentTraining : Training
{
    private readonly int steps;
    private readonly double learningRate;
    private readonly double momentum;
    private readonly bool nesterov;

    public DescentTraining(int steps, double learningRate, double momentum, bool nesterov)
    {
        this.steps = steps >= 0 ? steps : throw new NtkDslException(Messages.BadSteps(steps));
        this.learningRate = learningRate > 0 && double.IsFinite(learningRate) ? learningRate : throw new NtkDslException(Messages.BadLearningRate(learningRate));
        this.momentum = momentum is >= 0 and < 1 ? momentum : throw new NtkDslException(Messages.BadMomentum(momentum));
        this.nesterov = nesterov;
    }

    internal override double Remainder(double eigenvalue) => 1 - (eigenvalue * Gain(eigenvalue));

    internal override double Gain(double eigenvalue)
    {
        var q = 1 - (learningRate * eigenvalue);
        var (now, before) = nesterov ? (q * (1 + momentum), -q * momentum) : (q + momentum, -momentum);
        var step = Matrix<double>.Build.DenseOfRowMajor(3, 3, [now, before, learningRate, 1, 0, 0, 0, 0, 1]);
        return steps == 0 ? 0 : step.Power(steps)[0, 2];
    }
}
