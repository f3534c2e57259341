/// What holds for the dual activation E f(u)g(v) of all activations, in closed form or not.
module NtkDsl.Tests.Laws.DualLaws

open System
open NUnit.Framework
open NtkDsl
open NtkDsl.Symbolics
open NtkDsl.Generators
open NtkDsl.Tests.Given
open NtkDsl.Tests.Symbolics.Values

let private u = Lambda.Variable :> Expr
let private number (n: int) : Expr = Expr.op_Implicit n

/// Moments a, b and correlation for a function with itself: unequal variances, and correlations up to both ends.
let private moments =
    [
        for a, b in [ 1.0, 1.0; 0.3, 1.7 ] do
            for rho in [ 0.5; -0.4; 0.999999; -0.999999; 1.0; -1.0 ] -> a, b, rho
    ]

/// Fewer moments for the many pairs of different functions.
let private mixedMoments = [ 0.3, 1.7, -0.6 ]

/// The value of an expression in the symbols of a Gaussian pair.
let private at (a: float, b: float, rho: float) (expression: Expr) =
    ReferenceEvaluator([| 1.0 |], [| 1.0 |], readOnlyDict [ "a", a; "b", b; "c", rho * sqrt a * sqrt b ]).Of expression

let private kinks (f: Expr) =
    if f.Contents.HasFlag Contents.Variable then
        Array.append [| 0.0 |] (Kinks.Of(Lambda(f, 0), [||], Integration.Reach))
        |> Array.distinct
    else
        [||]

let private asFunction (f: Expr) =
    let compiled = LambdaCompiler.Bind(Lambda(f, 0), [||])
    fun t -> compiled.Invoke t

/// E f(u)g(v) by the reference integral.
let private byQuadrature f g (a, b, rho) =
    GaussianIntegral.Product(asFunction f, asFunction g, sqrt a, sqrt b, acos rho, kinks f, kinks g).Value

/// √(E f² E g²), the scale of rounding errors.
let private size f g (a, b, _) =
    let second h variance =
        let at = asFunction h
        GaussianIntegral.Mean((fun t -> at t * at t), sqrt variance, kinks h).Value

    sqrt (second f a * second g b)

/// The functions that duals are taken of: activations, and their derivatives where these are functions.
let private functions =
    [
        for activation in Activations.all do
            yield string activation, activation.Apply u

            if Activations.hasNtk activation then
                yield $"{activation}′", Derivative.Of(activation.Apply u, Lambda.Variable)
    ]

/// Shapes that no activation of the vocabulary has, for the rules that would otherwise not be met.
let private more =
    [
        "1", number 1
        "step(−u)", Expr.Step(-u)
        "relu(−u)", Expr.Relu(-u)
        "3u − |u|", number 3 * u - Expr.Abs u
        "u³", Expr.Pow(u, 3)
        "e^(−u²/2) cos 2u", Expr.Exp(-(u * u) / number 2) * Expr.Cos(number 2 * u)
        "u² e^(−u²)", u * u * Expr.Exp(-(u * u))
        "Φ(2u)", Expr.NormalCdf(number 2 * u)
        "e^(u − 1)", Expr.Exp(u - number 1)
        "relu(u − 1)", Expr.Relu(u - number 1)
        "step(u + 1)", Expr.Step(u + number 1)
        "hard tanh", u - Expr.Relu(u - number 1) + Expr.Relu(-u - number 1)
    ]

let private duals =
    [
        let all = functions @ more

        for i in 0 .. all.Length - 1 do
            for j in i .. all.Length - 1 do
                let (nameF, f), (nameG, g) = all[i], all[j]

                match Gaussian.ClosedForm(f, g, GaussianPair.Symbolic) with
                | null -> ()
                | closed -> nameF, f, nameG, g, closed
    ]

[<Test>]
let ``closed forms are quadratures, for every pair of functions`` () =
    let failures =
        [
            for nameF, f, nameG, g, closed in duals do
                for point in (if f = g then moments else mixedMoments) do
                    let expected, actual = byQuadrature f g point, at point closed
                    let error = abs (actual - expected) / size f g point

                    // At correlation −1 and 1 a closed form may lose half its digits: c = √(ab) is not exact for its angle.
                    let _, _, rho = point
                    let tolerance = if abs rho > 0.99 then 1e-7 else 2e-12

                    if not (error <= tolerance) then
                        $"E {nameF}·{nameG} at {point}: {actual:R}, by quadrature {expected:R}, error {error:G2}"
        ]

    Assert.That(duals.Length, Is.GreaterThan 100)
    Assert.That(failures, Is.Empty, String.concat "\n" (List.truncate 30 failures))

[<Test>]
let ``every closed form is met by some pair of functions`` () =
    let delta = Function.Delta u
    let all = (functions @ more |> List.map snd) @ [ delta ]

    let terms =
        all
        |> List.collect (fun f -> [ for term in Basis.Expand f -> term.Function ])
        |> List.append all
        |> List.distinct

    for rule in DualRules.All do
        let met =
            terms
            |> List.exists (fun f ->
                terms
                |> List.exists (fun g -> not (isNull (box (rule.Apply.Invoke(f, g, GaussianPair.Symbolic))))))

        Assert.That(met, rule.Name)

[<Test>]
let ``means in closed form are quadratures`` () =
    let failures =
        [
            for name, f in functions @ more do
                for a in [ 0.3; 1.0; 4.0 ] do
                    match MeanRules.Apply(f, Expr.Parameter "a") with
                    | null -> ()
                    | closed ->
                        let expected = GaussianIntegral.Mean(asFunction f, sqrt a, kinks f).Value
                        let actual = value [ "a", a ] closed

                        if not (abs (actual - expected) <= 1e-13 * (1.0 + size f f (a, a, 0.0))) then
                            $"E {name} at {a}: {actual:R}, by quadrature {expected:R}"
        ]

    Assert.That(failures, Is.Empty, String.concat "\n" failures)

[<Test>]
let ``Price's theorem holds for every activation`` () =
    let failures =
        [
            for activation in Activations.all |> List.filter Activations.hasNtk do
                let f = activation.Apply u
                let dual = Gaussian.Expect(f, f, GaussianPair.Symbolic)
                let slope = Gaussian.ExpectDerivatives(f, f, GaussianPair.Symbolic)

                for a, b, rho in [ 1.0, 1.0, 0.5; 0.3, 1.7, -0.4 ] do
                    let expected =
                        derivative (fun t -> at (a, b, rho + 0.1 * t) dual) 0.0 / (0.1 * sqrt (a * b))

                    let actual = at (a, b, rho) slope
                    let scale = max 1.0 (abs expected)

                    if not (abs (actual - expected) <= 1e-9 * scale) then
                        $"{activation} at {(a, b, rho)}: {actual:R}, by differences {expected:R}"
        ]

    Assert.That(failures, Is.Empty, String.concat "\n" failures)

[<Test>]
let ``derivatives of activations are limits of differences`` () =
    for activation in Activations.all |> List.filter Activations.hasNtk do
        let f = activation.Apply u
        let slope = Derivative.Of(f, Lambda.Variable)

        for t in [ -1.3; -0.2; 0.4; 1.7 ] do
            let expected = derivative (fun s -> asFunction f s) t

            Assert.That(
                asFunction slope t,
                Is.EqualTo(expected).Within(1e-7 * max 1.0 (abs expected)),
                string activation
            )

/// Kernels are continuous where one of two points goes to 0 or both meet: nothing there may be 0/0.
[<Test>]
let ``every activation has finite kernels at nasty points`` () =
    let points: float[][] =
        [|
            [| 0.3; -0.7 |]
            [| 0.3; -0.7 |]
            [| -0.3; 0.7 |]
            [| 0.0; 0.0 |]
            [| 0.3000001; -0.7 |]
        |]

    for activation in Activations.all do
        let kernel =
            (Architecture.Sequence [ Layers.Dense 4; activation; Layers.Dense 1 ]).Compile()

        let kernels = kernel.EvaluateSymmetric points
        Assert.That(kernels.Nngp.Enumerate(), Is.All.Matches(Predicate Double.IsFinite), $"K of {activation}")
        Assert.That(kernel.HasNtk, Is.EqualTo(Activations.hasNtk activation), string activation)

        if kernel.HasNtk then
            Assert.That(kernels.Ntk.Enumerate(), Is.All.Matches(Predicate Double.IsFinite), $"Θ of {activation}")

/// Activations that grow faster than linearly: their kernels overflow with reason.
let private growing =
    [ "exp"; "monomial"; "rectifiedMonomial"; "hermite"; "polynomial" ]

let private nameIn names (activation: Activation) = List.contains activation.Name names

/// One entry of each kernel, as integrals over hundreds of orders of magnitude take their time.
let private existAt norm activations =
    let x, y = rows [ [| norm; 2.0 * norm |] ], rows [ [| norm; -norm |] ]

    let failures =
        [
            for activation in activations do
                let kernels =
                    (Architecture.Sequence [ Layers.Dense 4; activation; Layers.Dense 1 ]).Compile().Evaluate(x, y)

                if not (Double.IsFinite(kernels.Nngp.At(0, 0))) then
                    $"K of {activation}"

                if Activations.hasNtk activation && not (Double.IsFinite(kernels.Ntk.At(0, 0))) then
                    $"Θ of {activation}"
        ]

    Assert.That(failures, Is.Empty, String.concat ", " failures)

[<Test>]
let ``kernels exist at tiny norms`` () =
    Activations.all |> List.filter (nameIn growing >> not) |> existAt 1e-150

[<Test>]
let ``kernels exist at huge norms`` () =
    Activations.all |> List.filter (nameIn growing >> not) |> existAt 1e150

/// The functions are evaluated wedge by wedge: that in which u and v have given signs.
[<Test>]
let ``no activation comes near the number of values that an integral may take`` () =
    for name, f in functions do
        let f = asFunction f

        for a, b, theta in [ 1e4, 1e4, 1.3; 1e-6, 1e4, 0.02; 1.0, 1.0, 3.1 ] do
            let mutable sign = 0
            let counts = Array.zeroCreate 4

            let ofU u =
                sign <- if u > 0.0 then 1 else 0
                f u

            let ofV v =
                let wedge = (if v > 0.0 then 2 else 0) + sign
                counts[wedge] <- counts[wedge] + 1
                f v

            let estimate =
                GaussianIntegral.Product(ofU, ofV, sqrt a, sqrt b, theta, [| 0.0 |], [| 0.0 |])

            let where = $"{name} at {a}, {b}, {theta}"
            Assert.That(Array.max counts, Is.LessThan(GaussianIntegral.MaxValuesPerWedge * 2 / 3), where)
            Assert.That(estimate.Error, Is.LessThanOrEqualTo(2e-13 * estimate.Magnitude), where)
