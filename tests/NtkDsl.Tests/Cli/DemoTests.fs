module NtkDsl.Tests.Cli.DemoTests

open System.Globalization
open System.IO
open System.Text.RegularExpressions
open NUnit.Framework
open NtkDsl.Cli
open NtkDsl.Tests.Cli.Run
open NtkDsl.Tests.Text

[<Test>]
let ``the demo shows formulas, numbers, a check and predictions better than linear ones`` () =
    let result = ntk [ "demo" ]
    Assert.That(result.Error, Is.Empty)
    Assert.That(result.ExitCode, Is.Zero)

    for part in
        [
            "residual("
            "denseNet("
            "Θ₆(x,x′) ="
            "± s.e."
            "Verdict: agrees"
            "Done in"
        ] do
        Assert.That(result.Text, Does.Contain part)

    let accuracy name =
        let found =
            Regex.Match(result.Text, $@"^  {name} +(\d+\.\d) %%", RegexOptions.Multiline)

        float (found.Groups[1].Value.ToString CultureInfo.InvariantCulture)

    Assert.That(accuracy "NNGP", Is.GreaterThan(accuracy "linear"))
    Assert.That(accuracy "NTK", Is.GreaterThan(accuracy "linear"))

[<Test>]
let ``the shipped data lie on a sphere, in two thirds and one`` () =
    let data = DemoData.Load()
    Assert.That(data.Classes, equalTo [ "bad"; "good" ])
    Assert.That((data.Train.Classes.Length, data.Test.Classes.Length), equalTo (234, 117))

    for x in Seq.append (data.Train.Points.EnumerateRows()) (data.Test.Points.EnumerateRows()) do
        Assert.That(x * x, Is.EqualTo(33.0).Within 1e-12)

[<Test>]
let ``the source of every shipped data set is stated`` () =
    let folder = Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "..", "data")
    let stated = File.ReadAllText(Path.Combine(folder, "README.md"))

    for file in DirectoryInfo(folder).GetFiles "*.csv" do
        Assert.That(stated, Does.Contain $"`{file.Name}`")
