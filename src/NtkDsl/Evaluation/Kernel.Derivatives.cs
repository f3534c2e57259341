namespace NtkDsl;

/// <content>Derivatives with respect to the free parameters.</content>
public sealed partial class Kernel
{
    /// <summary>
    /// K or Θ among the rows of one set of points with the derivatives with respect to every free parameter, from the symbolic
    /// derivatives of the formula: one evaluation in which all of them share their subexpressions.
    /// </summary>
    /// <param name="x">n points.</param>
    /// <param name="kind">Which kernel.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    /// <exception cref="NtkDslException">
    /// The number of features does not fit, a parameter is not bound, or the formula has no derivative because an activation has a jump.
    /// </exception>
    public KernelGradient EvaluateWithDerivatives(Points x, KernelKind kind, CancellationToken cancellation = default)
    {
        RequireFeatures(x, x);
        var results = new Results(Parameters.Count + 1, x.Count, x.Count);
        Fill(Programs.WithDerivatives(kind), results, x, kind == KernelKind.Nngp || NtkIsSymmetric, progress: null, cancellation);
        return GradientOf(results);
    }

    /// <summary>
    /// As <see cref="EvaluateWithDerivatives"/>, with the derivatives by the moments of the input, from which those by the points follow, however
    /// many features these have. Where Θ has a kink, ∂Θ/∂c grows as 1/θ for points that nearly meet, and keeps as many digits as θ has above 10⁻¹⁶;
    /// where they meet it is 0 by convention.
    /// </summary>
    /// <exception cref="NtkDslException">As for <see cref="EvaluateWithDerivatives"/>, or an activation comes before the first layer with weights.</exception>
    internal KernelGradient EvaluateWithInputDerivatives(Points x, KernelKind kind, CancellationToken cancellation)
    {
        RequireInputDerivatives(kind);
        RequireFeatures(x, x);
        var program = Programs.WithInputDerivatives(kind);
        var (first, results) = (Parameters.Count + 1, new Results(Parameters.Count + 4, x.Count, x.Count));
        Fill(program, results, x, symmetric: true, progress: null, cancellation);
        return GradientOf(results) with { ByInput = InputGradient.Of(results.ToMatrix(first), results.ToMatrix(first + 1), results.ToMatrix(first + 2)) };
    }

    /// <exception cref="NtkDslException">An activation comes before the first layer with weights.</exception>
    internal void RequireInputDerivatives(KernelKind kind)
    {
        if (!Programs.WithInputDerivatives(kind).FollowsFromInputKernel)
        {
            throw new NtkDslException(Messages.NoInputDerivatives);
        }
    }

    private KernelGradient GradientOf(Results results) =>
        new(results.ToMatrix(0), Parameters.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => results.ToMatrix(p.i + 1)));
}
