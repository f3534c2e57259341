module NtkDsl.Tests.Sampling.VerificationTests

open System
open System.Text.RegularExpressions
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Sampling

let private x = Language.points

let private check text =
    Verification.Check(Language.parse text, x, draws = 100_000, tolerance = 0.03, seed = 1)

let private shouldBe (verdict: Verdict) (report: VerificationReport) =
    Assert.That(report.Verdict, Is.EqualTo<Verdict> verdict, (fun () -> string report))

[<Test>]
let ``the architectures below use every word of the language`` () =
    let text =
        String.concat " " (Language.layers @ Language.activations @ Language.jumps)

    let used = set [ for word in Regex.Matches(text, "[A-Za-z]+") -> word.Value ]
    Assert.That(Vocabulary.Words |> Seq.filter (used.Contains >> not) |> Seq.toArray, Is.Empty)

type internal Cases =
    static member Layers = Language.layers
    static member Activations = Language.activations

[<TestCaseSource(typeof<Cases>, "Layers")>]
let ``every layer agrees with sampled networks`` (text: string) = check text |> shouldBe Verdict.Agrees

[<TestCaseSource(typeof<Cases>, "Activations")>]
let ``every activation agrees with sampled networks`` (text: string) =
    check $"dense(64) >> {text} >> dense(1)" |> shouldBe Verdict.Agrees

[<Test>]
let ``of activations with a jump the NNGP kernel is checked, and the report says so`` () =
    for text in Language.jumps do
        let report = check $"dense(64) >> {text} >> dense(1)"
        report |> shouldBe Verdict.Agrees
        Assert.That(report.Kernels.Count, Is.EqualTo 1)
        Assert.That(string report, Does.Contain "NTK is not checked")

let private options = VerificationOptions(Seed = 2)

let private against (text: string) (change: Matrix<float> -> Matrix<float> -> Matrix<float> * Matrix<float>) =
    let architecture = Language.parse text
    let kernel = architecture.Compile().EvaluateSymmetric x
    let nngp, ntk = change kernel.Nngp kernel.Ntk
    Verification.Check(architecture, x, nngp, ntk, options)

[<Test>]
let ``a kernel that is off by one percent is found`` () =
    let text = "dense(64) >> tanh >> dense(1)"
    against text (fun nngp ntk -> 1.01 * nngp, ntk) |> shouldBe Verdict.Disagrees
    against text (fun nngp ntk -> nngp, 0.99 * ntk) |> shouldBe Verdict.Disagrees

[<Test>]
let ``an NTK without its bias term is found`` () =
    let report =
        against "dense(64, sigmaB=0.3) >> relu >> dense(1, sigmaB=0.3)" (fun nngp ntk -> nngp, ntk - 0.09)

    report |> shouldBe Verdict.Disagrees
    Assert.That(report.Kernels[1].Verdict, Is.EqualTo<Verdict> Verdict.Disagrees)

[<Test>]
let ``dependent branches that are treated as independent are found`` () =
    // z + relu(z): the branches are correlated, E z relu(z) = a/2.
    let wrong (text: string) =
        let architecture = Language.parse text
        architecture.Compile().EvaluateSymmetric x

    let identity, relu =
        wrong "dense(64) >> dense(1)", wrong "dense(64) >> relu >> dense(1)"

    against "dense(64) >> residual(relu) >> dense(1)" (fun _ _ -> identity.Nngp + relu.Nngp, identity.Ntk + relu.Ntk)
    |> shouldBe Verdict.Disagrees

[<Test>]
let ``a kernel of numbers that are not finite disagrees`` () =
    against "dense(64) >> relu >> dense(1)" (fun nngp ntk -> nngp, ntk * nan)
    |> shouldBe Verdict.Disagrees

[<Test>]
let ``too few draws leave the verdict open, and tell how many would do`` () =
    let architecture = Language.parse "dense(64) >> relu >> dense(1)"

    let report draws =
        Verification.Check(architecture, x, draws = draws, tolerance = 0.03)

    let open' = report 500
    open' |> shouldBe Verdict.Undecided
    let needed = open'.DrawsToDecide.Value
    Assert.That(needed, Is.GreaterThan 500L)
    Assert.That(string open', Does.Contain "draws of these widths would decide")
    report (int (3L * needed)) |> shouldBe Verdict.Agrees

[<Test>]
let ``a width at which the expansion in its inverse fails leaves the verdict open`` () =
    // E (z³)² of a variance that itself fluctuates: the bias at width 8 exceeds the kernel.
    let architecture =
        Language.parse "dense(64) >> monomial(3) >> dense(64) >> monomial(3) >> dense(1)"

    let report = Verification.Check(architecture, x, draws = 2_000, width = 8)
    report |> shouldBe Verdict.Undecided
    Assert.That(string report, Does.Contain(Messages.WidthTooSmall(8, 16)))

[<Test>]
let ``widths are raised until the bias can be removed`` () =
    let architecture =
        Language.parse
            "dense(64) >> relu >> layerNorm >> tanh >> dense(64) >> product(dense(64), dense(64) >> gelu) >> dense(1)"

    let report =
        Verification.Check(architecture, x, width = 4, tolerance = 0.1, seed = 1)

    report |> shouldBe Verdict.Agrees
    Assert.That(report.Width, Is.GreaterThan 4)
    Assert.That(report.DeviationBound, Is.LessThanOrEqualTo 0.1)

[<Test>]
let ``time ends a check, which says what it excludes so far`` () =
    let clock = Diagnostics.Stopwatch.StartNew()

    let report =
        Verification.Check(
            Language.parse "dense(64) >> relu >> dense(1)",
            x,
            draws = Int32.MaxValue,
            tolerance = 1e-6,
            time = TimeSpan.FromSeconds 1.0
        )

    Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan 30.0)
    report |> shouldBe Verdict.Undecided
    Assert.That(report.DeviationBound, Is.InRange(1e-6, 1.0))
    Assert.That(string report, Does.Contain "What is drawn excludes deviations above")

[<Test>]
let ``a check tells how much of its draws or its time is used`` () =
    let told = ResizeArray<MonteCarloProgress>()

    let progress =
        { new IProgress<MonteCarloProgress> with
            member _.Report value = lock told (fun () -> told.Add value)
        }

    let check (time: TimeSpan) =
        Verification.Check(
            Language.parse "dense(64) >> relu >> dense(1)",
            x,
            draws = 3_000,
            tolerance = 1e-6,
            time = time,
            progress = progress
        )
        |> ignore

    check (TimeSpan.FromHours 1.0)
    let draws = [ for progress in told -> progress.Draws ]
    Assert.That((draws = List.sort draws), Is.True)
    Assert.That(List.last draws, Is.EqualTo 3_000L)
    Assert.That(told[told.Count - 1].Fraction, Is.EqualTo 1.0)
    told.Clear()
    check (TimeSpan.FromTicks 1L)
    Assert.That(told[0].Fraction, Is.EqualTo 1.0)
    Assert.That(told[0].Draws, Is.LessThan 2_000L)

[<Test>]
let ``settings out of range are refused`` () =
    let refusal (check: Architecture -> VerificationReport) =
        let error =
            Assert.Throws<NtkDslException>(Action(fun () -> check (Language.parse "dense(1)") |> ignore))

        (nonNull error).Message

    Assert.That(refusal (fun net -> Verification.Check(net, x, tolerance = 0.0)), Is.EqualTo(Messages.BadTolerance 0.0))

    Assert.That(
        refusal (fun net -> Verification.Check(net, x, significance = 1.0)),
        Is.EqualTo(Messages.BadSignificance 1.0)
    )

    Assert.That(
        refusal (fun net -> Verification.Check(net, x, time = TimeSpan.Zero)),
        Is.EqualTo(Messages.TimeNotPositive 0.0)
    )

/// χ² with 40 degrees of freedom is between 15 and 85, and their mean within 4.5/√40 of 0, with a probability of 0.9999 each.
[<TestCase("dense(64) >> relu >> dense(1)", 32)>]
[<TestCase("dense(64) >> tanh >> dense(64, init=orthogonal) >> tanh >> dense(1)", 64)>]
let ``z-scores over 40 seeds have mean 0 and variance 1`` (text: string, width: int) =
    let reports =
        [
            for seed in 1..40 -> Verification.Check(Language.parse text, x, draws = 250, width = width, seed = seed)
        ]

    for kernel in 0..1 do
        for entry in 0 .. reports[0].Kernels[kernel].Entries.Count - 1 do
            let scores =
                [ for report in reports -> report.Kernels[kernel].Entries[entry].ZScore ]

            Assert.That(List.sumBy (fun z -> z * z) scores, Is.InRange(15.0, 85.0), $"{kernel}, {entry}")
            Assert.That(abs (List.sum scores) / sqrt 40.0, Is.LessThan 4.5, $"{kernel}, {entry}")

[<Test>]
let ``the bias of a deep network is estimated and removed`` () =
    let text = "dense(64) >> tanh >> dense(64) >> tanh >> dense(64) >> tanh >> dense(1)"
    let report = check text
    report |> shouldBe Verdict.Agrees

    let bias =
        report.Kernels[0].Entries
        |> Seq.map (fun entry -> abs entry.Bias / entry.Scale)
        |> Seq.max

    Assert.That(bias, Is.GreaterThan 0.005)

[<Test>]
let ``reports do not depend on the number of threads`` () =
    let report (threads: int) =
        Verification.Check(Language.parse "dense(64) >> relu >> dense(1)", x, draws = 300, threads = threads)

    Assert.That(string (report 1), Is.EqualTo(string (report 3)))

[<Test>]
let ``free parameters are bound in formula and network alike`` () =
    let bindings = Collections.Generic.Dictionary(dict [ "s", 1.3; "a", 0.2 ])
    let architecture = Language.parse "dense(64, sigmaW=s) >> leakyRelu(a) >> dense(1)"

    Verification.Check(architecture, x, tolerance = 0.03, bindings = bindings)
    |> shouldBe Verdict.Agrees
