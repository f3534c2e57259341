using System.Collections.Immutable;
using System.Globalization;

namespace NtkDsl;

/// <summary>The index of a name: a number, counted from a layer l if <paramref name="IsRelative"/>, and letters after it.</summary>
internal readonly record struct LabelIndex(int? Number, string Suffix, bool IsRelative = false)
{
    /// <summary>Reads an index such as 2, 2b or out.</summary>
    public static LabelIndex Parse(string index)
    {
        var digits = index.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and < 9
            ? new(int.Parse(index.AsSpan(0, digits), CultureInfo.InvariantCulture), index[digits..])
            : new(null, index);
    }

    /// <summary>The same index counted from a layer.</summary>
    public LabelIndex RelativeTo(int layer) => Number is { } number ? new(number - layer, Suffix, IsRelative: true) : this;

    /// <summary>The index as written, such as 2, l−1 or l−1,b.</summary>
    public string Write(string minus)
    {
        if (!IsRelative)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Number}{Suffix}");
        }

        var distance = Math.Abs(Number!.Value).ToString(CultureInfo.InvariantCulture);
        var layer = Number switch
        {
            0 => "l",
            < 0 => $"l{minus}{distance}",
            _ => $"l+{distance}",
        };
        return Suffix.Length == 0 ? layer : $"{layer},{Suffix}";
    }
}

/// <summary>A name as notations write it: K₂(x,x′) or ∂K₂(x,x′)/∂s.</summary>
/// <param name="Symbol">The letter.</param>
/// <param name="Index">Its index.</param>
/// <param name="Points">The points in the parentheses; none for an auxiliary quantity such as θ₁.</param>
/// <param name="DerivedBy">What it is differentiated by.</param>
internal sealed record Label(string Symbol, LabelIndex Index, Scope Points, ImmutableArray<string> DerivedBy);
