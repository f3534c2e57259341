module NtkDsl.Tests.Sampling.FiniteWidthTests

open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Sampling

let private widths depth (n: int) = ResizeArray(List.replicate depth n)

[<TestCase(1, 20, 1.1500)>]
[<TestCase(2, 20, 1.3492)>]
let ``the second moment of the NTK at width 20`` (depth: int, n: int, expected: float) =
    Assert.That(FiniteWidth.ReluNtkSecondMoment(widths depth n), Is.EqualTo(expected).Within 5e-5)

[<TestCase(4, 16.07)>]
[<TestCase(8, 42.9)>]
let ``n times the relative variance at width 32`` (depth: int, expected: float) =
    Assert.That(32.0 * FiniteWidth.ReluNtkRelativeVariance(widths depth 32), Is.EqualTo(expected).Within(0.1).Percent)

[<Test>]
let ``the second moment is the double sum of the formula, for unequal widths too`` () =
    let widths = [ 7; 30; 12; 5 ]

    let term l m =
        widths
        |> List.mapi (fun k n -> 1.0 + (if min l m <= k && k < max l m then 1.0 else 5.0) / float n)
        |> List.reduce (*)

    let sum =
        List.sum
            [
                for l in 0..4 do
                    for m in 0..4 -> term l m
            ]

    Assert.That(FiniteWidth.ReluNtkSecondMoment(ResizeArray widths), Is.EqualTo(sum / 25.0).Within 1e-13)

[<Test>]
let ``wide networks follow the expansion in 1/n, and linear models do not fluctuate`` () =
    for depth in [ 1; 3; 10 ] do
        let l, n = float depth, 1_000_000
        let leading = 5.0 * l - 4.0 / 3.0 * l * (l + 2.0) / (l + 1.0)
        let variance = FiniteWidth.ReluNtkRelativeVariance(widths depth n)
        Assert.That(float n * variance, Is.EqualTo(leading).Within(0.01).Percent)

    Assert.That(FiniteWidth.ReluNtkRelativeVariance(widths 0 1), Is.Zero)

/// The relative variance of Θ(x, x) by Monte Carlo, with its standard error from independent batches of draws.
let private relativeVariance text =
    let draws, batches = 2_500, 16
    let x = Points.Of [| [| 0.8; -0.3; 0.5 |] |]

    let batch seed =
        let ntk =
            MonteCarlo.Estimate(Language.parse text, x, draws = draws, seed = seed).Ntk
            |> nonNull

        ntk.Mean[0, 0], float draws * ntk.StandardError[0, 0] ** 2.0

    let means, variances = List.init batches batch |> List.unzip

    let ratios =
        variances |> List.map (fun variance -> variance / List.average means ** 2.0)

    let mean = List.average ratios
    let spread = ratios |> List.sumBy (fun ratio -> (ratio - mean) ** 2.0)
    mean, sqrt (spread / float (batches * (batches - 1)))

[<TestCase(1)>]
[<TestCase(2)>]
let ``the relative variance at width 20 is that of finite networks`` (depth: int) =
    let mean, error =
        relativeVariance $"repeat({depth}, dense(20, sigmaW=sqrt(2)) >> relu) >> dense(1)"

    let z = (mean - FiniteWidth.ReluNtkRelativeVariance(widths depth 20)) / error
    Assert.That(abs z, Is.LessThan 4.0)
    // The test can tell the formula from exp(5β) − 1, with β = Σ 1/n.
    Assert.That(exp (5.0 * float depth / 20.0) - 1.0 - mean, Is.GreaterThan(10.0 * error))

[<Test>]
let ``a width of 0 is refused`` () =
    let refused () =
        FiniteWidth.ReluNtkSecondMoment(ResizeArray [ 3; 0 ]) |> ignore

    Assert.That(
        System.Action refused,
        Throws.TypeOf<NtkDslException>().With.Message.EqualTo(Messages.WidthNotPositive 0)
    )
