/// The exact numbers of the literature's systems, by formulas that share nothing with the recursion on fields.
module NtkDsl.Tests.Kernels.AcceptanceTests

open System
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Given
open NtkDsl.Tests.Numerics.Near

/// Two unit points (norm² = d) at a correlation.
let private pair rho : float[][] =
    [| [| sqrt 2.0; 0.0 |]; [| sqrt 2.0 * rho; sqrt (2.0 * (1.0 - rho * rho)) |] |]

let private entry text rho =
    let points = pair rho

    let kernels =
        (parse text).Compile().Evaluate(rows [ points[0] ], rows [ points[1] ])

    kernels.Nngp[0, 0], kernels.Ntk[0, 0]

let private diagonal text =
    let kernels = (parse text).Compile().EvaluateSymmetric(rows [ (pair 1.0)[0] ])
    kernels.Nngp[0, 0], kernels.Ntk[0, 0]

let private he depth =
    $"repeat({depth}, dense(8, sigmaW=sqrt(2)) >> relu) >> dense(1)"

[<TestCase(1, 0.5, 0.608997781044229, 0.942331114377563)>]
[<TestCase(2, 0.5, 0.683905650898706, 1.351479561123483)>]
[<TestCase(3, 0.5, 0.738128192301, 1.737844679215308)>]
[<TestCase(10, 0.5, 0.897646729807323, 4.108351526422748)>]
[<TestCase(50, 0.5, 0.988662613225747, 15.156318129664417)>]
[<TestCase(1, 0.0, 1.0 / Math.PI, 1.0 / Math.PI)>]
[<TestCase(2, -1.0, 1.0 / Math.PI, 1.0 / Math.PI)>]
let ``relu networks of He's variance`` (depth: int, rho: float, k: float, theta: float) =
    let actualK, actualTheta = entry (he depth) rho
    actualK |> relativelyNear 1e-12 k
    actualTheta |> relativelyNear 1e-12 theta

[<TestCase(1)>]
[<TestCase(10)>]
[<TestCase(1000)>]
let ``one point has Θ = (L + 1) K`` (depth: int) =
    let k, theta = diagonal (he depth)
    k |> relativelyNear 1e-13 1.0
    theta |> relativelyNear 1e-13 (float (depth + 1))

[<TestCase(2000)>]
let ``thousands of layers do not overflow the stack`` (depth: int) =
    let k, theta = diagonal (he depth)
    k |> relativelyNear 1e-12 1.0
    theta |> relativelyNear 1e-12 (float (depth + 1))

[<Test>]
let ``residual kernels with all layers trained`` () =
    // Branch V √2 relu(W h) with a stem of unit variance, α = 1/2, three blocks: the stem's Θ₀ = Σ₀.
    let text =
        "dense(8) >> repeat(3, residual(dense(8) >> relu >> dense(8, sigmaW=sqrt(2)), scale=0.5))"

    let k, theta = entry text 0.5
    k |> relativelyNear 1e-14 1.0961289222178974
    theta |> relativelyNear 1e-14 1.8707668057647167

[<TestCase(1, 0.4711655571887813, 1e-12)>]
[<TestCase(5, 0.46563, 1e-5)>]
let ``residual kernels with frozen ends return to the shallow one`` (depth: int, ratio: float, tolerance: float) =
    let text =
        $"dense(8, trainable=false) >> repeat({depth}, residual(dense(8) >> relu >> dense(8, sigmaW=sqrt(2)), scale=1/{depth}))"

    let _, theta = entry text 0.5
    let _, own = diagonal text
    theta / own |> near tolerance ratio

[<Test>]
let ``a deep chain of one-layer branches follows its differential equation`` () =
    // dΣ/ds = qκ₁, dΘ/ds = qκ₁ + κ₀Θ from Σ = Θ = 0.3; the error at depth L is 0.89/L and 1.79/L.
    let depth = 30

    let text =
        $"dense(8) >> repeat({depth}, residual(relu >> dense(8, sigmaW=sqrt(2)), scale=1/sqrt({depth})))"

    let k, theta = entry text 0.3
    float depth * (1.2278194420663568 - k) |> abs |> near 0.05 0.89
    float depth * (1.7782686631006908 - theta) |> abs |> near 0.1 1.79

/// A stem and blocks of one width: there concatenation is the sum form of Littwin et al. with α = 1.
let private denseNet blocks =
    $"dense(8, sigmaW=sqrt(2)) >> relu >> denseNet({blocks}, dense(8, sigmaW=sqrt(2)) >> relu) >> dense(1)"

[<Test>]
let ``dense nets of equal growth`` () =
    let k, theta = entry (denseNet 3) 0.5
    k |> relativelyNear 1e-14 0.6824884604948646
    theta |> relativelyNear 1e-14 1.3743981925816526

[<TestCase(1)>]
[<TestCase(3)>]
[<TestCase(20)>]
let ``dense nets at one point grow like harmonic numbers`` (blocks: int) =
    let k, theta = diagonal (denseNet blocks)
    let harmonic = Seq.sum [ for n in 1 .. blocks + 1 -> 1.0 / float n ]
    k |> relativelyNear 1e-13 1.0
    theta |> relativelyNear 1e-13 (1.0 + harmonic)

[<Test>]
let ``deep relu networks approach a quarter of the diagonal`` () =
    let _, theta = entry (he 1000) (cos 1.5)
    theta / 1001.0 |> near 1e-4 0.2533

/// E and Ė at (a, b, c) by an architecture whose first layer has that covariance: d = 2 coordinates and no scale.
let private dual word (a: float) (b: float) (c: float) =
    let x = [| sqrt (2.0 * a); 0.0 |]
    let y = [| sqrt 2.0 * c / sqrt a; sqrt (2.0 * (b - c * c / a)) |]

    let kernels =
        (parse $"dense(8, learningRate=1) >> {word}").Compile().Evaluate(rows [ x ], rows [ y ])

    kernels.Nngp[0, 0], kernels.Ntk[0, 0] / c

[<TestCase("tanh", 0.18632441320344778, 0.38474702844103714)>]
[<TestCase("sigmoid", 0.2714283256317049, 0.043190020462261516)>]
[<TestCase("softplus", 0.7800781652069433, 0.2714283256317049)>]
[<TestCase("swish", 0.1831696630881599, 0.3122796152935393)>]
[<TestCase("mish", 0.23521256257330148, 0.3927079848286752)>]
[<TestCase("gelu", 0.2272949150219915, 0.3422672424594431)>]
[<TestCase("erf", 0.21634689593878548, 0.45015815807855303)>]
[<TestCase("selu", 0.4905691283254751, 0.994459069051435)>]
let ``golden duals at a = b = 1, c = 1/2`` (word: string, e: float, derivative: float) =
    let actual, slope = dual word 1.0 1.0 0.5
    actual |> relativelyNear 1e-14 e |> ignore
    slope |> relativelyNear 2e-14 derivative

[<TestCase("tanh", 0.15237673126080803)>]
[<TestCase("swish", 0.1726332744129239)>]
let ``golden duals at a = 4, b = 1/4, c = 1/2`` (word: string, e: float) =
    let actual, _ = dual word 4.0 0.25 0.5
    actual |> relativelyNear 1e-13 e
