namespace NtkDsl;

/// <summary>Which kernel of an architecture is meant.</summary>
public enum KernelKind
{
    /// <summary>K, the covariance of the outputs at initialisation.</summary>
    Nngp,

    /// <summary>Θ, the neural tangent kernel.</summary>
    Ntk,
}
