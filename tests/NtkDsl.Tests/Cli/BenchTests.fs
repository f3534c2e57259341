module NtkDsl.Tests.Cli.BenchTests

open System.Text.Json
open NUnit.Framework
open NtkDsl.Tests.Cli.Run

let private bench =
    [
        "bench"
        "dense(8, sigmaW=s) >> relu >> dense(1)"
        "--set"
        "s=1.5"
        "-n"
        "300"
        "-d"
        "5"
    ]

[<Test>]
let ``time, rate and memory are told as text`` () =
    let result = ntk bench
    Assert.That(result.Error, Is.Empty)
    Assert.That(result.ExitCode, Is.Zero)

    for line in
        [
            "points, features      300, 5"
            "compilation"
            "million pairs/s"
            "GFlop/s"
            "result                1 MB"
            "memory beyond it"
        ] do
        Assert.That(result.Text, Does.Contain line)

[<Test>]
let ``time, rate and memory are told as JSON`` () =
    let result = ntk (bench @ [ "--format"; "json" ])
    use json = JsonDocument.Parse result.Output

    let number (name: string) =
        json.RootElement.GetProperty(name).GetDouble()

    Assert.That(number "seconds", Is.GreaterThan 0.0)
    Assert.That(number "compileSeconds", Is.GreaterThan 0.0)
    Assert.That(number "pairsPerSecond", Is.EqualTo(45150.0 / number "seconds").Within(1e-6).Percent)
    Assert.That(number "gramGigaflops", Is.EqualTo(451500.0 / number "seconds" / 1e9).Within(1e-6).Percent)
    Assert.That(number "resultMegabytes", Is.EqualTo 1.44)

[<Test>]
let ``counts are positive`` () =
    let result = ntk [ "bench"; "dense(1)"; "-n"; "0" ]
    Assert.That(result.ExitCode, Is.EqualTo 2)
    Assert.That(result.Error, Does.StartWith(NtkDsl.Cli.Messages.NotPositive("--points", 0)))

[<TestCase(30.0, "30 s")>]
[<TestCase(600.0, "10 min")>]
[<TestCase(36000.0, "10 h")>]
let ``a forecast is told in fitting units`` (seconds: float, expected: string) =
    let text isFile =
        NtkDsl.Cli.Messages.Forecast(System.TimeSpan.FromSeconds seconds, 3_000_000_000L, isFile)

    Assert.That(text true, Is.EqualTo $"This will take about {expected}; the file has 3.0 GB.")

    Assert.That(
        text false,
        Is.EqualTo $"This will take about {expected}; both kernels in double precision hold 3.0 GB of memory."
    )
