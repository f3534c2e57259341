using System.Reflection;

namespace NtkDsl;

/// <summary>The word of the text form where it is not the member's name in camelCase.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WordAttribute(string word) : Attribute
{
    public string Word { get; } = word;
}

/// <summary>A word of the text form: a layer or an activation.</summary>
public sealed record Word
{
    private Word(string name, string signature, MemberInfo member) => (Name, Signature, Member) = (name, signature, member);

    /// <summary>The word itself, such as <c>leakyRelu</c>.</summary>
    public string Name { get; }

    /// <summary>The word with its parameters, such as <c>leakyRelu(alpha)</c>, with defaults and what else is allowed, as in <c>bias=true|false</c>.</summary>
    public string Signature { get; }

    /// <summary>The member of <see cref="Layers"/> that it names.</summary>
    public MemberInfo Member { get; }

    internal static Word Of(MemberInfo member)
    {
        var name = Vocabulary.NameOf(member);
        return new(name, member is MethodInfo method ? Vocabulary.Signature(name, method) : name, member);
    }
}

/// <summary>
/// The words of the text form. They are read off the members of <see cref="Layers"/>, with their parameters and defaults, so that
/// a new layer or activation is known to the parser, the printer, the tool and the laws as soon as it exists.
/// </summary>
public static class Vocabulary
{
    private static readonly MemberInfo[] Members = [.. typeof(Layers)
        .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false })];

    /// <summary>Every word of the text form, in alphabetical order; one with and without parameters stands twice.</summary>
    public static IReadOnlyList<Word> All { get; } = [.. Members.Select(Word.Of).OrderBy(word => word.Signature, StringComparer.Ordinal)];

    /// <summary>The names of the words, in alphabetical order.</summary>
    internal static IReadOnlyList<string> Words { get; } = [.. All.Select(word => word.Name).Distinct()];

    /// <summary>Activations without parameters, by word.</summary>
    internal static IReadOnlyDictionary<string, Activation> Constants { get; } = Members.OfType<PropertyInfo>()
        .ToDictionary(property => CamelCase(property.Name), property => (Activation)property.GetValue(null)!);

    /// <summary>Layers and activations with parameters, by word.</summary>
    internal static IReadOnlyDictionary<string, MethodInfo> Methods { get; } = Members.OfType<MethodInfo>()
        .ToDictionary(NameOf);

    internal static string NameOf(MemberInfo member) => member.GetCustomAttribute<WordAttribute>()?.Word ?? CamelCase(member.Name);

    /// <summary>How a word is written with its parameters: those with a default by name, with the default first and then what else is allowed.</summary>
    internal static string Signature(string word, MethodInfo method) => $"{word}({string.Join(", ", method.GetParameters().Select(parameter =>
        parameter.ParameterType.IsArray ? $"{parameter.Name}, …" : parameter.IsOptional ? $"{parameter.Name}={Choices(method, parameter)}" : parameter.Name))})";

    private static string Choices(MethodInfo method, ParameterInfo parameter)
    {
        var usual = ArchitectureText.DefaultOf(method, parameter);
        string[] all = parameter.ParameterType == typeof(bool) ? ["true", "false"] : parameter.ParameterType.IsEnum ? [.. Enum.GetNames(parameter.ParameterType).Select(CamelCase)] : [];
        return string.Join('|', all.Where(choice => choice != usual).Prepend(usual));
    }

    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>The word whose spelling is nearest, if it is near enough to be what was meant.</summary>
    internal static string? Nearest(string word, IEnumerable<string> words)
    {
        var (best, distance) = words.Select(candidate => (candidate, Distance: Edits(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .DefaultIfEmpty((candidate: "", Distance: int.MaxValue)).MinBy(pair => pair.Distance);
        return distance <= Math.Max(2, word.Length / 3) && distance < word.Length ? best : null;
    }

    /// <summary>The number of letters to insert, delete, replace, or exchange with their neighbours (the optimal string alignment).</summary>
    private static int Edits(string from, string to)
    {
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1), 1 + Math.Min(edits[i - 1, j], edits[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[from.Length, to.Length];
    }
}
