using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NtkDsl.Cli;

/// <summary>What words mean, from the library's XML documentation, which lies beside it.</summary>
internal static partial class WordSummaries
{
    private static readonly Lazy<ILookup<string, string>> Summaries = new(() => Read(typeof(Layers)));

    public static string Of(Word word) => Summaries.Value[Key(word.Member)].FirstOrDefault("");

    private static string Key(MemberInfo member) => $"{member.DeclaringType!.FullName}.{member.Name}";

    /// <summary>The summaries of the members of a type, by name; the members of the vocabulary have no overloads.</summary>
    private static ILookup<string, string> Read(Type type) => XDocument
        .Load(Path.ChangeExtension(type.Assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToLookup(
            member => MemberName().Match(member.Attribute("name")!.Value).Groups["name"].Value,
            member => Spaces().Replace(TextOf(member.Element("summary")!), " ").Trim());

    /// <summary>The text, with the last part of the name where it refers to a member.</summary>
    private static string TextOf(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "see" or "paramref" } reference => reference.Attributes().First().Value.Split('.', ':')[^1],
        XElement inner => TextOf(inner),
        XText text => text.Value,
        _ => "",
    }));

    [GeneratedRegex(@"^\w:(?<name>[^(]*)")]
    private static partial Regex MemberName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
