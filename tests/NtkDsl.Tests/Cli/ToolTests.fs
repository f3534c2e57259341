module NtkDsl.Tests.Cli.ToolTests

open System.IO
open System.Text.Json
open System.Threading
open NUnit.Framework
open NtkDsl
open NtkDsl.Cli
open NtkDsl.Tests.Cli.Run
open NtkDsl.Tests.Text

let private commands =
    [
        "demo"
        "show"
        "kernel"
        "verify"
        "fit"
        "predict"
        "compare"
        "dynamics"
        "bench"
        "words"
        "completion"
        "help"
    ]

[<Test>]
let ``help lists the commands, and each command's help has examples`` () =
    let help = ntk [ "--help" ]
    Assert.That(help.ExitCode, Is.Zero)

    for command in commands do
        Assert.That(help.Text, Does.Contain command)
        let own = ntk [ command; "--help" ]
        Assert.That(own.ExitCode, Is.Zero, command)
        Assert.That(own.Text, Does.Contain $"Examples:\n  ntk {command}", command)
        Assert.That((ntk [ "help"; command ]).Text, equalTo own.Text)
        let guide = own.Text.TrimEnd().Split('\n') |> Array.last
        Assert.That(guide, Does.StartWith "The guide, with worked examples: ")
        Assert.That(File.ReadAllText(guide.Substring(guide.IndexOf ": " + 2)), Does.StartWith "# Guide")

    Assert.That((ntk [ "help" ]).Text, equalTo help.Text)

[<TestCase("shwo", "There is no command 'shwo'; did you mean show?", "ntk")>]
[<TestCase("xyzzy", "There is no command 'xyzzy'; 'ntk --help' lists all.", "ntk")>]
[<TestCase("kernle dense(1) --left x", "There is no command 'kernle'; did you mean kernel?", "ntk")>]
[<TestCase("kernel dense(1) --lefft x", "There is no option --lefft; did you mean --left?", "ntk kernel")>]
[<TestCase("help predcit", "There is no command 'predcit'; did you mean predict?", "ntk help")>]
[<TestCase("fit dense(1) --train x --target y --standardise --output m",
           "There is no option --standardise; did you mean --standardize?",
           "ntk fit")>]
[<TestCase("show --exapnd dense(1)", "There is no option --exapnd; did you mean --expand?", "ntk show")>]
[<TestCase("compare dense(1) --starst=3 --train x --target y",
           "There is no option --starst; did you mean --starts?",
           "ntk compare")>]
[<TestCase("words relu elu", "'elu' is one argument too many; what has spaces stands in quotes.", "ntk words")>]
let ``what is mistyped is named, with what was meant`` (line: string, message: string, command: string) =
    let result = line.Split ' ' |> List.ofArray |> ntk
    Assert.That(result.ExitCode, equalTo 2)
    Assert.That(result.Error, equalTo $"{message}\n'{command} --help' shows how it is used.\n")
    Assert.That(result.Output, Is.Empty)

[<Test>]
let ``wrong usage of the tool ends in 2`` () =
    for arguments in [ []; [ "shwo" ]; [ "--verbose" ] ] do
        let result = ntk arguments
        Assert.That(result.ExitCode, equalTo 2)
        Assert.That(result.Error, Does.EndWith "'ntk --help' shows how it is used.\n")
        Assert.That(result.Output, Is.Empty)

[<Test>]
let ``words lists every word with its formula`` () =
    let lines = (ntk [ "words" ]).Text.TrimEnd().Split '\n'

    let signatures, summaries =
        lines |> Array.partition (fun line -> not (line.StartsWith ' '))

    Assert.That(signatures, equalTo [ for word in Vocabulary.All -> word.Signature ])
    Assert.That(summaries, Has.All.Match @"^    \S")
    Assert.That(lines, Does.Contain "leakyRelu(alpha)")
    Assert.That(lines, Does.Contain "residual(f, scale=1)")

    Assert.That(
        lines,
        Does.Contain
            "dense(width, sigmaW=1, sigmaB=0, parameterization=ntk|standard, bias=true|false, biasInit=gaussian|zero, learningRate=1, biasLearningRate=1, trainable=true|false, init=gaussian|orthogonal)"
    )

    Assert.That(lines, Does.Contain "    u ↦ u for u > 0 and α·u for u < 0.")

[<Test>]
let ``words can be searched`` () =
    let found = ntk [ "words"; "RELU" ]
    Assert.That(found.Text, Does.Contain "abRelu(a, b)\n")
    Assert.That(found.Text, Does.Not.Contain "tanh\n")
    let none = ntk [ "words"; "xyz" ]
    Assert.That(none.ExitCode, equalTo 1)
    Assert.That(none.Error, equalTo "No word contains 'xyz'; 'ntk words' lists all.\n")

[<Test>]
let ``verify prints the report and ends in 0 only if all agrees`` () =
    let linear = ntk [ "verify"; "dense(8) >> dense(1)"; "--seed"; "3" ]
    Assert.That(linear.Error, Is.Empty)
    Assert.That(linear.Text, Does.Contain "Verdict: agrees")
    Assert.That(linear.ExitCode, Is.Zero)
    let few = ntk [ "verify"; "dense(8) >> relu >> dense(1)"; "--draws"; "10" ]
    Assert.That(few.Text, Does.Contain "Verdict: undecided")
    Assert.That(few.ExitCode, equalTo 1)

    let wide =
        ntk
            [
                "verify"
                "dense(8) >> relu >> dense(1)"
                "--tolerance"
                "0.2"
                "--time"
                "300"
            ]

    Assert.That(wide.Text, Does.Contain "tolerance 20.0 %")
    Assert.That(wide.ExitCode, Is.Zero)

[<TestCase("--time", "0")>]
[<TestCase("--tolerance", "-1")>]
let ``verify refuses a time or tolerance that is not above 0`` (option: string, value: string) =
    let result = ntk [ "verify"; "dense(8)"; option; value ]
    Assert.That(result.ExitCode, equalTo 2)
    Assert.That(result.Error, Does.StartWith(NtkDsl.Cli.Messages.NotPositive(option, float value)))

[<Test>]
let ``verify writes JSON`` () =
    use folder = new Folder()
    let points = folder.File("x.csv", "1,0.5\n0.2,1\n")

    let arguments =
        [
            "--left"
            points
            "--draws"
            "10"
            "--width"
            "4"
            "--set"
            "s=1.5"
            "--format"
            "json"
        ]

    let result = ntk ("verify" :: "dense(8, sigmaW=s) >> relu >> dense(1)" :: arguments)
    use json = JsonDocument.Parse result.Output
    let root = json.RootElement
    Assert.That(root.GetProperty("verdict").GetString(), equalTo "undecided")
    Assert.That(root.GetProperty("width").GetInt32(), equalTo 4)
    Assert.That(root.GetProperty("deviationBound").GetDouble(), Is.GreaterThan 0.01)

    for kernel in [ "nngp"; "ntk" ] do
        let entries = root.GetProperty(kernel).GetProperty("entries")
        Assert.That(entries.GetArrayLength(), equalTo 4)
        Assert.That(entries[1].GetProperty("column").GetInt32(), equalTo 2)
        Assert.That(entries[1].GetProperty("standardError").GetDouble(), Is.Positive)

[<Test>]
let ``what verify refuses ends in 1`` () =
    let result = ntk [ "verify"; "dense(8)"; "--draws"; "1" ]
    Assert.That(result.ExitCode, equalTo 1)
    Assert.That(result.Error, Is.Not.Empty)
    Assert.That(result.Error, Does.Not.Contain "   at ")

[<Test>]
let ``even a defect shows no stack trace`` () =
    use error = new StringWriter()
    let closed = new MemoryStream()
    closed.Dispose()
    let session = Session(closed, error, ShowsProgress = false)
    let exitCode = Tool.RunAsync([| "words" |], session, CancellationToken.None).Result
    Assert.That(exitCode, equalTo 1)
    Assert.That(error.ToString(), Does.StartWith "Something went wrong that should not have")
    Assert.That(error.ToString().TrimEnd(), Does.Not.Contain "\n")

[<Test>]
let ``progress shows after a while, and goes`` () =
    use error = new StringWriter()
    let session = Session(Stream.Null, error, ShowsProgress = true)

    let report (wait: int) =
        use line = new ProgressLine(session, "Working")
        line.Report 0.1
        Thread.Sleep wait
        line.Report 0.42

    report 0
    Assert.That(error.ToString(), Is.Empty)
    report 1100
    Assert.That(error.ToString(), equalTo "\rWorking: 42 %\r             \r")

let private toolPath =
    let root = Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", "..", ".."))
    Path.Combine(root, "src", "NtkDsl.Cli", "bin", "Release", "net10.0", "ntk.dll")

[<Test>]
let ``the tool runs as a process`` () =
    use tool =
        start "dotnet" [ toolPath; "show"; "dense(8) >> relu >> dense(1)"; "--kernel"; "nngp" ]

    let output = tool.StandardOutput.ReadToEnd()
    tool.WaitForExit()
    Assert.That(output, Does.Contain "K₂(x,x′) =")
    Assert.That(tool.ExitCode, Is.Zero)

[<Test; Platform("Unix")>]
let ``bash completes commands, options and values`` () =
    let complete (line: string) =
        let words =
            line.Split ' ' |> Array.map (fun word -> $"'{word}'") |> String.concat " "

        let script =
            $"""ntk() {{ dotnet '{toolPath}' "$@"; }}
eval "$(ntk completion bash)"
COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({words}) COMP_CWORD={line.Split(' ').Length - 1}
_ntk; printf '%%s\n' "${{COMPREPLY[@]}}" """

        use shell = start "bash" [ "-c"; script ]
        let output = shell.StandardOutput.ReadToEnd()
        shell.WaitForExit()
        output.TrimEnd().Split '\n'

    Assert.That(complete "ntk ker", equalTo [ "kernel" ])
    Assert.That(complete "ntk fit --stand", equalTo [ "--standardize" ])
    Assert.That(complete "ntk kernel --format n", equalTo [ "npy" ])

[<Test; Platform("Unix")>]
let ``a closed pipe is no error`` () =
    let pipe = $"dotnet {toolPath} words | head -n 1; echo ${{PIPESTATUS[0]}}"
    use shell = start "bash" [ "-c"; pipe ]

    let output, error =
        shell.StandardOutput.ReadToEnd(), shell.StandardError.ReadToEnd()

    Assert.That(output.TrimEnd().Split '\n', equalTo [ "abRelu(a, b)"; "0" ])
    Assert.That(error, Is.Empty)
