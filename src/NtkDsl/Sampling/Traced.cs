namespace NtkDsl;

/// <summary>
/// One argument of an operation, with the derivative of the result with respect to it: a linear map and its transpose.
/// </summary>
/// <param name="Source">The argument.</param>
/// <param name="Push">The Jacobian-vector product: J t for a tangent t of the argument.</param>
/// <param name="Pull">The vector-Jacobian product: Jᵀ g for a cotangent g of the result.</param>
internal sealed record Edge(Traced Source, Func<Traced, Traced> Push, Func<Traced, Traced> Pull)
{
    /// <summary>
    /// Where the argument is the right factor of a product: the two factors of Jᵀ g, of which each row of the
    /// result contributes one outer product, from the rows of its own. Null elsewhere.
    /// </summary>
    public Func<Traced, RowFactors>? Factors { get; init; }

    /// <summary>An argument with a symmetric Jacobian.</summary>
    public static Edge Symmetric(Traced source, Func<Traced, Traced> map) => new(source, map, map);
}

/// <summary>
/// A matrix that remembers how it was computed. An operation states three things side by side, its value, its
/// Jacobian-vector product and its vector-Jacobian product, the latter two by operations on traced matrices; hence
/// every derivative can be differentiated again. Immutable, so threads may share it.
/// </summary>
internal sealed partial class Traced
{
    /// <summary>The result of an operation; an input or a constant if it has no edges.</summary>
    /// <param name="value">The value.</param>
    /// <param name="edges">The arguments on which it depends differentiably.</param>
    public Traced(Matrix value, params Edge[] edges)
    {
        Value = value;
        Edges = edges;
        foreach (var edge in edges) Height = Math.Max(Height, edge.Source.Height + 1);
    }

    /// <summary>The value.</summary>
    public Matrix Value { get; }

    /// <summary>The arguments of the operation that gave the value.</summary>
    public IReadOnlyList<Edge> Edges { get; }

    /// <summary>The length of the longest path to an input: arguments are always lower than results.</summary>
    public int Height { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Value.Rows;

    /// <summary>The number of columns.</summary>
    public int Columns => Value.Columns;

    /// <summary>An input or a constant.</summary>
    public static implicit operator Traced(Matrix value) => new(value);
}
