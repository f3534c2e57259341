namespace NtkDsl;

/// <summary>
/// How the empirical NTK Θ = J Λ J′ᵀ of a finite network is computed, with the Jacobian J of all outputs of all examples and the
/// learning rates Λ. All methods agree to rounding. N examples, O outputs, P parameters.
/// </summary>
/// <remarks>Source: Novak, Sohl-Dickstein and Schoenholz, "Fast finite width neural tangent kernel" (2022).</remarks>
public enum NtkMethod
{
    /// <summary>The cheapest of the others, by their numbers of multiplications.</summary>
    Automatic,

    /// <summary>Stores J and multiplies: time N O P + N² O² P, memory N O P.</summary>
    JacobianContraction,

    /// <summary>Column by column, a vector-Jacobian product and then a Jacobian-vector product: time N² O P.</summary>
    NtkVectorProducts,

    /// <summary>
    /// Keeps the gradients of W in h W as outer products of the layer's input and of what is propagated back: time
    /// N O P + N² O² Σ (fan-in + width), and J is never formed.
    /// </summary>
    StructuredDerivatives,
}
