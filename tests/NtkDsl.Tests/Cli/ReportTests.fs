module NtkDsl.Tests.Cli.ReportTests

open System.IO
open System.Threading
open NUnit.Framework
open NtkDsl
open NtkDsl.Cli
open NtkDsl.Tests.Charts
open NtkDsl.Tests.Cli.Run
open NtkDsl.Tests.Text

let private net = "dense(32, sigmaW=2, sigmaB=1) >> erf >> dense(1)"

let private line =
    "time in s,height in m\n0.1,1.2\n0.5,4.8\n1,8.1\n1.4,9.7\n2.2,10.3\n2.9,2\n3.1,1.1\n4,-4\n"

let private flowers =
    "length,width,kind\n1,0.2,a\n1.1,0.3,a\n0.9,0.1,a\n3,1.1,b\n3.2,1,b\n2.9,1.3,b\n2,3,c\n2.2,3.1,c\n"

let private small = [ "--networks"; "2"; "--width"; "16"; "--steps"; "8" ]

let private succeeded (result: Result) =
    Assert.That(result.Error, Is.Empty)
    Assert.That(result.ExitCode, Is.Zero)

let private report (folder: Folder) arguments =
    let path = folder.At "r.html"
    ntk ([ "report" ] @ arguments @ small @ [ "--output"; path ]) |> succeeded
    Assert.That(folder.Files, Does.Contain "r.html")
    HtmlReportTests.wellFormed (File.ReadAllText path)

let private headings page =
    [ for heading in HtmlReportTests.elements "h2" page -> heading.Value ]

[<Test>]
let ``a report on one feature ends with a posterior in the units of the data`` () =
    use folder = new Folder()
    let page = report folder [ net; "--train"; folder.File("line.csv", line) ]

    let expected =
        [
            "Architecture"
            "Formulas"
            "Kernels on the data"
            "Formulas against finite networks"
            "Training"
            "Predictions"
        ]

    Assert.That(headings page, equalTo expected)
    Assert.That(HtmlReportTests.elements "figure" page, Has.Length.EqualTo 5)

    let last = List.last (HtmlReportTests.elements "figure" page)
    Picture.holds last.Value [ "height in m over time in s"; "given 8 data points" ]
    let text = string page
    Picture.holds text [ "Verdict: agrees"; "leave-one-out error"; "with the largest evidence: N" ]

[<Test>]
let ``a report on classes orders the heat map by them and counts right predictions`` () =
    use folder = new Folder()

    let page =
        report folder [ net; "--train"; folder.File("flowers.csv", flowers); "--target"; "kind" ]

    let text = string page
    Picture.holds text [ "a (3), b (3), c (2)"; "leave-one-out accuracy" ]
    Picture.holds text [ "37.5 % of the points"; "100.0 %" ]
    Assert.That(HtmlReportTests.elements "figure" page, Has.Length.EqualTo 4)

[<Test>]
let ``without data a report looks at a circle; without an NTK it says so`` () =
    use folder = new Folder()

    let page =
        report folder [ "dense(8, sigmaW=s) >> sign >> dense(1)"; "--set"; "s=1.5" ]

    let text = string page
    Picture.holds text [ "48 points on a circle"; "With s = 1.5." ]
    Picture.holds text [ "There is no Θ (NTK)."; Messages.NoLossCurves ]
    Assert.That(HtmlReportTests.elements "figure" page, Has.Length.EqualTo 2)

[<TestCase("report", "r.pdf", ".html, .htm")>]
[<TestCase("chart heatmap", "h.png", ".svg")>]
let ``a file that ends as one of another format is refused`` (command: string, file: string, endings: string) =
    let words = command.Split ' ' |> List.ofArray
    let result = ntk (words @ [ net; "-o"; file ])
    Assert.That(result.ExitCode, Is.EqualTo 2)

    Assert.That(
        result.Error,
        Is.EqualTo
            $"'{file}' ends as no file that this command writes; it writes {endings}.\n'ntk {words.Head} --help' shows how it is used.\n"
    )

[<Test>]
let ``an interrupted report leaves no file`` () =
    use folder = new Folder()

    let result =
        ntkUntil (CancellationToken true) [ "report"; net; "--output"; folder.At "r.html" ]

    Assert.That(result.ExitCode, Is.EqualTo 130)
    Assert.That(result.Error, Is.EqualTo "Interrupted.\n")
    Assert.That(folder.Files, Is.Empty)

[<TestCase("heatmap")>]
[<TestCase("spectrum")>]
[<TestCase("loss")>]
[<TestCase("posterior")>]
let ``a chart by itself, to a file or to standard output`` (kind: string) =
    use folder = new Folder()

    let arguments =
        [ "chart"; kind; net; "--train"; folder.File("line.csv", line) ] @ small

    ntk (arguments @ [ "--output"; folder.At "x.svg" ]) |> succeeded
    let printed = ntk arguments
    succeeded printed
    Assert.That(printed.Text, Is.EqualTo(File.ReadAllText(folder.At "x.svg")))
    Picture.ofText printed.Text |> ignore

[<Test>]
let ``data are NumPy arrays as well, and features may be chosen`` () =
    use folder = new Folder()
    let csv = folder.File("flowers.csv", "1,0.2,7\n1.1,0.3,9\n0.9,0.1,6\n3,1.1,2\n")
    let npy = folder.At "flowers.npy"
    Npy.Write(npy, CsvTable.Read(csv).ToMatrix())

    let posterior file =
        let result =
            ntk
                [
                    "chart"
                    "posterior"
                    net
                    "--train"
                    file
                    "--target"
                    "3"
                    "--features"
                    "2"
                ]

        succeeded result
        result.Text

    Assert.That(posterior npy, Is.EqualTo(posterior csv))
    Picture.holds (posterior npy) [ "3 over 2" ]

[<Test>]
let ``a heat map shows the kernel that was asked for`` () =
    for name, kernel in [ "NNGP K", [ "--kernel"; "nngp" ]; "NTK Θ", [] ] do
        let result = ntk ([ "chart"; "heatmap"; net ] @ kernel)
        succeeded result
        Assert.That(Picture.texts (Picture.ofText result.Text), Does.Contain name)

[<Test>]
let ``a posterior is of the kernel that was asked for, or of the better one`` () =
    use folder = new Folder()

    let posterior arguments =
        let data = [ "--train"; folder.File("line.csv", line) ]
        let result = ntk ([ "chart"; "posterior"; net ] @ data @ arguments)
        succeeded result
        result.Text

    let nngp, tangent =
        posterior [ "--kernel"; "nngp" ], posterior [ "--kernel"; "ntk" ]

    Assert.That(nngp, Is.Not.EqualTo tangent)
    Assert.That([ nngp; tangent ], Does.Contain(posterior []))

[<Test>]
let ``numbers may be classes`` () =
    use folder = new Folder()
    let data = folder.File("numbers.csv", "x,y\n1,0\n2,1\n3,0\n4,1\n")
    let result = ntk [ "chart"; "heatmap"; net; "--train"; data; "--classify" ]
    succeeded result
    Assert.That(result.Text, Does.Contain "0 (2), 1 (2)")

[<Test>]
let ``fewer points are taken evenly`` () =
    use folder = new Folder()

    let result =
        ntk
            [
                "chart"
                "heatmap"
                net
                "--train"
                folder.File("line.csv", line)
                "--points"
                "4"
            ]

    Assert.That(result.Text, Does.Contain "among 4 points")

[<Test>]
let ``what cannot be shown is refused`` () =
    use folder = new Folder()

    let data, one =
        folder.File("flowers.csv", flowers), folder.File("one.csv", "y\n1\n2\n")

    let refused (expected: string) arguments =
        let result = ntk arguments
        Assert.That(result.ExitCode, Is.EqualTo Tool.Refused)
        Assert.That(result.Error.TrimEnd(), Is.EqualTo expected)

    refused (Messages.NoLine(2, true)) [ "chart"; "posterior"; net; "--train"; data ]
    refused (Messages.NoLine(2, false)) [ "chart"; "posterior"; net ]
    refused (NtkDsl.Messages.NoFeatures "one.csv") [ "chart"; "spectrum"; net; "--train"; one ]
    refused Messages.NoLossCurves [ "chart"; "loss"; "dense(8) >> sign(surrogate=erf) >> dense(1)" ]

    let misused = ntk [ "chart"; "loss"; net; "--steps"; "1" ]
    Assert.That(misused.ExitCode, Is.EqualTo Tool.WrongUsage)
    Assert.That(misused.Error, Does.Contain(Messages.TooSmall("--steps", 2)))
