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
    Assert.That(string open', Does.Contain "draws would decide")
    report (int (3L * needed)) |> shouldBe Verdict.Agrees

[<Test>]
let ``a width at which the expansion in its inverse fails leaves the verdict open`` () =
    // E (z³)² of a variance that itself fluctuates: the bias at width 8 exceeds the kernel.
    let architecture =
        Language.parse "dense(64) >> monomial(3) >> dense(64) >> monomial(3) >> dense(1)"

    let report = Verification.Check(architecture, x, draws = 4_000, width = 8)
    report |> shouldBe Verdict.Undecided
    Assert.That(string report, Does.Contain "try width 16")

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
