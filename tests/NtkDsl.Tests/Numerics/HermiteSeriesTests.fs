module NtkDsl.Tests.Numerics.HermiteSeriesTests

open System
open NUnit.Framework
open FsCheck
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Tests.Numerics.Near
open NtkDsl.Tests.Numerics.Functions

let private tolerance = 1e-14

let private coefficients (f: float -> float) sigma =
    let mutable tail = 0.0
    let a = HermiteSeries.Coefficients(f, sigma, tolerance, 1024, &tail)
    a, tail

[<Test>]
let ``agrees with the reference integral, within the tail``
    ([<Values("tanh", "tanh'", "sigmoid", "sigmoid'", "softplus", "swish", "swish'", "mish", "gelu", "gelu'")>] name:
        string)
    ([<Values(0.25, 1.0, 4.0)>] variance: float)
    =
    let f, sigma = byName name, sqrt variance
    let a, tail = coefficients f sigma
    let energy = GaussianIntegral.Mean((fun u -> f u * f u), sigma).Value
    Assert.That(tail, Is.LessThanOrEqualTo(tolerance * energy))

    for theta in [ 0.0; 0.1; 1.0; 2.0; 3.0; Math.PI ] do
        let expected = GaussianIntegral.Product(f, f, sigma, sigma, theta)

        HermiteSeries.Evaluate(a, a, cos theta)
        |> near (tail + 2e-15 * energy) expected.Value

[<Test>]
let ``different functions and scales`` () =
    let a, _ = coefficients tanh 0.5
    let b, _ = coefficients swish 1.5
    let expected = GaussianIntegral.Product(tanh, swish, 0.5, 1.5, 1.2)
    HermiteSeries.Evaluate(a, b, cos 1.2) |> near 2e-15 expected.Value

[<Property(MaxTest = 30)>]
let ``the exponential has coefficients exp(σ²/2) σⁿ/√n!`` (NormalFloat x) =
    let sigma = into 0.0 4.0 x
    let a, _ = coefficients exp sigma
    let scale = exp (sigma * sigma)
    let mutable expected = exp (0.5 * sigma * sigma)

    for n in 0 .. a.Length - 1 do
        a[n] |> near (3e-15 * scale) expected
        expected <- expected * sigma / sqrt (float (n + 1))

[<Test>]
let ``a Hermite polynomial is its own series`` () =
    let a, tail = coefficients (fun z -> (z * z * z - 3.0 * z) / sqrt 6.0) 1.0
    Assert.That(a.Length, Is.EqualTo 4)
    a[3] |> near 2e-15 1.0
    Assert.That(tail, Is.LessThan 1e-14)

[<Test>]
let ``the tail is honest where the series converges slowly`` () =
    // By Parseval Σ aₙ² = E f², so that the tail is the error at ρ = 1.
    for name, sigma in [ "tanh", 4.0; "tanh", 10.0; "relu", 1.0 ] do
        let f = byName name
        let a, tail = coefficients f sigma
        let expected = GaussianIntegral.Mean((fun u -> f u * f u), sigma).Value
        Assert.That(a.Length, Is.EqualTo 1024)
        HermiteSeries.Evaluate(a, a, 1.0) |> near (1.1 * tail + 1e-14) expected

[<Test>]
let ``constants, no variance, and values that are not finite`` () =
    let a, tail = coefficients (fun _ -> 2.0) 1.0
    Assert.That(a.Length, Is.EqualTo 1)
    a[0] |> near 1e-14 2.0
    Assert.That(tail, Is.LessThan 1e-13)
    let b, _ = coefficients cos 0.0
    b[0] |> near 1e-14 1.0
    let c, tail = coefficients (fun u -> if u > 1.0 then nan else u) 1.0
    Assert.That(tail, Is.NaN)
    Assert.That(HermiteSeries.Evaluate(c, c, 0.5), Is.NaN)
