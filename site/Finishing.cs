using System.Text.RegularExpressions;

namespace NtkDsl.Site;

/// <summary>Makes of what fsdocs writes a site that is read from any folder, without a network.</summary>
internal static partial class Finishing
{
    /// <summary>Types that fsdocs cannot read, for an attribute with a type as its argument.</summary>
    private static readonly string[] Unread = ["reference/ntkdsl-equatablelist-1.html"];

    public static void All(string site)
    {
        foreach (var surplus in Directory.GetFiles(site, "*", SearchOption.AllDirectories).Where(IsSurplus))
        {
            File.Delete(surplus);
        }

        foreach (var path in Directory.GetFiles(site, "*.html", SearchOption.AllDirectories))
        {
            var page = Path.GetRelativePath(site, path).Replace('\\', '/');
            File.WriteAllText(path, Finished(site, page, File.ReadAllText(path)));
        }
    }

    /// <summary>Of the script that others load there is nothing to read; and fsdocs writes each page in Markdown, too.</summary>
    private static bool IsSurplus(string path) =>
        Path.GetFileName(path) == Path.ChangeExtension(SiteMap.Loader, "html") || Path.GetExtension(path) is ".md" or ".json" or ".txt";

    private static string Finished(string site, string page, string html)
    {
        html = WithSlugs(html);
        html = Buttons().Replace(html, "");
        html = ForeignLink().Replace(html, link => Linked(site, link));
        html = OwnLink().Replace(html, link => Unread.Contains(link.Groups[1].Value) ? link.Groups[2].Value : link.Value);
        html = Member().Replace(html, member => member.Value.Contains("class=\"fsdocs-summary\"", StringComparison.Ordinal) ? member.Value : "");
        html = Usage().Replace(html, WithParameters);
        html = html.Replace($"<li><a href=\"{Staging.Root}{page}\">", $"<li><a href=\"{Staging.Root}{page}\" aria-current=\"page\">", StringComparison.Ordinal);
        var up = string.Concat(Enumerable.Repeat("../", page.Count(c => c == '/')));
        return html.Replace(Staging.Root, up, StringComparison.Ordinal);
    }

    /// <summary>Headings are known by the names that Markdown's other readers give them, so that one link serves both.</summary>
    private static string WithSlugs(string html)
    {
        var slugs = new Dictionary<string, string>();
        html = Heading().Replace(html, heading =>
        {
            var (level, name, text) = (heading.Groups[1].Value, heading.Groups[2].Value, heading.Groups[3].Value);
            slugs[name] = Slug(Html.Text(text));
            return $"<h{level} id=\"{slugs[name]}\">{text}</h{level}>";
        });
        return FragmentLink().Replace(html, link => slugs.TryGetValue(link.Groups[1].Value, out var slug) ? $"href=\"#{slug}\"" : link.Value);
    }

    private static string Slug(string text) => NoSlug().Replace(text.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    /// <summary>
    /// fsdocs sends what it does not find to the documentation of .NET. Modules of our own it does not find under their compiled names;
    /// what belongs to others is not there either, and stays without a link.
    /// </summary>
    private static string Linked(string site, Match link)
    {
        var (path, text) = (link.Groups[1].Value, link.Groups[2].Value);
        if (OwnModule().Match(path) is not { Success: true } module)
        {
            return path.StartsWith("system", StringComparison.Ordinal) ? link.Value : text;
        }

        var (name, member) = (module.Groups[1].Value, module.Groups[2].Value);
        var target = ((string[])[$"reference/ntkdsl-{name}-0.html", $"reference/ntkdsl-{name}module.html"])
            .FirstOrDefault(file => File.Exists(Path.Combine(site, file)))
            ?? throw new SiteException($"The documentation refers to {path}, which has no page.");
        var anchor = Regex.Match(File.ReadAllText(Path.Combine(site, target)), $"id=\"({member})\"", RegexOptions.IgnoreCase);
        return $"<a href=\"{Staging.Root}{target}#{anchor.Groups[1].Value}\">{text}</a>";
    }

    /// <summary>Methods of C# are listed without their parameters, which stand in what is shown beside the pointer.</summary>
    private static string WithParameters(Match usage)
    {
        var names = Parameter().Matches(usage.Groups[3].Value).Select(name => name.Groups[1].Value.Trim());
        return $"{usage.Groups[1].Value}({string.Join(", ", names)}){usage.Groups[2].Value}";
    }

    [GeneratedRegex(@"<h(\d)><a name=""([^""]*)"" class=""anchor"" href=""[^""]*"">(.*?)</a></h\d>", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"href=""#([^""]*)""")]
    private static partial Regex FragmentLink();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex NoSlug();

    /// <summary>Buttons whose pictures would come from the network.</summary>
    [GeneratedRegex(@"<div class=""icon-button-row"">(?:\s*<div (?:(?!</div>).)*</div>)*\s*</div>|<fsdocs-details-toggle>\s*</fsdocs-details-toggle>", RegexOptions.Singleline)]
    private static partial Regex Buttons();

    [GeneratedRegex(@"<a href=""https://learn\.microsoft\.com/dotnet/api/([^""]*)"">(.*?)</a>", RegexOptions.Singleline)]
    private static partial Regex ForeignLink();

    [GeneratedRegex(@"^ntkdsl\.(\w+?)module\.(\w+)$")]
    private static partial Regex OwnModule();

    [GeneratedRegex($@"<a href=""{Staging.Root}([^""#]*)"">(.*?)</a>", RegexOptions.Singleline)]
    private static partial Regex OwnLink();

    /// <summary>The rows of a member. What has no documentation was written by the compiler.</summary>
    [GeneratedRegex(@"<tr>\s*<td class=""fsdocs-member-usage"">.*?(?=<tr>\s*<td class=""fsdocs-member-usage"">|</tbody>)", RegexOptions.Singleline)]
    private static partial Regex Member();

    /// <summary>A member's name without parameters, what lies between, and its list of parameters, all in one cell.</summary>
    [GeneratedRegex(@"(<td class=""fsdocs-member-usage"">(?:(?!</td>).)*?<code><span>[\w.]+)(</span></code>(?:(?!</td>).)*?Parameters:\s*<ul>((?:(?!</ul>).)*)</ul>)", RegexOptions.Singleline)]
    private static partial Regex Usage();

    [GeneratedRegex("<b>(.*?)</b>", RegexOptions.Singleline)]
    private static partial Regex Parameter();
}
