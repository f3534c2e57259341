using System.Text.RegularExpressions;

namespace NtkDsl.Site;

/// <summary>A page of the site: where it comes from, where it goes, and what the menu calls it.</summary>
/// <param name="Source">The path of its source in the repository.</param>
/// <param name="Target">The path of the page in the site.</param>
/// <param name="Title">Its first heading; a program has none, and goes by its name.</param>
internal sealed record Page(string Source, string Target, string Title);

/// <summary>Some pages under one word in the menu.</summary>
internal sealed record PageGroup(string Title, IReadOnlyList<Page> Pages);

/// <summary>Which pages there are, in the order of the menu.</summary>
internal static partial class SiteMap
{
    /// <summary>Scripts load this one; it has nothing to read.</summary>
    public const string Loader = "NtkDsl.fsx";

    private static readonly string[] Start = ["README.md", "docs/guide.md", "docs/limits.md"];
    private static readonly string[] Topics = ["docs/mathematics.md", "docs/learning.md", "docs/verification.md", "docs/pictures.md"];
    private static readonly string[] Scripts = ["examples/Quickstart.fsx"];
    private static readonly string[] Project = ["docs/design.md", "CONTRIBUTING.md", "CHANGELOG.md"];

    /// <summary>The groups of a repository. A document that is named nowhere else stands among the topics.</summary>
    public static IReadOnlyList<PageGroup> Of(string root)
    {
        string[] others = [.. Files(root, "docs", "*.md").Except([.. Start, .. Topics, .. Project])];
        string[] scripts = [.. Files(root, "examples", "*.fsx").Except(Scripts), .. Files(root, "examples", "*.cs")];
        PageGroup Group(string title, IEnumerable<string> sources) => new(title, [.. sources.Select(source => PageOf(root, source))]);
        PageGroup[] groups =
        [
            Group("Start", Start), Group("Topics", [.. Topics, .. others]), Group("Scripts", [.. Scripts, .. scripts]),
            Group("Papers", Files(root, "examples/papers", "*.fsx")), Group("Project", Project),
        ];
        return [.. groups.Where(group => group.Pages.Count > 0)];
    }

    private static IEnumerable<string> Files(string root, string folder, string pattern) =>
        Directory.Exists(Path.Combine(root, folder))
            ? Directory.GetFiles(Path.Combine(root, folder), pattern).Select(path => $"{folder}/{Path.GetFileName(path)}")
                .Where(path => !path.EndsWith(Loader, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            : [];

    private static Page PageOf(string root, string source)
    {
        var path = source == "README.md" ? "index.md" : source.StartsWith("docs/", StringComparison.Ordinal) ? source["docs/".Length..] : source;
        var heading = Heading().Match(File.ReadAllText(Path.Combine(root, source)));
        return new(source, Path.ChangeExtension(path, "html"), heading.Success ? heading.Groups[1].Value : $"{Path.GetFileNameWithoutExtension(source)}, in C#");
    }

    [GeneratedRegex(@"^# (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
