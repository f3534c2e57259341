using System.Text.Json;
using System.Text.RegularExpressions;

namespace NtkDsl.Site;

/// <summary>What can be searched for: headings, and the members of types. A script of its own, since a page that is read from a folder may not read data.</summary>
internal static partial class SearchIndex
{
    public static void Write(string site)
    {
        var entries = Directory.GetFiles(site, "*.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(path => EntriesOf(Path.GetRelativePath(site, path).Replace('\\', '/'), File.ReadAllText(path)));
        File.WriteAllText(Path.Combine(site, "search-index.js"), $"const searchIndex = {JsonSerializer.Serialize(entries)};\n");
    }

    private static IEnumerable<string[]> EntriesOf(string page, string html)
    {
        var title = Text(Title().Match(html).Groups[1].Value);
        yield return [title, "", page];
        foreach (Match heading in Heading().Matches(html))
        {
            if (Text(heading.Groups[2].Value) is var name && name != title) yield return [name, title, $"{page}#{heading.Groups[1].Value}"];
        }

        foreach (var member in Member().Matches(html).Select(member => member.Groups[1].Value).Distinct())
        {
            yield return [member, title, $"{page}#{member}"];
        }
    }

    private static string Text(string html) => Html.Text(html).Trim();

    [GeneratedRegex(@"<title>(.*?)(?: \(.*\))?\s*– NtkDsl</title>", RegexOptions.Singleline)]
    private static partial Regex Title();

    [GeneratedRegex(@"<h\d id=""([^""]*)"">(.*?)</h\d>", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"<a id=""(\w+)"">")]
    private static partial Regex Member();
}
