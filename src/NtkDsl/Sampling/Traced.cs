namespace NtkDsl;

/// <summary>
/// A matrix that remembers how it was computed. An operation states three things side by side, its value, its
/// Jacobian-vector product and its vector-Jacobian product, the latter two by operations on traced matrices; hence
/// every derivative can be differentiated again. Immutable, so threads may share it.
/// </summary>
internal sealed partial class Traced
{
    /// <summary>The result of an operation; an input or a constant if there are no arguments.</summary>
    /// <param name="value">The value.</param>
    /// <param name="arguments">What it depends on differentiably.</param>
    public Traced(Matrix value, params Argument[] arguments)
    {
        Value = value;
        Arguments = arguments;
        foreach (var argument in arguments) Height = Math.Max(Height, argument.Source.Height + 1);
    }

    /// <summary>The value.</summary>
    public Matrix Value { get; }

    /// <summary>What the value depends on differentiably.</summary>
    public IReadOnlyList<Argument> Arguments { get; }

    /// <summary>The length of the longest path to an input: arguments are always lower than results.</summary>
    public int Height { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Value.Rows;

    /// <summary>The number of columns.</summary>
    public int Columns => Value.Columns;

    /// <summary>An input or a constant.</summary>
    public static implicit operator Traced(Matrix value) => new(value);

    /// <summary>An argument of an operation, and the derivative with respect to it: a linear map J and its transpose.</summary>
    /// <param name="Source">The argument.</param>
    /// <param name="Push">The Jacobian-vector product: J t for a tangent t of the argument.</param>
    /// <param name="Pull">The vector-Jacobian product: Jᵀ g for a cotangent g of the result.</param>
    internal sealed record Argument(Traced Source, Func<Traced, Traced> Push, Func<Traced, Traced> Pull)
    {
        /// <summary>
        /// For the right factor of a product, else null: Jᵀ g as a sum over the rows of the result of one outer
        /// product for each.
        /// </summary>
        public Func<Traced, RowFactors>? Factors { get; init; }

        /// <summary>An argument with a symmetric Jacobian.</summary>
        public static Argument Symmetric(Traced source, Func<Traced, Traced> map) => new(source, map, map);
    }
}
