module NtkDsl.Tests.Facade.ExampleTests

open System.IO
open System.Text.RegularExpressions
open NUnit.Framework
open NtkDsl.Tests.Text

let private folder =
    Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "..", "examples"))

let private scripts =
    Directory.GetFiles(folder, "*.fsx")
    |> Array.map (fun path -> FileInfo(path).Name)
    |> Array.except [ "NtkDsl.fsx"; "WideNetworks.fsx"; "Learning.fsx"; "Quickstart.fsx" ]

/// Runs a script as its reader would, and returns what it prints.
let private runWith (arguments: string list) (script: string) =
    use fsi =
        start "dotnet" ([ "fsi"; "--quiet"; "--warnaserror+"; Path.Combine(folder, script) ] @ arguments)

    let error = fsi.StandardError.ReadToEndAsync()
    let output = fsi.StandardOutput.ReadToEnd()
    fsi.WaitForExit()
    Assert.That(error.Result, Is.Empty)
    Assert.That(fsi.ExitCode, Is.Zero)
    output

let private run = runWith []

[<TestCaseSource(nameof scripts)>]
let ``an example runs`` (script: string) = Assert.That(run script, Is.Not.Empty)

[<Test>]
let ``the quickstart prints formulas and numbers`` () =
    let output = run "Quickstart.fsx"

    for part in
        [
            "denseNet(3, dense(64) >> relu) >> dense(1)"
            "true"
            "Θ₂(x,x′) = K₂(x,x′) + (π − θ₁) K₁(x,x′)"
            "characters of LaTeX"
            "∂K₂(x,x′)/∂s ="
            "NTK"
        ] do
        Assert.That(output, Does.Contain part)

[<Test>]
let ``the script on learning finds the features that matter`` () =
    let output = run "Learning.fsx"

    let shares =
        Regex.Matches(output, @"^(size|age|colour) +([\d.]+) %", RegexOptions.Multiline)

    Assert.That([ for share in shares -> share.Groups[1].Value ] |> List.last, Is.EqualTo "colour")
    Assert.That(float shares[2].Groups[2].Value, Is.LessThan 0.5)
    let offered = Regex.Match(output, @"Offered:\nrow .*\n1 +(\d\.\d+) ")
    Assert.That(float offered.Groups[1].Value, Is.EqualTo(sin 1.5 - 0.04 + 0.01).Within 0.05)

/// A file-based app has no dynamic code by default, as one that is compiled ahead of time.
[<Test>]
let ``the program in C# runs without dynamic code`` () =
    let program = Path.Combine(folder, "Prices.cs")

    use app =
        start
            "dotnet"
            [
                "run"
                program
                "-c"
                "Release"
                "-v"
                "quiet"
                "-p:DynamicCodeSupport=false"
            ]

    let error = app.StandardError.ReadToEndAsync()
    let lines = app.StandardOutput.ReadToEnd().TrimEnd().Split '\n'
    app.WaitForExit()
    Assert.That(app.ExitCode, Is.Zero, error.Result)
    let number = "(\\d+)"

    let north =
        Regex.Match(lines[0], $"^north: {number}, with probability 0.9 from {number} to {number}$")

    let south =
        Regex.Match(lines[1], $"^south: {number}, with probability 0.9 from {number} to {number}$")

    let value (line: Match) (group: int) = float line.Groups[group].Value
    // The south costs about 55 more at the same area, and the north at 66.5 lies between its neighbours of 151 and 310.5.
    Assert.That(value north 1, Is.InRange(value north 2, value north 3))
    Assert.That(value north 1, Is.InRange(200.0, 270.0))
    Assert.That(value south 1 - value north 1, Is.InRange(25.0, 110.0))
    Assert.That(lines[2], equalTo $"Loaded: {north.Groups[1].Value}")
    Assert.That(lines[3], Does.Match "^The chart has [\\d,]+ characters of SVG\\.$")

[<Test>]
let ``the networks of the experiment end where the theory says, and both are drawn`` () =
    use pictures = new Folder()
    let output = "WideNetworks.fsx" |> runWith [ pictures.At "" ]

    let zScores =
        [
            for row in
                Regex.Matches(output, @"^ +\d+ .*?± [\d.]+ +(-?[\d.]+) .*?± [\d.]+ +(-?[\d.]+)", RegexOptions.Multiline) do
                for group in 1..2 -> float row.Groups[group].Value
        ]

    Assert.That(zScores, Has.Length.EqualTo 4)
    Assert.That(zScores |> List.forall (fun z -> abs z < 4.0), output)
    Assert.That(set pictures.Files, equalTo (set [ "wide-networks.svg"; "wide-networks-loss.svg" ]))
