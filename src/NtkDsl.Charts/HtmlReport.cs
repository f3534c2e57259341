using System.Net;
using System.Text;

namespace NtkDsl;

/// <summary>
/// A report as one HTML file, read from top to bottom: sections of text, formulas as MathML, tables and charts. It needs no network and
/// no scripts, adapts to the width of the window, and is light or dark as the reader's system is.
/// </summary>
public sealed class HtmlReport
{
    private readonly string title;
    private readonly StringBuilder body = new();

    /// <summary>An empty report.</summary>
    /// <param name="title">Its heading.</param>
    public HtmlReport(string title) => this.title = title;

    /// <summary>Starts a section.</summary>
    public HtmlReport Section(string heading) => Add($"<h2>{Encode(heading)}</h2>");

    /// <summary>A paragraph.</summary>
    public HtmlReport Text(string text) => Add($"<p>{Encode(text)}</p>");

    /// <summary>Text as it is typed, such as an architecture.</summary>
    public HtmlReport Code(string code) => Add($"<pre><code>{Encode(code)}</code></pre>");

    /// <summary>A formula with its definitions, a line each; long ones scroll sideways.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="name">What it is the formula of, for people who do not see it.</param>
    public HtmlReport Formula(Expr formula, string name) =>
        Add($"<div class=\"formula\" role=\"group\" tabindex=\"0\" aria-label=\"{Encode(name)}\">{formula.ToMathML()}</div>");

    /// <summary>Formulas in one list of definitions, a line each; long ones scroll sideways.</summary>
    /// <param name="formulas">The formulas.</param>
    /// <param name="name">What they are the formulas of, for people who do not see them.</param>
    public HtmlReport Formulas(FormulaList formulas, string name) =>
        Add($"<div class=\"formula\" role=\"group\" tabindex=\"0\" aria-label=\"{Encode(name)}\">{formulas.ToMathML()}</div>");

    /// <summary>A table; cells of numbers are aligned to the right.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">The cells, row by row.</param>
    public HtmlReport Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new StringBuilder("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr>")
            .AppendJoin("", header.Select(cell => $"<th scope=\"col\">{Encode(cell)}</th>"))
            .Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            table.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Encode(cell)}</td>")).Append("</tr>\n");
        }

        return Add(table.Append("</tbody></table></div>").ToString());
    }

    /// <summary>Charts, side by side where there is room.</summary>
    public HtmlReport Charts(params IReadOnlyList<Chart> charts) => Add(
        $"<div class=\"charts\">{string.Concat(charts.Select(chart => $"\n<figure>{chart.ToSvg()}<figcaption>{Encode(chart.Description)}</figcaption></figure>"))}\n</div>");

    /// <summary>The whole page, which is well-formed XML, too.</summary>
    public string ToHtml() => $"""
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
        <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{Encode(title)}</title>
        <style>
        {HtmlStyle.Sheet}
        </style>
        </head>
        <body>
        <main>
        <h1>{Encode(title)}</h1>
        {body}</main>
        </body>
        </html>

        """;

    /// <summary>Writes the page to a file, which is there whole or not at all.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        using var text = new StreamWriter(stream);
        text.Write(ToHtml());
    });

    private HtmlReport Add(string element)
    {
        body.Append(element).Append('\n');
        return this;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
