namespace NtkDsl;

/// <summary>The style sheet of reports.</summary>
internal static class HtmlStyle
{
    // The browsers' MathML knows no column alignment; the equations are a table whose second column starts with the equals sign.
    public const string Sheet = """
        :root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --page: #ffffff; --panel: #f6f8fa; --line: #d1d9e0; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4ae; --page: #0f1419; --panel: #1a2028; --line: #3a424c; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
        main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; text-wrap: balance; }
        h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
        p { margin: .75rem 0; max-width: 46rem; }
        pre { margin: .75rem 0; padding: .75rem 1rem; background: var(--panel); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
        code { font: .9rem/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Consolas, monospace; }
        .formula, .table { overflow-x: auto; margin: .75rem 0; padding: .5rem 0; }
        math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", "DejaVu Math TeX Gyre", math, serif; font-size: 1.05rem; }
        math[display="block"] { width: max-content; margin: 0; }
        math > mtable > mtr > mtd { padding: .3rem .15rem; text-align: left; vertical-align: baseline; }
        math > mtable > mtr > mtd:first-child { text-align: right; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .3rem .9rem .3rem 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th { color: var(--soft); font-weight: 600; }
        th:first-child, td:first-child { text-align: left; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); gap: 1.25rem; margin: 1rem 0; align-items: start; }
        figure { margin: 0; max-width: 40rem; }
        figure svg { display: block; width: 100%; height: auto; background: #ffffff; border: 1px solid var(--line); border-radius: 6px; }
        figcaption { margin-top: .4rem; color: var(--soft); font-size: .875rem; line-height: 1.45; }
        @media print { main { max-width: none; } figure, table { break-inside: avoid; } }
        """;
}
