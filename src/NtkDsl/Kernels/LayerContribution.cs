namespace NtkDsl;

/// <summary>A dense layer's share of the NTK: what the NTK is if that layer alone is trained.</summary>
/// <param name="Place">Where in the architecture the layer stands.</param>
/// <param name="Ntk">Its contribution to Θ(x, x′).</param>
public sealed record LayerContribution(string Place, Expr Ntk);
