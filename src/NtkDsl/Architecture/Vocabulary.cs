using System.Reflection;

namespace NtkDsl;

/// <summary>The word of the text form where it is not the member's name in camelCase.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WordAttribute(string word) : Attribute
{
    public string Word { get; } = word;
}

/// <summary>
/// The words of the text form. They are read off the members of <see cref="Layers"/>, with their parameters and defaults, so that
/// a new layer or activation is known to the parser, the printer, the tool and the laws as soon as it exists.
/// </summary>
internal static class Vocabulary
{
    private static readonly MemberInfo[] Members = [.. typeof(Layers)
        .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false })];

    /// <summary>Activations without parameters, by word.</summary>
    public static IReadOnlyDictionary<string, Activation> Constants { get; } = Members.OfType<PropertyInfo>()
        .ToDictionary(property => CamelCase(property.Name), property => (Activation)property.GetValue(null)!);

    /// <summary>Layers and activations with parameters, by word.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> Methods { get; } = Members.OfType<MethodInfo>()
        .ToDictionary(method => method.GetCustomAttribute<WordAttribute>()?.Word ?? CamelCase(method.Name));

    /// <summary>All words, in alphabetical order.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Constants.Keys.Union(Methods.Keys).Order(StringComparer.Ordinal)];

    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>The word whose spelling is nearest, if it is near enough to be what was meant.</summary>
    public static string? Nearest(string word, IEnumerable<string> words)
    {
        var (best, distance) = words.Select(candidate => (candidate, Distance: Edits(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .DefaultIfEmpty((candidate: "", Distance: int.MaxValue)).MinBy(pair => pair.Distance);
        return distance <= Math.Max(2, word.Length / 3) && distance < word.Length ? best : null;
    }

    /// <summary>The number of letters to insert, delete or replace (Levenshtein).</summary>
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
