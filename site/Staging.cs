using System.Text.RegularExpressions;

namespace NtkDsl.Site;

/// <summary>Copies the sources of all pages into a folder of their own, with links from page to page instead of from file to file.</summary>
internal static partial class Staging
{
    /// <summary>Stands for the top of the site until it is known how deep a page lies.</summary>
    public const string Root = "site:/";

    /// <exception cref="SiteException">A link leads to no page and to no picture.</exception>
    public static void Prepare(string root, IReadOnlyList<PageGroup> groups, string folder)
    {
        Page[] pages = [.. groups.SelectMany(group => group.Pages)];
        foreach (var page in pages)
        {
            var text = File.ReadAllText(Path.Combine(root, page.Source));
            var (extension, staged) = Path.GetExtension(page.Source) switch
            {
                ".cs" => ("md", $"# {page.Title}\n\n```csharp\n{text}```\n"),
                ".fsx" => ("fsx", Comment().Replace(text, comment => WithLinks(root, pages, page, folder, comment.Value))),
                _ => ("md", OutsideOfCode(text, prose => WithLinks(root, pages, page, folder, prose))),
            };
            Write(Path.Combine(folder, Path.ChangeExtension(page.Target, extension)), staged);
        }

        foreach (var loader in Directory.GetFiles(Path.Combine(root, "examples"), SiteMap.Loader, SearchOption.AllDirectories))
        {
            var sources = Path.Combine(root, "src").Replace('\\', '/');
            Write(Path.Combine(folder, Path.GetRelativePath(root, loader)), Sources().Replace(File.ReadAllText(loader), $"\"{sources}"));
        }
    }

    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>fsdocs takes what names no language for F#, so output is called text.</summary>
    private static string OutsideOfCode(string text, Func<string, string> change) =>
        string.Concat(Fence().Split(text).Select(part =>
            part.StartsWith("```\n", StringComparison.Ordinal) ? $"```text{part[3..]}{Set(part)}"
            : part.StartsWith("```", StringComparison.Ordinal) ? part
            : change(part)));

    /// <summary>Where a command prints LaTeX, that is set below.</summary>
    private static string Set(string fence) => Latex().Match(fence) is { Success: true } latex ? $"\n\n$$\n{latex.Groups[1].Value}$$" : "";

    private static string WithLinks(string root, Page[] pages, Page page, string folder, string prose) =>
        Link().Replace(prose, link => $"{link.Groups[1].Value}{TargetOf(root, pages, page, folder, link.Groups[2].Value)}{link.Groups[3].Value}");

    private static string TargetOf(string root, Page[] pages, Page page, string folder, string path)
    {
        var file = Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(page.Source)!, path));
        var source = Path.GetRelativePath(root, file).Replace('\\', '/');
        if (Array.Find(pages, other => other.Source == source) is { } other)
        {
            return Root + other.Target;
        }

        if (!File.Exists(file))
        {
            throw new SiteException($"{page.Source} links to {path}, which does not exist.");
        }

        // A picture, or a file to look at as it is.
        var copy = source.StartsWith("docs/", StringComparison.Ordinal) ? source["docs/".Length..] : source;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, copy))!);
        File.Copy(file, Path.Combine(folder, copy), overwrite: true);
        return Root + copy;
    }

    [GeneratedRegex(@"(^```.*?^```$)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```\n\$ ntk show .* --form latex.*\n((?:(?!\$ |```).*\n)*)```$", RegexOptions.Multiline)]
    private static partial Regex Latex();

    [GeneratedRegex(@"\(\*\*.*?\*\)", RegexOptions.Singleline)]
    private static partial Regex Comment();

    /// <summary>A relative link or picture: what is before its path, the path, and what comes after.</summary>
    [GeneratedRegex(@"(\]\(|src="")(?!https?:|#)([^)""#\s]+)((?:#[^)""\s]*)?[)""])")]
    private static partial Regex Link();

    [GeneratedRegex(@"""(\.\./)+src")]
    private static partial Regex Sources();
}
