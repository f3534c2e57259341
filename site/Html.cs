using System.Net;
using System.Text.RegularExpressions;

namespace NtkDsl.Site;

/// <summary>What is read of a piece of a page.</summary>
internal static partial class Html
{
    /// <summary>The text without its tags.</summary>
    public static string Text(string html) => WebUtility.HtmlDecode(Tag().Replace(html, ""));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
