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
    |> Array.except [ "NtkDsl.fsx"; "WideNetworks.fsx" ]

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
