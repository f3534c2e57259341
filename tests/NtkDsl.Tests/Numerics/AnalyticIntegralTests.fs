module NtkDsl.Tests.Numerics.AnalyticIntegralTests

open System
open NUnit.Framework
open FsCheck
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Tests.Numerics.Near
open NtkDsl.Tests.Numerics.Functions

let private onGrid (f: float -> float) (g: float -> float) sigmaU sigmaV theta =
    AnalyticIntegral.Product(f, g, sigmaU, sigmaV, theta) |> Option.ofNullable

/// Where it settles, it is as near to the integral over panels as the two say that they are exact.
let private agrees name name' sigmaU sigmaV theta =
    let f, g = byName name, byName name'

    match onGrid f g sigmaU sigmaV theta with
    | None -> false
    | Some fast ->
        let slow = GaussianIntegral.Product(f, g, sigmaU, sigmaV, theta)
        Assert.That(fast.Error, Is.LessThan(4e-15 * fast.Magnitude))
        fast.Value |> near (fast.Error + slow.Error) slow.Value
        true

let private smooth =
    [
        "tanh"
        "tanh'"
        "sigmoid"
        "softplus"
        "swish"
        "swish'"
        "mish"
        "gelu"
        "gelu'"
        "erf"
        "erf'"
    ]

[<Test>]
let ``every smooth function is summed at unit variance`` ([<ValueSource(nameof smooth)>] name: string) =
    for theta in [ 0.0; 1e-8; 0.3; Math.PI / 2.0; 2.9; Math.PI ] do
        Assert.That(agrees name name 1.0 1.0 theta, $"{name} at {theta}")

[<Property(MaxTest = 60)>]
let ``what settles agrees with panels`` (NormalFloat x, NormalFloat y, NormalFloat z, first: int, second: int) =
    let name index =
        smooth[(index % smooth.Length + smooth.Length) % smooth.Length]

    agrees (name first) (name second) (exp (into -4.0 3.0 x)) (exp (into -4.0 3.0 y)) (angle z)
    |> ignore

[<Test>]
let ``kinks, jumps and wide Gaussians do not settle`` () =
    for f, sigma in
        [
            relu, 1.0
            step, 1.0
            elu, 1.0
            (fun u -> relu (u - 0.37)), 1.0
            tanh, 20.0
            tanh, 1000.0
        ] do
        for theta in [ 0.0; 0.7; Math.PI / 2.0 ] do
            Assert.That(onGrid f f sigma sigma theta, Is.EqualTo(None: Estimate option), $"{theta}")

/// A wave that is the same at all points of the longest step, and of a few of them: E cos² is 1/2, not 1 or 0.
[<Test>]
let ``waves that a grid cannot see are not mistaken`` () =
    for step in [ 0.52; 0.3; 0.17; 0.1; 0.058 ] do
        for harmonic in 1..20 do
            let wave u =
                cos (2.0 * Math.PI * float harmonic / step * u)

            match onGrid wave wave 1.0 1.0 0.0 with
            | Some estimate -> estimate.Value |> near 1e-12 0.5
            | None -> ()

[<Test>]
let ``values that grow beyond the rim, or are not finite, are left to panels`` () =
    let grows u = exp (6.0 * u)
    let breaks u = if u > 2.0 then nan else 1.0
    Assert.That(onGrid grows grows 1.0 1.0 0.4, Is.EqualTo(None: Estimate option))
    Assert.That(onGrid breaks tanh 1.0 1.0 0.4, Is.EqualTo(None: Estimate option))
    let vanishes _ = 0.0
    Assert.That(onGrid vanishes tanh 1.0 1.0 0.4, Is.EqualTo(None: Estimate option))

[<Test>]
let ``variances of 0 are constants`` () =
    match onGrid sigmoid sigmoid 0.0 1.0 0.4 with
    | Some estimate -> estimate.Value |> near 2e-15 0.25
    | None -> Assert.Fail "It does not settle."
