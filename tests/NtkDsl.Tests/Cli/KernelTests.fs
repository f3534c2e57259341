module NtkDsl.Tests.Cli.KernelTests

open System
open System.IO
open System.Text.Json
open System.Threading
open MathNet.Numerics.LinearAlgebra
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Cli.Run
open NtkDsl.Tests.Text

let private text = "dense(8, sigmaW=s) >> erf >> dense(1)"

let private kernel =
    text |> Architecture.parse |> Kernel.compile |> Kernel.bind "s" 1.5

let private left = [ [| 1.0; 2.0 |]; [| 0.1; -3.0 |] ]
let private right = [ [| 0.5; 0.25 |] ]

let private files (folder: Folder) =
    folder.File("left.csv", "a,b\n1,2\n0.1,-3\n"), folder.File("right.csv", "0.5,0.25\n")

let private succeeds (arguments: string list) =
    let result = ntk arguments
    Assert.That(result.Error, Is.Empty)
    Assert.That(result.ExitCode, Is.Zero)
    result

let private matrixOf (rows: JsonElement) =
    Matrix.Build.DenseOfRows
        [
            for row in rows.EnumerateArray() -> [ for x in row.EnumerateArray() -> x.GetDouble() ]
        ]

[<Test>]
let ``JSON holds the architecture and both kernels to the last bit`` () =
    use folder = new Folder()
    let x1, x2 = files folder

    for arguments, expected in
        [
            [ "--left"; x1 ], kernel |> Kernel.evaluateSymmetric left
            [ "--left"; x1; "--right"; x2 ], kernel |> Kernel.evaluate left right
        ] do
        let result = succeeds ([ "kernel"; text; "--set"; "s=1.5" ] @ arguments)
        use json = JsonDocument.Parse result.Output
        let names = [ for property in json.RootElement.EnumerateObject() -> property.Name ]
        Assert.That(names, equalTo [ "architecture"; "nngp"; "ntk" ])
        Assert.That(json.RootElement.GetProperty("architecture").GetString(), equalTo text)
        Assert.That(result.Text, Does.Contain ">> erf >>")
        Assert.That(matrixOf (json.RootElement.GetProperty "nngp"), equalTo expected.Nngp)
        Assert.That(matrixOf (json.RootElement.GetProperty "ntk"), equalTo expected.Ntk)

[<Test>]
let ``one kernel is written as JSON, CSV or NPY, to a file or not`` () =
    use folder = new Folder()
    let x1, _ = files folder
    let expected = (kernel |> Kernel.evaluateSymmetric left).Ntk
    let common = [ "kernel"; text; "--set"; "s=1.5"; "--left"; x1; "--get"; "ntk" ]
    use json = JsonDocument.Parse (succeeds common).Output
    Assert.That(matrixOf (json.RootElement.GetProperty "ntk"), equalTo expected)

    for format in [ "csv"; "npy" ] do
        let output = folder.At $"ntk.{format}"
        let printed = succeeds (common @ [ "--format"; format ])
        let saved = succeeds (common @ [ "--format"; format; "--output"; output ])
        Assert.That(saved.Output, Is.Empty)
        Assert.That(File.ReadAllBytes output, equalTo printed.Output)
        Assert.That(DataFile.ReadMatrix output, equalTo expected)

let private refused exitCode (message: string) arguments =
    let result = ntk ("kernel" :: arguments)
    Assert.That(result.Error.TrimEnd(), equalTo message)
    Assert.That(result.Output, Is.Empty)
    Assert.That(result.ExitCode, equalTo exitCode)

[<Test>]
let ``refused inputs end in 1 and one message`` () =
    use folder = new Folder()
    let x1, _ = files folder

    [ text; "--left"; x1 ]
    |> refused 1 (refusal (fun () -> Architecture.parse text |> Kernel.compile |> Kernel.evaluateSymmetric left))

    [ text; "--left"; x1; "--set"; "t=1" ]
    |> refused 1 "The architecture has no free parameter t; it has s."

    [ "dense(3"; "--left"; x1 ]
    |> refused 1 (refusal (fun () -> Architecture.parse "dense(3"))

    [ "dense(3)"; "--left"; folder.At "none.csv" ]
    |> refused 1 $"""Could not find file '{folder.At "none.csv"}'."""

    [ "dense(3)"; "--left"; Path.GetTempPath() ]
    |> refused 1 $"'{Path.GetTempPath()}' is a directory, not a file."

    [ "dense(3)"; "--left"; folder.File("bad.csv", "1,2\n3,x\n") ]
    |> refused
        1
        "bad.csv, line 2, column 2: 'x' is not a number. Words can be classes (--classify) or categories (--one-hot); or leave the column out (--features)."

    [ "dense(3)"; "--left"; x1; "--right"; folder.File("wide.csv", "1,2,3\n") ]
    |> refused 1 "wide.csv has no columns 'a', 'b'; it has 1, 2, 3."

    [ "dense(3)"; "--left"; x1; "--output"; Path.GetTempPath() ]
    |> refused 1 $"'{Path.GetTempPath()}' is a directory, not a file."

    [
        "dense(3)"
        "--left"
        x1
        "--output"
        Path.Combine(folder.At "none", "k.json")
    ]
    |> fun arguments ->
        let result = ntk ("kernel" :: arguments)
        Assert.That(result.ExitCode, equalTo 1)
        Assert.That(result.Error, Does.StartWith "Could not find a part of the path")

[<Test>]
let ``a missing NTK is explained, and the NNGP kernel can be had`` () =
    use folder = new Folder()
    let x1, _ = files folder

    let why =
        refusal (fun () -> (Architecture.parse "dense(3) >> sign" |> Kernel.compile).Ntk)

    [ "dense(3) >> sign"; "--left"; x1 ]
    |> refused 1 (why + " '--get nngp' asks for the NNGP kernel alone.")

    [ "dense(3) >> sign"; "--left"; x1; "--get"; "ntk" ] |> refused 1 why

    succeeds [ "kernel"; "dense(3) >> sign"; "--left"; x1; "--get"; "nngp" ]
    |> ignore

[<Test>]
let ``what JSON cannot hold is refused, and CSV holds it`` () =
    use folder = new Folder()
    let huge = folder.File("huge.csv", "1e160\n")
    let arguments = [ "dense(3) >> monomial(2)"; "--left"; huge; "--get"; "nngp" ]

    arguments
    |> refused
        1
        "Entry (1, 1) of the nngp kernel is Infinity, which JSON cannot hold. Scale the inputs or the weights down, or take --format csv or npy."

    let csv = succeeds ("kernel" :: arguments @ [ "--format"; "csv" ])
    Assert.That(csv.Text, equalTo "Infinity\n")

let private usage message arguments =
    refused 2 (message + "\n'ntk kernel --help' shows how it is used.") arguments

[<Test>]
let ``wrong usage ends in 2`` () =
    [ "dense(3)" ] |> usage "Option '--left' is required."

    [ "dense(3)"; "--left"; "x"; "--format"; "csv" ]
    |> usage "A csv file holds one matrix. Choose it with --get nngp or --get ntk, or take --format json."

    [ "dense(3)"; "--left"; "x"; "--get"; "nngp,x" ]
    |> usage "--get takes one or more of nngp, ntk, separated by commas, but got 'nngp,x'."

    for bad in [ "s"; "s="; "=1"; "s=x"; "s=NaN" ] do
        [ "dense(3)"; "--left"; "x"; "--set"; bad ]
        |> usage $"--set takes NAME=NUMBER, such as --set s=1.5, but got '{bad}'."

    [ "dense(3)"; "--left"; "x"; "--set"; "s=1"; "--set"; "s=2" ]
    |> usage "--set gives s twice."

[<Test>]
let ``an interruption ends in 130 and leaves an earlier file as it was`` () =
    use folder = new Folder()
    let x1, _ = files folder
    let output = folder.File("k.json", "earlier")
    let arguments = [ "kernel"; "dense(3)"; "--left"; x1; "--output"; output ]
    let result = ntkUntil (CancellationToken true) arguments
    Assert.That(result.ExitCode, equalTo 130)
    Assert.That(result.Error, equalTo "Interrupted.\n")
    Assert.That(File.ReadAllText output, equalTo "earlier")
    Assert.That(Array.sort folder.Files, equalTo [| "k.json"; "left.csv"; "right.csv" |])

[<Test>]
let ``--resume evaluates into a file, goes on with it, and refuses one of something else`` () =
    use folder = new Folder()
    let x1, x2 = files folder
    let file = folder.At "k.npy"

    let run arguments =
        ntk (
            [
                "kernel"
                text
                "--set"
                "s=1.5"
                "--format"
                "npy"
                "--output"
                file
                "--resume"
            ]
            @ arguments
        )

    for _ in 1..2 do
        Assert.That((run [ "--left"; x1 ]).ExitCode, Is.Zero)
        use stored = KernelFile.Open file
        let expected = kernel |> Kernel.evaluateSymmetric left
        Assert.That(stored.ReadMatrix KernelKind.Nngp, equalTo expected.Nngp)
        Assert.That(stored.ReadMatrix KernelKind.Ntk, equalTo expected.Ntk)

    let refused = run [ "--left"; x2; "--get"; "ntk" ]
    Assert.That(refused.ExitCode, Is.EqualTo 1)
    Assert.That(refused.Error.TrimEnd(), equalTo (Messages.OtherKernelFile(file, "other kernels")))
    Assert.That(refused.Error, Does.Contain "begin again (--overwrite;")
    Assert.That((run [ "--left"; x2; "--get"; "ntk"; "--overwrite" ]).ExitCode, Is.Zero)
    use stored = KernelFile.Open file
    Assert.That(stored.Kinds, equalTo [ KernelKind.Ntk ])

[<Test>]
let ``what does not fit into memory is refused with the options that help, and their room is counted`` () =
    use folder = new Folder()
    let many = folder.At "x.npy"
    Npy.Write(many, Matrix<float>.Build.Dense(200_000, 1, (fun i _ -> 1.0 + float i)))
    let result = ntk [ "kernel"; "dense(3)"; "--left"; many ]
    Assert.That(result.ExitCode, equalTo 1)
    Assert.That(result.Error, Does.StartWith "The kernels take 640.0 GB, but ")

    Assert.That(
        result.Error,
        Does.EndWith
            "--resume with --output FILE.npy evaluates into the file block by block, --float32 halves it, and --get nngp or --get ntk leaves one kernel.\n"
    )

    let x = DataFile.ReadMatrix many |> Points.Of
    Assert.That(NtkDsl.Cli.KernelRoom.InFile(kernel, x, null, 1, ElementType.Binary32).Bytes, equalTo 160_000_000_000L)

[<Test>]
let ``--overwrite is for --resume`` () =
    [ "dense(3)"; "--left"; "x"; "--overwrite" ]
    |> usage "--overwrite needs --resume."

[<Test>]
let ``the ending of the file decides the format`` () =
    use folder = new Folder()
    let x1, _ = files folder

    let kernel extra =
        "kernel"
        :: text
        :: "--set"
        :: "s=1.5"
        :: "--left"
        :: x1
        :: "--get"
        :: "ntk"
        :: extra

    for ending, format in [ ".npy", "npy"; ".CSV", "csv"; ".json", "json"; "", "json" ] do
        let file = folder.At("k" + ending)
        succeeds (kernel [ "-o"; file ]) |> ignore
        Assert.That(File.ReadAllBytes file, equalTo (succeeds (kernel [ "--format"; format ])).Output)

    // What has another ending is as --format says.
    succeeds (kernel [ "-o"; folder.At "k.dat"; "--format"; "csv" ]) |> ignore
    Assert.That(File.ReadAllBytes(folder.At "k.dat"), equalTo (succeeds (kernel [ "--format"; "csv" ])).Output)

[<TestCase("k.png",
           "",
           "'k.png' ends as no file that this command writes; it writes .json, .csv, .npy. --format decides for a file of another name.")>]
[<TestCase("k.npy", "csv", "'k.npy' ends as a file of another format than --format csv.")>]
let ``a file that ends otherwise is refused`` (file: string, format: string, message: string) =
    [
        "dense(3)"
        "--left"
        "x"
        "--get"
        "ntk"
        "--output"
        file
        if format <> "" then
            "--format"
            format
    ]
    |> usage message

[<Test>]
let ``--float32 rounds`` () =
    use folder = new Folder()
    let x1, _ = files folder
    let file = folder.At "k.npy"

    let rounded =
        (kernel |> Kernel.evaluateSymmetric left).Ntk.Map(fun value -> float (float32 value))

    succeeds
        [
            "kernel"
            text
            "--set"
            "s=1.5"
            "--left"
            x1
            "--get"
            "ntk"
            "--format"
            "npy"
            "--output"
            file
            "--float32"
        ]
    |> ignore

    Assert.That(FileInfo(file).Length, Is.EqualTo(128L + 16L))
    Assert.That(Npy.Read file, equalTo rounded)

[<TestCase("--resume", "json")>]
[<TestCase("--float32", "csv")>]
let ``--resume and --float32 are for npy files`` (option: string, format: string) =
    use folder = new Folder()
    let x1, _ = files folder

    let result =
        ntk
            [
                "kernel"
                "dense(1)"
                "--left"
                x1
                "--get"
                "ntk"
                "--format"
                format
                option
            ]

    Assert.That(result.ExitCode, Is.EqualTo 2)

    let message =
        if option = "--resume" then
            NtkDsl.Cli.Messages.ResumeNeedsFile
        else
            NtkDsl.Cli.Messages.Float32NeedsNpy

    Assert.That(result.Error, Does.StartWith message)

[<Test>]
let ``a person is told of expectations that could not be integrated well`` () =
    Assert.That(
        NtkDsl.Cli.Messages.InaccurateQuadrature 3.2e-9,
        Is.EqualTo
            "Some expectations have no closed form and functions too rough to be integrated to full accuracy: expect relative errors of about 3E-009."
    )

[<Test>]
let ``a function too rough to be integrated is evaluated in seconds, and its error told`` () =
    use folder = new Folder()
    let x1 = folder.File("x.csv", "1,2\n0.3,-1\n2,0.5\n")
    use patience = new CancellationTokenSource(TimeSpan.FromMinutes 2.0)

    let result =
        ntkUntil
            patience.Token
            [
                "kernel"
                "dense(4) >> sin(1000,300,0) >> tanh >> dense(1)"
                "--left"
                x1
                "--format"
                "csv"
                "--get"
                "nngp"
            ]

    Assert.That(result.ExitCode, Is.Zero)
    Assert.That(result.Error, Does.Contain "functions too rough to be integrated to full accuracy")
