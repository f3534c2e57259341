module NtkDsl.Tests.Facade.ExampleTests

open System.IO
open NUnit.Framework
open NtkDsl.Tests.Text

let private folder =
    Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "..", "examples"))

let private scripts =
    Directory.GetFiles(folder, "*.fsx")
    |> Array.map (fun path -> FileInfo(path).Name)
    |> Array.except [ "NtkDsl.fsx" ]

/// Runs a script as its reader would, and returns what it prints.
let private run (script: string) =
    use fsi =
        start "dotnet" [ "fsi"; "--quiet"; "--warnaserror+"; Path.Combine(folder, script) ]

    let error = fsi.StandardError.ReadToEndAsync()
    let output = fsi.StandardOutput.ReadToEnd()
    fsi.WaitForExit()
    Assert.That(error.Result, Is.Empty)
    Assert.That(fsi.ExitCode, Is.Zero)
    output

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
