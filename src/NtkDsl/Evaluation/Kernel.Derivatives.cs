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
        return new(results.ToMatrix(0), Parameters.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => results.ToMatrix(p.i + 1)));
    }
}
