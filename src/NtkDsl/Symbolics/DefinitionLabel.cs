using System.Globalization;

namespace NtkDsl.Symbolics;

/// <summary>What a definition is called, such as K₂ or K₁,₂, and what is known about it that its body does not show.</summary>
/// <param name="Letter">The letter, such as K or Θ.</param>
/// <param name="Index">The index, as it is shown.</param>
internal sealed record DefinitionLabel(string Letter, DefinitionIndex Index)
{
    /// <summary>
    /// The place among all definitions, by which terms and factors are ordered: it counts fields and sums over channels together, in the
    /// order in which they arise, where the index that is shown counts layers.
    /// </summary>
    public DefinitionIndex Rank { get; init; } = Index;

    /// <summary>True for what cannot be negative: a variance, or a gap. A covariance at one point may be, so that no scope tells it.</summary>
    public bool IsNonNegative { get; init; }

    /// <summary>True for a sum over channels, for which printers may choose a unit.</summary>
    public bool IsTotal { get; init; }

    /// <summary>The order of terms and factors.</summary>
    public int CompareTo(DefinitionLabel other)
    {
        var byLetter = string.CompareOrdinal(Letter, other.Letter);
        return byLetter != 0 ? byLetter : Rank.CompareTo(other.Rank);
    }
}

/// <summary>The index of a name: a layer, the layers of two fields, or a layer and letters.</summary>
/// <param name="Layer">The layer; null for a name without an index.</param>
/// <param name="Other">The layer of the second field.</param>
/// <param name="Suffix">Letters that tell names of one layer apart.</param>
internal readonly record struct DefinitionIndex(int? Layer, int? Other = null, string Suffix = "")
{
    public static implicit operator DefinitionIndex(int layer) => new(layer);

    /// <summary>The last layer of the index, at which the quantity is listed.</summary>
    public int? Last => Other > Layer ? Other : Layer;

    /// <summary>The index that many layers further.</summary>
    public DefinitionIndex Shift(int by) => this with { Layer = Layer + by, Other = Other + by };

    /// <summary>The order of indices: the shorter text first, which for layers is their order.</summary>
    public int CompareTo(DefinitionIndex other)
    {
        if (this is { Layer: { } layer, Other: null, Suffix: "" } && other is { Layer: { } theirs, Other: null, Suffix: "" })
        {
            return layer.CompareTo(theirs);
        }

        var (text, otherText) = (ToString(), other.ToString());
        return text.Length != otherText.Length ? text.Length.CompareTo(otherText.Length) : string.CompareOrdinal(text, otherText);
    }

    /// <summary>The index as plain text, such as 2, 1,2 or 2a.</summary>
    public override string ToString() => Write(layer => layer.ToString(CultureInfo.InvariantCulture), "");

    /// <summary>The index as text, with a way to write layers and what stands before the suffix.</summary>
    public string Write(Func<int, string> write, string beforeSuffix) =>
        (Layer is { } layer ? write(layer) : "")
        + (Other is { } other ? $",{write(other)}" : "")
        + (Suffix.Length > 0 && Layer is not null ? beforeSuffix : "") + Suffix;
}
