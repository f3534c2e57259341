using System.Collections.Immutable;
using System.Globalization;

namespace NtkDsl;

/// <summary>
/// The index of a name, such as 2, or 1,2 for a pair of fields: numbers and letters after them, counted from a layer l if one is given.
/// </summary>
internal sealed record LabelIndex(ImmutableArray<LabelIndex.Part> Parts, int? CountedFrom = null)
{
    private const int LongestNumber = 9;

    /// <summary>The largest number, which is the layer; null if there is none.</summary>
    public int? Layer => Parts.Max(part => part.Number);

    /// <summary>Reads an index such as 2, 2a, 1,2 or out.</summary>
    public static LabelIndex Parse(string index) => new([.. index.Split(',').Select(ParsePart)]);

    /// <summary>The index as written, such as 2, l−1 or l−1,l.</summary>
    public string Write(string minus) => string.Join(',', Parts.Select(part => Write(part, minus)));

    private static Part ParsePart(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and <= LongestNumber
            ? new(int.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture), text[digits..])
            : new(null, text);
    }

    private string Write(Part part, string minus)
    {
        if (part.Number is not { } number || CountedFrom is not { } layer)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{part.Number}{part.Suffix}");
        }

        var counted = (number - layer) switch
        {
            0 => "l",
            < 0 and var below => string.Create(CultureInfo.InvariantCulture, $"l{minus}{-below}"),
            var above => string.Create(CultureInfo.InvariantCulture, $"l+{above}"),
        };
        return part.Suffix.Length == 0 ? counted : $"{counted},{part.Suffix}";
    }

    /// <summary>A number with letters after it.</summary>
    internal readonly record struct Part(int? Number, string Suffix);
}

/// <summary>A name as notations write it: K₂(x,x′) or ∂K₂(x,x′)/∂s.</summary>
/// <param name="Symbol">The letter.</param>
/// <param name="Index">Its index.</param>
/// <param name="Points">The points in the parentheses; none for an auxiliary quantity such as θ₁.</param>
/// <param name="DerivedBy">What it is differentiated by.</param>
internal sealed record Label(string Symbol, LabelIndex Index, Scope Points, ImmutableArray<string> DerivedBy);
