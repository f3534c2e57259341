namespace NtkDsl;

/// <summary>
/// How a function is written: its name on paper and in LaTeX, and what is called in each programming language. A name that the language
/// does not know itself is a helper, which generated code then brings along. A function without names in code has none there.
/// </summary>
internal sealed record Spelling(string Name, string Latex, string? CSharp = null, string? FSharp = null, string? Python = null)
{
    /// <summary>Of functions that are shown as a formula, or never.</summary>
    public static Spelling Unwritten { get; } = new("", "");

    /// <summary>Written as an operator: without parentheses before a single letter, and with powers at the name, as in sin² θ.</summary>
    public bool IsOperator { get; init; }

    /// <summary>Written as bars around the argument, as in |x|.</summary>
    public bool IsBars { get; private init; }

    /// <summary>True if generated code calls the function.</summary>
    public bool IsInCode => CSharp is not null;

    /// <summary>A function that has the same name everywhere, and is a helper in code.</summary>
    public static Spelling OfWord(string word) =>
        new(word, $@"\operatorname{{{word}}}", char.ToUpperInvariant(word[0]) + word[1..], word, word);

    public static Spelling Bars(string cSharp, string fSharp, string python) => new("|", "|", cSharp, fSharp, python) { IsBars = true };
}
