namespace NtkDsl;

/// <summary>Two matrices with the same number m of rows; row i of each stands for the outer product lᵢᵀ rᵢ.</summary>
internal readonly record struct RowFactors(Traced Left, Traced Right)
{
    /// <summary>The m × m' inner products ⟨lᵢᵀ rᵢ, l'ⱼᵀ r'ⱼ⟩ = (L L'ᵀ ∘ R R'ᵀ)ᵢⱼ.</summary>
    public Traced Gram(RowFactors other) =>
        Traced.Product(Left, other.Left, transposeB: true) * Traced.Product(Right, other.Right, transposeB: true);
}

/// <summary>
/// The gradients of each row of a network's output with respect to its parameters, in factors: ∂fᵢ/∂W is the sum over
/// the uses h W of the outer products hᵢᵀ δᵢ, with δ the cotangent of h W. No Jacobian is formed, and the neural
/// tangent kernel costs two small matrix products for each pair of uses. The kernel is traced again.
/// </summary>
/// <remarks>
/// Rows must be independent: row i of the output may depend on row i of each product h W only. Biases and gains fit in
/// by <see cref="Traced.Repeat"/>, which is a product 1 b; so do weights that are used several times, transposed or not.
/// Factors such as σ_w/√n multiply the product, not the parameter: s (h W) and not h (s W).
/// </remarks>
internal sealed class RowGradients
{
    private readonly RowFactors[][] uses;

    /// <summary>The gradients of ⟨output, cotangent⟩ in each row, by one reverse pass.</summary>
    /// <param name="output">The network's output, one row for each example.</param>
    /// <param name="cotangent">A matrix of the output's shape, for example 1 in one column and 0 elsewhere.</param>
    /// <param name="parameters">The inputs with respect to which to differentiate.</param>
    /// <exception cref="ArgumentException">A parameter is used otherwise than as the right factor of a product.</exception>
    public RowGradients(Traced output, Traced cotangent, IReadOnlyList<Traced> parameters)
    {
        var trace = Derivative.Trace(output);
        (Traced Result, Edge Edge)[] edges =
            [.. from result in trace from edge in result.Edges where parameters.Contains(edge.Source) select (result, edge)];
        var cotangents = Derivative.Vjp(output, cotangent, [.. edges.Select(use => use.Result)]);
        var factors = edges.Zip(cotangents, (use, delta) => (use.Edge.Source, Factors: Factors(use.Edge, delta)));
        var bySource = factors.ToLookup(use => use.Source, use => use.Factors);
        uses = [.. parameters.Select(parameter => bySource[parameter].ToArray())];
    }

    /// <summary>
    /// The neural tangent kernel Θᵢⱼ = Σₚ λₚ ⟨∂fᵢ/∂p, ∂f'ⱼ/∂p⟩ between the rows of two outputs of one network.
    /// </summary>
    /// <param name="other">The gradients of the second output, with respect to the same parameters.</param>
    /// <param name="rates">λₚ for each parameter; all 1 if left out.</param>
    public Traced Kernel(RowGradients other, IReadOnlyList<double>? rates = null)
    {
        var terms =
            from p in Enumerable.Range(0, uses.Length)
            from s in uses[p]
            from t in other.uses[p]
            select rates is null ? s.Gram(t) : rates[p] * s.Gram(t);
        return terms.Aggregate((sum, term) => sum + term);
    }

    private static RowFactors Factors(Edge edge, Traced cotangent) =>
        edge.Factors?.Invoke(cotangent) ?? throw new ArgumentException(Messages.ParameterOutsideProduct);
}
