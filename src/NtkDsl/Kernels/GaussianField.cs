namespace NtkDsl;

/// <summary>
/// A Gaussian field g_i = W h_i + b: what a dense layer emits. The fields of an architecture are numbered in the order of the layers.
/// </summary>
/// <param name="Index">i, from 1.</param>
/// <param name="Weights">Identifies W and b; equal for fields that share them.</param>
/// <param name="Layer">The layer's σ_w, σ_b and gradient scales.</param>
/// <param name="Input">h_i.</param>
/// <param name="Place">Where in the tree the layer stands.</param>
internal sealed record GaussianField(int Index, string Weights, DenseLayer Layer, Signal Input, string Place)
{
    /// <summary>The leaf that stands for g_i in functions of fields.</summary>
    public Symbol Symbol { get; } = Symbol.Make($"g{Index}", SymbolKind.Field, Scope.None);
}

/// <summary>A dropout mask m/p: 0 or 1/p, with mean 1.</summary>
/// <param name="Symbol">The leaf that stands for it.</param>
/// <param name="Keep">p.</param>
internal sealed record DropoutMask(Symbol Symbol, Expr Keep);

/// <summary>The point at which one side of an expectation is taken.</summary>
internal enum Point
{
    /// <summary>The row's point, x.</summary>
    X,

    /// <summary>The column's point, x′.</summary>
    Y,
}
