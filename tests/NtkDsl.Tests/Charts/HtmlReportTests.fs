module NtkDsl.Tests.Charts.HtmlReportTests

open System.Text.RegularExpressions
open System.Xml.Linq
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Charts
open NtkDsl.Tests.Text

/// What holds of every report: it is well-formed, and needs neither a network nor scripts.
let wellFormed (html: string) =
    let page = XDocument.Parse html

    let outside =
        Regex.Replace(html, """ xmlns(:xlink)?="http://www\.w3\.org/[^"]*" """.Trim(), "")

    Assert.That(outside, Does.Not.Contain "http")
    Assert.That(outside, Does.Not.Contain "<script")
    Assert.That(html, Does.Not.Contain "NaN")

    for svg in page.Descendants(XName.Get "{http://www.w3.org/2000/svg}svg") do
        Picture.ofText (string svg) |> ignore

    let ids =
        [
            for element in page.Descendants() do
                match Picture.attribute "id" element with
                | "" -> ()
                | id -> id
        ]

    Assert.That(List.distinct ids, equalTo ids)
    page

/// The elements of a kind in a page.
let elements (kind: string) (page: XDocument) =
    List.ofSeq (page.Descendants(XName.Get("{http://www.w3.org/1999/xhtml}" + kind)))

[<Test>]
let ``a report holds what was put in, in order, with nothing taken for markup`` () =
    let kernel = (Layers.Dense 8).Compile()
    let pair = kernel.EvaluateSymmetric(Points.Of [ [| 1.0; 2.0 |]; [| 3.0; 4.0 |] ])

    let page =
        HtmlReport("a < b & c")
            .Section("First \"section\"")
            .Text("x > y")
            .Code("dense(8) >> relu")
            .Formula(kernel.Ntk, "The NTK")
            .Table([ "name"; "value" ], [ [ "a<b"; "1" ]; [ "c"; "2" ] ])
            .Charts([ Chart.HeatMap(pair.Ntk, "Θ"); Chart.HeatMap(pair.Nngp, "K") ])
            .ToHtml()
        |> wellFormed

    let text kind =
        [ for element in elements kind page -> element.Value ]

    Assert.That(text "h1", equalTo [ "a < b & c" ])
    Assert.That(text "h2", equalTo [ "First \"section\"" ])
    Assert.That(text "p", equalTo [ "x > y" ])
    Assert.That(text "pre", equalTo [ "dense(8) >> relu" ])
    Assert.That(text "td", equalTo [ "a<b"; "1"; "c"; "2" ])
    Assert.That(elements "figure" page, Has.Length.EqualTo 2)
    Assert.That(page.Descendants(XName.Get "{http://www.w3.org/1998/Math/MathML}math"), Is.Not.Empty)

[<Test>]
let ``a report is saved as it is`` () =
    use folder = new Folder()
    let report = HtmlReport("title").Text("text")
    report.Save(folder.At "r.html")
    Assert.That(System.IO.File.ReadAllText(folder.At "r.html"), Is.EqualTo(report.ToHtml()))
