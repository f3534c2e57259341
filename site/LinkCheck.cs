using System.Net;
using System.Text.RegularExpressions;

namespace NtkDsl.Site;

/// <summary>What is wrong with the links of a site, and what it would fetch from the network.</summary>
internal static partial class LinkCheck
{
    public static IReadOnlyList<string> Problems(string site)
    {
        var pages = Directory.GetFiles(site, "*.html", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);
        var anchors = pages.ToDictionary(page => page.Key, page => Anchor().Matches(page.Value).Select(id => id.Groups[1].Value).ToHashSet());
        string Name(string path) => Path.GetRelativePath(site, path);
        IEnumerable<string> ProblemsOf(string path, string reference, bool isLoaded)
        {
            if (Uri.TryCreate(reference, UriKind.Absolute, out var uri) && !uri.IsFile)
            {
                return isLoaded && uri.Scheme != "data" ? [$"{Name(path)} loads {reference} from the network"] : [];
            }

            var parts = WebUtility.HtmlDecode(reference).Split('#', 2);
            var target = parts[0].Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, parts[0].Split('?')[0]));
            return !File.Exists(target) ? [$"{Name(path)} refers to {reference}, which does not exist"]
                : parts is [_, { Length: > 0 } anchor] && anchors.TryGetValue(target, out var known) && !known.Contains(anchor)
                    ? [$"{Name(path)} refers to {reference}, where there is no such place"]
                    : [];
        }

        return
        [
            .. pages.SelectMany(page => Reference().Matches(page.Value).SelectMany(reference =>
                ProblemsOf(page.Key, reference.Groups[2].Value, isLoaded: reference.Groups[1].Value != "a"))),
            .. Directory.GetFiles(site, "*.css", SearchOption.AllDirectories).SelectMany(path =>
                StyleReference().Matches(File.ReadAllText(path)).SelectMany(reference => ProblemsOf(path, reference.Groups[1].Value, isLoaded: true))),
        ];
    }

    /// <summary>An element with an address; all but links are loaded with the page.</summary>
    [GeneratedRegex(@"<(\w+)\b[^>]*?\s(?:href|src)=""([^""]*)""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(?:url\([""']?|@import\s+[""'])([^""')]+)")]
    private static partial Regex StyleReference();

    [GeneratedRegex(@"\s(?:id|name)=""([^""]*)""")]
    private static partial Regex Anchor();
}
