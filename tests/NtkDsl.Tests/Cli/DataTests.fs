/// Data as people have them, through the commands that read them.
module NtkDsl.Tests.Cli.DataTests

open System.IO
open System.Text
open System.Threading
open MathNet.Numerics.LinearAlgebra
open NUnit.Framework
open NtkDsl
open NtkDsl.Cli
open NtkDsl.Tests.Cli.Run
open NtkDsl.Tests.Cli.Samples
open NtkDsl.Tests.Text

let private net = "dense(8) >> relu >> dense(1)"
let private nngp = [ "--get"; "nngp"; "--format"; "csv" ]

/// What 'ntk kernel' prints of the NNGP kernel on a file.
let private kernelOf path extra =
    (succeeds ([ "kernel"; net; "--left"; path ] @ nngp @ extra)).Text

/// The semicolon twin of the training data.
let private semicolons = train.Replace(',', ';').Replace('.', ',')

[<Test>]
let ``a file with semicolons and decimal commas is the same file, from fit to prediction`` () =
    use folder = new Folder()

    let predictions (text: string) (points: string) =
        let model = folder.At "model.ntk"

        succeeds
            [
                "fit"
                network
                "--train"
                folder.File("train.csv", text)
                "--features"
                "a,b"
                "--target"
                "y"
                "--set"
                "s=1.5"
                "--noise"
                "0.1"
                "--output"
                model
            ]
        |> ignore

        (succeeds [ "predict"; model; folder.File("test.csv", points) ]).Text

    Assert.That(predictions semicolons (test.Replace(',', ';').Replace('.', ',')), equalTo (predictions train test))
    Assert.That(predictions (train.Replace(',', '\t')) (test.Replace(',', '\t')), equalTo (predictions train test))

[<Test>]
let ``what the file does not say is said by options`` () =
    use folder = new Folder()

    let one, counted =
        folder.File("one.csv", "1,5\n2,5\n"), folder.File("n.csv", "0,1,2\n4,5,7\n")

    let plain text =
        kernelOf (folder.File("plain.csv", text)) []

    Assert.That(kernelOf one [ "--decimal"; "," ], equalTo (plain "y\n1.5\n2.5\n"))
    Assert.That(kernelOf one [ "--delimiter"; "," ], equalTo (plain "a,b\n1,5\n2,5\n"))
    Assert.That(kernelOf counted [ "--header" ], equalTo (plain "a,b,c\n4,5,7\n"))
    Assert.That(kernelOf counted [ "--no-header" ], equalTo (plain "a,b,c\n0,1,2\n4,5,7\n"))
    Assert.That(kernelOf (folder.File("t.csv", "1\t5.5\n")) [ "--delimiter"; "tab" ], equalTo (plain "1.0,5.5\n"))

    let usage message extra =
        refused 2 (message + "\n'ntk kernel --help' shows how it is used.") ([ "kernel"; net; "--left"; one ] @ extra)

    usage "--delimiter takes one character, or tab, but got 'ab'." [ "--delimiter"; "ab" ]
    usage "--decimal takes one of . or ,, but got ';'." [ "--decimal"; ";" ]
    usage "--header and --no-header exclude each other." [ "--header"; "--no-header" ]

[<Test>]
let ``columns of the other file of a kernel are found by name`` () =
    use folder = new Folder()
    let left = folder.File("l.csv", "a,b\n1,2\n0.5,-1\n")

    let kernel right =
        kernelOf left [ "--right"; folder.File("r.csv", right) ]

    Assert.That(kernel "b,other,a\n3,x,1.5\n", equalTo (kernel "a,b\n1.5,3\n"))
    Assert.That(kernel "1.5,3\n", equalTo (kernel "a,b\n1.5,3\n"))

    refused
        1
        "r.csv has no column 'b'; it has a, c."
        ([ "kernel"; net; "--left"; left; "--right"; folder.File("r.csv", "a,c\n1,2\n") ]
         @ nngp)

[<Test>]
let ``kernel treats both files as fit treats its data`` () =
    use folder = new Folder()
    let left, right = folder.File("l.csv", train), folder.File("r.csv", test)

    let learned =
        Preprocessing.Learn(CsvTable.Read left, [||], [| "a"; "b" |], standardize = true, onSphere = true)

    let x1, x2 =
        learned.PointsOf(CsvTable.Read left), learned.PointsOf(CsvTable.Read right)

    let expected = ((Architecture.parse net).Compile()).Evaluate(x1, x2).Nngp

    let printed =
        kernelOf left [ "--right"; right; "--features"; "a,b"; "--standardize"; "--sphere" ]

    Assert.That((CsvTable.Read(new StringReader(printed), "k")).ToMatrix(), equalTo expected)

[<Test>]
let ``verify treats its points alike, and takes no options for points it has not read`` () =
    use folder = new Folder()
    let path = folder.File("x.csv", "a,b,kind\n1,2,x\n3,4.5,y\n")

    let drawn =
        ntk
            [
                "verify"
                "dense(4) >> dense(1)"
                "--left"
                path
                "--features"
                "a,b"
                "--sphere"
                "--draws"
                "20"
                "--format"
                "json"
            ]

    let entries = (json drawn).GetProperty("nngp").GetProperty("entries")
    // |x|² = d gives a diagonal of 1.
    Assert.That(entries[0].GetProperty("formula").GetDouble(), Is.EqualTo(1.0).Within 1e-12)

    refused 2 "--sphere needs --left.\n'ntk verify --help' shows how it is used." [ "verify"; net; "--sphere" ]

[<Test>]
let ``missing values are refused, left out or filled in`` () =
    use folder = new Folder()
    let text = "a,b,y\n1,2,3\nNA,5,4\n3,1,5\n2,,6\n4,4,\n"
    let path = folder.File("gaps.csv", text)
    let model = folder.At "m.ntk"

    let fit extra =
        ntk (
            [
                "fit"
                net
                "--train"
                path
                "--target"
                "y"
                "--noise"
                "0.1"
                "--output"
                model
            ]
            @ extra
        )

    Assert.That((fit []).Error, Does.StartWith "gaps.csv, line 6, column 3 (y): the value is missing.")
    Assert.That((fit []).ExitCode, equalTo 1)

    Assert.That(
        (fit [ "--missing"; "drop" ]).Text,
        Does.StartWith "gaps.csv: 2 points, 2 features; target y. 3 rows with missing values are left out.\n"
    )

    let points = folder.File("new.csv", "a,b\n1,2\n?,3\n2,2\n")

    Assert.That(
        (ntk [ "predict"; model; points ]).Error,
        Does.StartWith "new.csv, line 3, column 1 (a): the value is missing."
    )

    let dropped = succeeds [ "predict"; model; points; "--missing"; "drop" ] |> cells
    Assert.That([ for line in dropped -> line.Head ], equalTo [ "row"; "1"; "3" ])
    // A row without a target is left out; the means are those of the others.
    Assert.That(
        (fit [ "--missing"; "mean" ]).Text,
        Does.StartWith "gaps.csv: 4 points, 2 features; target y. 1 row with a missing value is left out.\n"
    )

    let predict text =
        (succeeds [ "predict"; model; folder.File("p.csv", text) ]).Text

    Assert.That(predict "a,b\n?,3\n", equalTo (predict "a,b\n2,3\n"))

    let kernel =
        ntk (
            [ "kernel"; net; "--left"; path; "--features"; "a,b"; "--missing"; "drop" ]
            @ nngp
        )

    Assert.That(kernel.Error, equalTo "gaps.csv: 2 rows with missing values are left out.\n")
    Assert.That((cells kernel).Length, equalTo 3)

[<Test>]
let ``categories are one-hot, those that are words or those that are named`` () =
    use folder = new Folder()

    let path =
        folder.File("c.csv", "a,color,zip,y\n1,red,10,3\n3,blue,20,5\n2,red,20,6\n4,green,10,1\n")

    let model = folder.At "m.ntk"

    let features extra =
        let told =
            [
                "fit"
                net
                "--train"
                path
                "--target"
                "y"
                "--noise"
                "0.1"
                "--output"
                model
            ]
            @ extra
            |> succeeds

        told.Text.Split('\n')[0]

    Assert.That(features [ "--one-hot" ], equalTo "c.csv: 4 points, 5 features; target y.")

    Assert.That(
        features [ "--one-hot"; "zip"; "--features"; "a,zip" ],
        equalTo "c.csv: 4 points, 3 features; target y."
    )

    features [ "--one-hot" ] |> ignore

    let predicted =
        succeeds [ "predict"; model; folder.File("p.csv", "color,zip,a\ngreen,10,2\n") ]

    Assert.That((cells predicted).Length, equalTo 2)

    refused
        1
        "p.csv has 'pink' in column 'color', which was not among the categories of the training data; those are blue, green, red."
        [ "predict"; model; folder.File("p.csv", "color,zip,a\npink,10,2\n") ]

[<Test>]
let ``targets may be an array in a file of its own`` () =
    use folder = new Folder()
    let table = CsvTable.Read(folder.File("train.csv", train))
    Npy.Write(folder.At "x.npy", table.ToMatrix [ "a"; "b" ])
    Npy.Write(folder.At "y.npy", table.ToMatrix [ "y" ])
    let model = folder.At "m.ntk"

    let predictions data =
        succeeds ([ "fit"; net; "--noise"; "0.1"; "--output"; model ] @ data) |> ignore
        (succeeds [ "predict"; model; folder.File("p.csv", "0.5,-0.25\n") ]).Text

    let expected =
        predictions [ "--train"; folder.At "train.csv"; "--features"; "a,b"; "--target"; "y" ]

    Assert.That(predictions [ "--train"; folder.At "x.npy"; "--target"; folder.At "y.npy" ], equalTo expected)

    use archive =
        new Compression.ZipArchive(File.Create(folder.At "d.npz"), Compression.ZipArchiveMode.Create)

    for name in [ "x"; "y" ] do
        use entry = archive.CreateEntry(name + ".npy").Open()
        entry.Write(File.ReadAllBytes(folder.At(name + ".npy")))

    archive.Dispose()
    let npz name = folder.At "d.npz" + ":" + name
    Assert.That(predictions [ "--train"; npz "x"; "--target"; npz "y" ], equalTo expected)
    Npy.Write(folder.At "short.npy", Matrix<float>.Build.Dense(3, 1))

    refused
        1
        "x.npy has 12 rows, but short.npy has 3."
        [
            "fit"
            net
            "--train"
            folder.At "x.npy"
            "--target"
            folder.At "short.npy"
            "--output"
            model
        ]

/// Runs the tool with standard input.
let private piped (input: byte[]) arguments =
    use output = new MemoryStream()
    use error = new StringWriter(NewLine = "\n")

    let session =
        Session(output, error, ShowsProgress = false, Input = new MemoryStream(input))

    let exitCode =
        Tool.RunAsync(List.toArray arguments, session, CancellationToken.None).Result

    Assert.That(error.ToString(), Is.Empty)
    Assert.That(exitCode, Is.Zero)
    Encoding.UTF8.GetString(output.ToArray())

[<Test>]
let ``- is standard input, as CSV or as an array`` () =
    use folder = new Folder()
    let text = "a,b\n1,2.5\n3,4\n"
    let expected = kernelOf (folder.File("x.csv", text)) []
    let arguments = [ "kernel"; net; "--left"; "-" ] @ nngp
    Assert.That(piped (Encoding.UTF8.GetBytes text) arguments, equalTo expected)
    Npy.Write(folder.At "x.npy", (CsvTable.Read(folder.At "x.csv")).ToMatrix())
    Assert.That(piped (File.ReadAllBytes(folder.At "x.npy")) arguments, equalTo expected)
    let model = fitted folder [ "--target"; "y" ]
    let printed = (succeeds [ "predict"; model; folder.File("test.csv", test) ]).Text
    Assert.That(piped (Encoding.UTF8.GetBytes test) [ "predict"; model; "-" ], equalTo printed)

[<Test>]
let ``a file may hold the architecture`` () =
    use folder = new Folder()
    let file = folder.File("net.txt", "dense(8)\n  >> relu\n  >> dense(1)\n")
    let x = folder.File("x.csv", "a,b\n1,2.5\n3,4\n")
    Assert.That((succeeds ([ "kernel"; "@" + file; "--left"; x ] @ nngp)).Text, equalTo (kernelOf x []))
    Assert.That((succeeds [ "show"; "@" + file ]).Text, equalTo (succeeds [ "show"; net ]).Text)
    refused 1 $"""Could not find file '{folder.At "none.txt"}'.""" [ "show"; "@" + folder.At "none.txt" ]

[<Test>]
let ``charts scale their data unless told otherwise`` () =
    use folder = new Folder()
    let path = folder.File("train.csv", train)

    let heatMap extra =
        (succeeds (
            [
                "chart"
                "heatmap"
                net
                "--train"
                path
                "--features"
                "a,b"
                "--target"
                "y"
            ]
            @ extra
        ))
            .Text

    Assert.That(heatMap [ "--standardize" ], equalTo (heatMap []))
    Assert.That(heatMap [ "--standardize"; "false" ], Is.Not.EqualTo(heatMap []))
    Assert.That(heatMap [ "--sphere" ], Is.Not.EqualTo(heatMap []))
    let semicolon = folder.File("semicolons.csv", semicolons)

    Assert.That(
        (succeeds
            [
                "chart"
                "heatmap"
                net
                "--train"
                semicolon
                "--features"
                "a,b"
                "--target"
                "y"
            ])
            .Text,
        equalTo (heatMap [])
    )
