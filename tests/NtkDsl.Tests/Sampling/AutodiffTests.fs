module NtkDsl.Tests.Sampling.AutodiffTests

open System
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Sampling.Matrices

let private scalar x = traced (Matrix.Filled(1, 1, x))

let private value (x: Traced) = x.Value[0, 0]

let private forward (y: Traced) x =
    Autodiff.Jvp(y, [| x |], [| scalar 1.0 |])

let private reverse (y: Traced) x = (gradients y [ x ])[0]

/// All eight ways to nest the two modes three deep.
let private nestings =
    let modes = [ forward; reverse ]

    [
        for first in modes do
            for second in modes do
                for third in modes -> [ first; second; third ]
    ]

[<Test>]
let ``first, second and third derivatives have their known values, however the modes are nested`` () =
    let x = 0.8
    let density = exp (-0.5 * x * x) / sqrt (2.0 * Math.PI)
    let tanh' = 1.0 - tanh x ** 2.0

    let known: (string * (Traced -> Traced) * float list) list =
        [
            "x^4", (fun x -> Traced.Power(x, 4.0)), [ 4.0 * x ** 3.0; 12.0 * x * x; 24.0 * x ]
            "x x x", (fun x -> x .* x .* x), [ 3.0 * x * x; 6.0 * x; 6.0 ]
            "sin", Traced.Sin, [ cos x; -sin x; -cos x ]
            "exp", Traced.Exp, [ exp x; exp x; exp x ]
            "log", Traced.Log, [ 1.0 / x; -1.0 / (x * x); 2.0 / x ** 3.0 ]
            "sqrt", Traced.Sqrt, [ 0.5 * x ** -0.5; -0.25 * x ** -1.5; 0.375 * x ** -2.5 ]
            "tanh", Traced.Tanh, [ tanh'; -2.0 * tanh x * tanh'; tanh' * (6.0 * tanh x ** 2.0 - 2.0) ]
            "normal cdf", Traced.NormalCdf, [ density; -x * density; (x * x - 1.0) * density ]
            "relu", Traced.Relu, [ 1.0; 0.0; 0.0 ]
            "step", Traced.Step, [ 0.0; 0.0; 0.0 ]
        ]

    for name, f, expected in known do
        for nesting in nestings do
            let input = scalar x

            let derivatives =
                List.scan (fun y differentiate -> differentiate y input) (f input) nesting

            for actual, expected in List.zip (List.tail derivatives) expected do
                Assert.That(value actual, Is.EqualTo(expected).Within(1e-13), (fun () -> name))

[<Test>]
let ``an inner derivative does not take the outer variable for its own`` () =
    // d/dx (x d/dy (x y)) = d/dx (x²) = 2 x.
    for inner in [ forward; reverse ] do
        for outer in [ forward; reverse ] do
            let x, y = scalar 3.0, scalar 5.0
            Assert.That(value (outer (x .* inner (x .* y) y) x), Is.EqualTo 6.0)

[<Test>]
let ``the gradient and the Hessian of a quadratic form are exact`` () =
    let x, a, t = traced (normal 1 1 5), traced (normal 2 5 5), traced (normal 3 1 5)
    let form = Traced.Product(Traced.Product(x, a), x, transposeB = true)
    let gradient = reverse form x

    let symmetric y =
        (Traced.Product(y, a) .+ Traced.Product(y, a, transposeB = true)).Value

    gradient.Value |> shouldBeNear 1e-14 (symmetric x)

    Autodiff.Jvp(gradient, [| x |], [| t |]).Value
    |> shouldBeNear 1e-14 (symmetric t)

[<Test>]
let ``an input on which the output does not depend has derivative zero`` () =
    let x, y = traced (normal 1 2 3), traced (normal 2 4 5)

    for derivative in
        [
            Autodiff.Jvp(Traced.Exp x, [| y |], [| y |])
            reverse (Traced.Exp x) y
            reverse (Traced.Step x) x
        ] do
        Assert.That(maxAbs derivative.Value, Is.EqualTo 0.0)

[<Test>]
let ``intermediate results and their arguments can be inputs at once`` () =
    let x = scalar 0.4
    let y = Traced.Exp x

    gradients (y .* y .+ x) [ x; y ]
    |> Array.map value
    |> Array.iter2 (shouldBeClose 1e-14) [| 2.0 * exp 0.8 + 1.0; 2.0 * exp 0.4 |]

[<Test>]
let ``chains of many thousand operations do not exhaust the stack`` () =
    let x = scalar 1.0
    let y = Seq.fold (fun y _ -> y .+ x) x (seq { 1..50_000 })
    Assert.That(value (reverse y x), Is.EqualTo 50_001.0)

[<Test>]
let ``softplus neither overflows nor cancels`` () =
    Assert.That(value (Traced.Softplus(scalar -50.0)), Is.EqualTo(exp -50.0).Within(1e-14).Percent)
    Assert.That(value (Traced.Softplus(scalar 1000.0)), Is.EqualTo 1000.0)

[<Test>]
let ``tangents and cotangents of a wrong shape are refused`` () =
    let x = traced (normal 1 2 3)
    shouldRefuse (fun () -> Autodiff.Jvp(Traced.Exp x, [ x ], [ scalar 1.0 ])) "2 × 3 and a 1 × 1"
    shouldRefuse (fun () -> Autodiff.Vjp(Traced.Exp x, scalar 1.0, [ x ])) "2 × 3 and a 1 × 1"
