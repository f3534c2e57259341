using System.Text.RegularExpressions;

namespace NtkDsl.Site;

/// <summary>What fsdocs could not read or run: it says so in passing, and goes on.</summary>
internal static partial class ScriptCheck
{
    public static IEnumerable<string> Problems(string log, string site) =>
    [
        .. Unread().Matches(log).Select(entity => entity.Groups[1].Value).Where(name => name != "NtkDsl.EquatableList")
            .Select(name => $"fsdocs cannot read {name}."),
        .. Mistake().Matches(log).Select(mistake => mistake.Value.Trim()),
        .. Directory.GetFiles(Path.Combine(site, "examples"), "*.html", SearchOption.AllDirectories).Where(path => NoOutput().IsMatch(File.ReadAllText(path)))
            .Select(path => $"{Path.GetRelativePath(site, path)} lacks an output: its script failed."),
    ];

    [GeneratedRegex("Could not read comments from entity '([^']*)'")]
    private static partial Regex Unread();

    [GeneratedRegex(@"^.*\.fsx: error\(.*$", RegexOptions.Multiline)]
    private static partial Regex Mistake();

    /// <summary>A script that throws leaves an empty output where it said that there is one.</summary>
    [GeneratedRegex(@"<pre><code>\s*</code></pre>")]
    private static partial Regex NoOutput();
}
