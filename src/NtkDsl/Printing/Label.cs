using System.Collections.Immutable;
using System.Globalization;

namespace NtkDsl;

/// <summary>A name as notations write it: K₂(x,x′), Kₗ₋₁(x,x′) or ∂K₂(x,x′)/∂s.</summary>
/// <param name="Symbol">The letter.</param>
/// <param name="Index">Its index.</param>
/// <param name="Points">The points in the parentheses; none for an auxiliary quantity such as θ₁.</param>
/// <param name="DerivedBy">What it is differentiated by.</param>
/// <param name="CountedFrom">The layer that is written l, in a recursion.</param>
internal sealed record Label(
    string Symbol, DefinitionIndex Index, Scope Points, ImmutableArray<string> DerivedBy, int? CountedFrom = null)
{
    public static Label Of(Definition definition) => new(definition.Symbol, definition.Label.Index, definition.Scope, definition.DerivedBy);

    /// <summary>The index as written, such as 2, l−1 or l−1,l.</summary>
    public string WriteIndex(string minus, string plus) => CountedFrom is { } layer
        ? Index.Write(number => Counted(number - layer, minus, plus), ",")
        : Index.ToString();

    private static string Counted(int offset, string minus, string plus) => offset switch
    {
        0 => "l",
        < 0 => string.Create(CultureInfo.InvariantCulture, $"l{minus}{-offset}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"l{plus}{offset}"),
    };
}
