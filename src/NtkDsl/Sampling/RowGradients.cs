namespace NtkDsl;

/// <summary>Two matrices with the same number of rows; row i of each stands for the outer product lᵢᵀ rᵢ.</summary>
internal readonly record struct RowFactors(Traced Left, Traced Right)
{
    /// <summary>The inner products ⟨lᵢᵀ rᵢ, l'ⱼᵀ r'ⱼ⟩ = (L L'ᵀ ∘ R R'ᵀ)ᵢⱼ, one row for each i, one column for each j.</summary>
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
    private readonly Traced output;
    private readonly IReadOnlyList<Traced> parameters;
    private readonly ILookup<Traced, RowFactors> uses;

    /// <summary>The gradients of fᵢ = Σₖ outputᵢₖ cotangentᵢₖ, the weighted sum over row i, by one reverse pass.</summary>
    /// <param name="output">The network's output, one row for each example.</param>
    /// <param name="cotangent">A matrix of the output's shape, for example 1 in one column and 0 elsewhere.</param>
    /// <param name="parameters">The inputs with respect to which to differentiate.</param>
    /// <exception cref="ArgumentException">
    /// A parameter is used otherwise than as the right factor of a product, or the cotangent has not the output's shape.
    /// </exception>
    public RowGradients(Traced output, Traced cotangent, IReadOnlyList<Traced> parameters)
    {
        this.output = output;
        this.parameters = parameters;
        var isParameter = parameters.ToHashSet();
        (Traced Result, Traced.Argument Argument)[] found =
        [
            .. from result in Autodiff.Trace(output)
               from argument in result.Arguments
               where isParameter.Contains(argument.Source)
               select (result, argument),
        ];
        var deltas = Autodiff.Vjp(output, cotangent, [.. found.Select(use => use.Result)]);
        uses = found.Zip(deltas).ToLookup(
            use => use.First.Argument.Source,
            use => Factors(use.First.Argument, delta: use.Second));
    }

    /// <summary>
    /// The neural tangent kernel Θᵢⱼ = Σₚ λₚ ⟨∂fᵢ/∂p, ∂f'ⱼ/∂p⟩ between the rows of two outputs of one network.
    /// </summary>
    /// <param name="other">The gradients of the second output.</param>
    /// <param name="rates">The learning rate λₚ for each parameter; all 1 if left out.</param>
    public Traced Kernel(RowGradients other, IReadOnlyList<double>? rates = null)
    {
        Traced kernel = Matrix.Filled(output.Rows, other.output.Rows, 0);
        for (var p = 0; p < parameters.Count; p++)
            foreach (var use in uses[parameters[p]])
                foreach (var otherUse in other.uses[parameters[p]])
                    kernel += (rates?[p] ?? 1) * use.Gram(otherUse);
        return kernel;
    }

    private static RowFactors Factors(Traced.Argument argument, Traced delta) =>
        argument.Factors?.Invoke(delta) ?? throw new ArgumentException(Messages.ParameterOutsideProduct);
}
