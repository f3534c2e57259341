/// The law suite that users run: it passes what is right and finds what is not.
module NtkDsl.Tests.FsCheck.LawTests

open NUnit.Framework
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Generators
open NtkDsl.Tests.Given

let private quick =
    { LawSettings.Default with
        Cases = 10
        Draws = 40_000
        Tolerance = 0.05
    }

let private stableSoftplus =
    Activation.define "stableSoftplus" (fun u -> Expr.Relu u + log (1.0 + exp -(abs u)))

/// Overflows for large u: a function that is right on paper only.
let private naiveSoftplus =
    Activation.define "naiveSoftplus" (fun u -> log (1.0 + exp u))

let private laws (activation: Activation) = Laws.ofActivationWith quick activation

let private violated (laws: Law list) =
    [
        for law in laws do
            match law.FindCounterexample() with
            | Some counterexample -> counterexample
            | None -> ()
    ]

/// Cases of `TestCaseSource`, as a user would write them.
type internal Cases =
    static member OfActivations =
        [
            Layers.Relu
            Layers.Erf
            Layers.Gelu
            Layers.Sign.WithSurrogate Layers.Erf
            stableSoftplus
        ]
        |> List.collect laws

    static member OfArchitecture =
        parse "dense(8) >> relu >> residual(dense(8) >> erf >> dense(8), scale=0.5) >> dense(1)"
        |> Laws.ofArchitectureWith quick

[<TestCaseSource(typeof<Cases>, "OfActivations")>]
let ``laws hold for activations`` (law: Law) = law.Check()

[<TestCaseSource(typeof<Cases>, "OfArchitecture")>]
let ``laws hold for an architecture`` (law: Law) = law.Check()

[<Test>]
let ``a function that overflows is found, with its smallest network and point`` () =
    let wide =
        { LawSettings.Default with
            LargestNorm = 1e4
        }

    match
        Laws.ofActivationWith wide naiveSoftplus
        |> List.filter (fun law -> law.Name = "kernels are finite")
        |> violated
    with
    | [ found ] ->
        Assert.That(found.Shrunk, Does.StartWith "dense(4) >> naiveSoftplus")
        Assert.That(found.Reason, Does.Contain "NaN")
        Assert.That(found.Shrinks, Is.GreaterThan 0)
    | others -> Assert.Fail $"{others}"

let private erfDual factor a b c =
    2.0 / System.Math.PI
    * asin (factor * c / sqrt ((1.0 + 2.0 * a) * (1.0 + 2.0 * b)))

[<Test>]
let ``a dual derived by hand is right or found wrong`` () =
    let claim dual = Laws.ofDualWith quick dual Layers.Erf
    claim (erfDual 2.0) |> Laws.check

    let message =
        try
            claim (erfDual 1.0) |> Laws.check
            "no law is violated"
        with :? LawViolationException as violation ->
            violation.Message

    Assert.That(message, Does.Contain "counterexample: a = 1, b = 1, ρ = 0.5")

[<Test>]
let ``C# sees the same laws`` () =
    let names (laws: Law seq) =
        laws |> Seq.map string |> String.concat "\n"

    Assert.That(names (Laws.OfActivation stableSoftplus), Is.EqualTo(names (Laws.ofActivation stableSoftplus)))
    let network = parse "dense(4) >> relu >> dense(1)"
    Assert.That(names (Laws.OfArchitecture network), Is.EqualTo(names (Laws.ofArchitecture network)))
    Laws.Check(Laws.OfDual(Layers.Erf, fun a b c -> erfDual 2.0 a b c))

[<Property(Arbitrary = [| typeof<NtkArbitraries> |], MaxTest = 20)>]
let ``registered generators serve properties``
    (network: Architecture)
    (points: Points)
    (activation: Activation)
    (moments: Moments)
    =
    let kernels = network.Compile().EvaluateSymmetric points

    kernels.Nngp.RowCount = points.Count
    && activation.Name <> ""
    // At |ρ| = 1 the two sides are equal but for rounding.
    && abs moments.C <= (1.0 + 1e-15) * sqrt (moments.A * moments.B)
