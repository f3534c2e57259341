using System.Net;
using System.Text;

namespace NtkDsl.Site;

/// <summary>The template of all pages, with the menu in it.</summary>
internal static class Menu
{
    private static readonly PageGroup Api = new("API", [
        new("", "reference/ntkdsl.html", "NtkDsl"),
        new("", "reference/ntkdsl-symbolics.html", "NtkDsl.Symbolics"),
        new("", "reference/ntkdsl-generators.html", "Generators"),
    ]);

    public static string Template(string template, IReadOnlyList<PageGroup> groups) =>
        template.Replace("{{menu}}", Html([.. groups, Api]), StringComparison.Ordinal);

    private static string Html(IEnumerable<PageGroup> groups)
    {
        var html = new StringBuilder();
        foreach (var group in groups)
        {
            html.Append(null, $"<h2>{group.Title}</h2>\n<ul>\n");
            foreach (var page in group.Pages)
            {
                html.Append(null, $"<li><a href=\"{Staging.Root}{page.Target}\">{WebUtility.HtmlEncode(page.Title)}</a></li>\n");
            }

            html.Append("</ul>\n");
        }

        return html.ToString();
    }
}
