/// The engine's short cuts for many points against the plain evaluation of a few.
module NtkDsl.Tests.Backends.EngineTests

open System
open System.Collections.Generic
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Symbolics
open NtkDsl.Tests.Given
open NtkDsl.Tests.Numerics.Near

let private generic count =
    let random = Random 11
    Array.init count (fun _ -> Array.init 5 (fun _ -> 2.0 * random.NextDouble() - 1.0))

let private norm x = sqrt (Array.sumBy (fun u -> u * u) x)

/// Generic points with a zero, a duplicate, a near-duplicate, a multiple and an opposite among them.
let private nasty count =
    let points = generic count
    points[3] <- Array.zeroCreate 5
    points[70] <- Array.copy points[7]
    points[71] <- points[7] |> Array.mapi (fun i u -> if i = 0 then u + 1e-9 else u)
    points[150] <- points[7] |> Array.map (fun u -> 1000.0 * u)
    points[151] <- points[7] |> Array.map (fun u -> -u)
    points

let private equalNorms count =
    generic count
    |> Array.map (fun x -> let n = norm x in x |> Array.map (fun u -> u / n))

/// The expectations over pairs in an expression.
let private expectations (root: Expr) =
    let seen = HashSet()

    let rec visit (node: Expr) =
        [
            if seen.Add node then
                match node with
                | :? Expectation as expectation when not (isNull expectation.Right) -> expectation
                | _ -> ()

                for argument in node.Arguments do
                    yield! visit argument
        ]

    visit root

/// Some of the points, the special ones among them.
let private some = [| 3; 7; 70; 71; 100; 150; 151; 199 |]

/// Asserts that entries among all points are those among some of them.
let private sameAmongSome tolerance (points: float[][]) text =
    let kernel = (parse text).Compile()
    let whole = kernel.EvaluateSymmetric points
    let few = kernel.EvaluateSymmetric(rows [ for i in some -> points[i] ])

    for all, part in [ whole.Nngp, few.Nngp; whole.Ntk, few.Ntk ] do
        for i in 0 .. some.Length - 1 do
            for j in 0 .. some.Length - 1 do
                let scale = sqrt (part[i, i] * part[j, j])

                Assert.That(
                    all[some[i], some[j]],
                    Is.EqualTo(part[i, j]).Within(tolerance * scale),
                    $"entry {some[i]}, {some[j]}"
                )

[<TestCase("dense(9) >> relu >> dense(1)")>]
[<TestCase("repeat(30, dense(9, sigmaW=sqrt(2)) >> relu) >> dense(1)")>]
[<TestCase("dense(9) >> leakyRelu(0.1) >> residual(dense(9) >> abs >> dense(9)) >> dense(1)")>]
[<TestCase("dense(9, parameterization=standard, bias=false) >> relu >> dense(1, bias=false)")>]
[<TestCase("dense(9) >> rectifiedMonomial(2) >> dense(1)")>]
let ``homogeneous networks collapse to a function of the angle`` (text: string) = sameAmongSome 1e-13 (nasty 200) text

[<TestCase("dense(9, sigmaB=0.3) >> relu >> dense(1)")>]
[<TestCase("repeat(3, dense(9, sigmaW=1.5, sigmaB=0.3) >> tanh) >> dense(1)")>]
[<TestCase("dense(9, parameterization=standard) >> gelu >> dense(1)")>]
let ``at equal norms every network does`` (text: string) =
    sameAmongSome 1e-13 (equalNorms 200) text

[<TestCase("dense(9, sigmaB=0.3) >> relu >> dense(9) >> relu >> dense(1)")>]
[<TestCase("dense(9, sigmaB=0.3) >> erf >> dense(1)")>]
[<TestCase("dense(9, sigmaB=0.3) >> relu >> layerNorm >> dense(9) >> relu >> dense(1)")>]
let ``tiles agree with single pairs`` (text: string) = sameAmongSome 1e-14 (nasty 300) text

[<Test>]
let ``rectangular blocks are parts of the square`` () =
    let kernel = (parse "dense(9, sigmaB=0.3) >> relu >> dense(1)").Compile()
    let points = nasty 300
    let whole = kernel.EvaluateSymmetric points

    let block =
        kernel.Evaluate(rows [ for i in 260..299 -> points[i] ], rows [ for i in 0..9 -> points[i] ])

    Assert.That(block.Nngp, Is.EqualTo(whole.Nngp.SubMatrix(260, 40, 0, 10)))
    Assert.That(block.Ntk, Is.EqualTo(whole.Ntk.SubMatrix(260, 40, 0, 10)))

/// The jump of sign meets a field that is 0 throughout: E δ(u)s′(v) does not exist for the zero vector, and for it alone.
[<Test>]
let ``what does not exist for one point is not a number, and the others are not touched`` () =
    let activation = Layers.Sign.WithSurrogate Layers.Tanh

    let kernel =
        Architecture.Sequence([ Layers.Dense 9; activation; Layers.Dense 9; activation; Layers.Dense 1 ]).Compile()

    let points = [ [| 0.0; 0.0 |]; [| 1.0; -2.0 |]; [| 1.0; -2.0 |]; [| 0.3; 0.5 |] ]
    let all = kernel.Evaluate(rows points, rows points).Ntk
    let nonzero = kernel.Evaluate(rows (List.tail points), rows (List.tail points)).Ntk
    Assert.That(all.Row 0, Is.All.NaN)
    Assert.That(all.SubMatrix(1, 3, 1, 3), Is.EqualTo nonzero)
    Assert.That(nonzero.Enumerate(), Is.All.Matches(Predicate Double.IsFinite))

/// Derivatives by the variances of x and of x′ among them.
[<TestCase("dense(4, sigmaW=w) >> tanh >> dense(4, sigmaW=0.9, sigmaB=b) >> softplus >> dense(1)")>]
[<TestCase("dense(4, sigmaW=w, sigmaB=b) >> elu >> dense(1)")>]
let ``derivatives of expectations follow from tables as they do from integrals`` (text: string) =
    let points = generic 40
    let kernel = (parse text).Compile().Bind("w", 1.3).Bind("b", 0.4)
    let parameters = dict [ "w", 1.3; "b", 0.4 ]

    for kind, formula in [ KernelKind.Nngp, kernel.Nngp; KernelKind.Ntk, kernel.Ntk ] do
        let gradient = kernel.EvaluateWithDerivatives(points, kind)

        for parameter in parameters.Keys do
            let derivative = formula.Derivative(Expr.Parameter parameter)

            for expectation in expectations derivative do
                Assert.That(expectation.Pair.A.Scope, Is.EqualTo Scope.Row)
                Assert.That(expectation.Pair.B.Scope, Is.EqualTo Scope.Column)

            for i, j in [ 7, 3; 30, 12 ] do
                let expected =
                    ReferenceEvaluator(points[i], points[j], parameters.AsReadOnly()).Of derivative

                gradient.Derivatives[parameter][i, j] |> relativelyNear 1e-11 expected

/// The gap behind a kink off zero is no polynomial in the angle where the kinks of nearly equal variables come together.
[<Test>]
let ``near-duplicates behind kinks off zero keep their digits before the next kink`` () =
    let network =
        Architecture.Sequence
            [
                Layers.Dense(8, 1.5, 0.1)
                hardTanh
                Layers.Dense 8
                Layers.Relu
                Layers.Dense 1
            ]

    let points = generic 12
    points[1] <- points[0] |> Array.mapi (fun i u -> if i = 0 then u + 1e-7 else u)
    points[3] <- points[2] |> Array.mapi (fun i u -> if i = 0 then u + 1e-3 else u)
    let kernel = network.Compile()
    let kernels = kernel.EvaluateSymmetric points

    for i, j in [ 1, 0; 3, 2; 9, 5 ] do
        let reference = ReferenceEvaluator(points[i], points[j])

        for values, formula in [ kernels.Nngp, kernel.Nngp; kernels.Ntk, kernel.Ntk ] do
            let expected = reference.Of formula
            values[i, j] |> relativelyNear 1e-13 expected
