using System.Collections.Frozen;

namespace NtkDsl;

/// <summary>Letters and digits beyond ASCII, and what they are called where only ASCII will do.</summary>
internal static class Letters
{
    private const string Alphabet =
        "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma τ tau "
        + "υ upsilon φ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega";

    private static readonly FrozenDictionary<char, string> GreekNames =
        Alphabet.Split(' ').Chunk(2).ToFrozenDictionary(pair => pair[0][0], pair => pair[1]);

    private static readonly FrozenDictionary<string, char> ByName =
        GreekNames.ToFrozenDictionary(entry => entry.Value, entry => entry.Key);

    private const string Below = "₀₁₂₃₄₅₆₇₈₉₊₋,ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";
    private const string BelowPlain = "0123456789+−,aehijklmnoprstuvx";
    private const string Above = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
    private const string AbovePlain = "0123456789−";

    /// <summary>The Greek letter of a name such as sigma; the name itself otherwise.</summary>
    public static string Greek(string name) => ByName.TryGetValue(name, out var letter) ? letter.ToString() : name;

    /// <summary>The name of a Greek letter, or null.</summary>
    public static string? NameOf(char letter) => GreekNames.GetValueOrDefault(letter);

    /// <summary>Splits sigma_w, s1 or K₀ into the stem and the index.</summary>
    public static (string Stem, string Index) SplitIndex(string name)
    {
        name = string.Concat(name.Select(letter => DigitOf(letter)?.ToString() ?? letter.ToString()));
        var underscore = name.IndexOf('_', StringComparison.Ordinal);
        var stem = underscore > 0 ? name[..underscore] : name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return stem.Length == name.Length ? (name, "") : (stem, name[stem.Length..].TrimStart('_'));
    }

    /// <summary>A text in ASCII letters, digits and underscores: Θ₁ is Theta1.</summary>
    public static string ToAscii(string text) => string.Concat(text.Select(letter =>
        GreekNames.TryGetValue(letter, out var name) ? name
        : DigitOf(letter) is { } digit ? digit.ToString()
        : char.IsAsciiLetterOrDigit(letter) ? letter.ToString()
        : "_"));

    /// <summary>A text in subscript letters, or after an underscore where there are none.</summary>
    public static string Subscript(string text) => text.All(letter => BelowPlain.Contains(letter, StringComparison.Ordinal))
        ? string.Concat(text.Select(letter => Below[BelowPlain.IndexOf(letter, StringComparison.Ordinal)]))
        : text.Length == 1 ? $"_{text}" : $"_{{{text}}}";

    /// <summary>True for whole numbers.</summary>
    public static bool CanRaise(string text) => text.All(letter => AbovePlain.Contains(letter, StringComparison.Ordinal));

    /// <summary>A whole number raised.</summary>
    public static string Superscript(string digits) =>
        string.Concat(digits.Select(digit => Above[AbovePlain.IndexOf(digit, StringComparison.Ordinal)]));

    /// <summary>The digit of a subscript such as ₂.</summary>
    private static char? DigitOf(char letter) =>
        Below.IndexOf(letter, StringComparison.Ordinal) is >= 0 and < 10 and var digit ? BelowPlain[digit] : null;
}
