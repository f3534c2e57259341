/// Closed forms of piecewise linear functions with knots anywhere: ramps, steps and clipped lines with thresholds.
module NtkDsl.Tests.Laws.ThresholdLaws

open System
open System.Globalization
open System.IO
open System.Text.Json
open NUnit.Framework
open NtkDsl
open NtkDsl.Symbolics
open NtkDsl.Tests.Given
open NtkDsl.Tests.Symbolics.Values

let private u = Lambda.Variable :> Expr
let private number (x: float) : Expr = Expr.op_Implicit x
let private ramp (s: float) = Expr.Relu(u - number s)
let private step (s: float) = Expr.Step(u - number s)

/// The functions of tests/oracle/thresholds.py.
let private functions =
    readOnlyDict
        [
            "ramp", ramp 1.0
            "ramp from below", ramp -0.75
            "far ramp", ramp 40.0
            "leaky", ramp 0.5 - number 0.25 * Expr.Relu(number 0.5 - u)
            "clip", u - ramp 1.0 + Expr.Relu(-u - number 1.0)
            "clipped ramp", Expr.Relu u - ramp 6.0
            "step", step 1.25
            "far step", step 20.0
            "leaky clip", number 0.125 * u + ramp -0.5 - ramp 2.0
            "strip", step -1.0 - step 1.0
            "two steps", step -0.5 + step 2.0 - number 1.0
        ]

type private Case =
    {
        F: string
        G: string
        Moments: (string * float) list
        Expected: float
        Size: float
    }

let private cases =
    use document =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(__SOURCE_DIRECTORY__, "..", "Reference", "thresholds.json")))

    [
        for case in document.RootElement.EnumerateArray() do
            let text (name: string) =
                string (case.GetProperty(name).GetString())

            let values =
                [
                    for value in (case.GetProperty "values").EnumerateArray() ->
                        Double.Parse(string (value.GetString()), CultureInfo.InvariantCulture)
                ]

            {
                F = text "f"
                G = text "g"
                Moments = List.zip [ "a"; "b"; "c"; "P"; "Q" ] (List.truncate 5 values)
                Expected = values[5]
                Size = values[6]
            }
    ]

let private pair =
    let moment name = Expr.Parameter name
    GaussianPair(moment "a", moment "b", moment "c", moment "P", moment "Q")

[<Test>]
let ``duals of thresholds have their digits, in the tails and where points meet`` () =
    let failures =
        [
            for case in cases do
                match Gaussian.ClosedForm(functions[case.F], functions[case.G], pair) with
                | null -> $"E {case.F}·{case.G} has no closed form"
                | closed ->
                    let actual = value case.Moments closed

                    if not (abs (actual - case.Expected) <= 1e-13 * case.Size) then
                        $"E {case.F}·{case.G} at {case.Moments}: {actual:R}, expected {case.Expected:R}, error {abs (actual - case.Expected) / case.Size:G2}"
        ]

    Assert.That(cases.Length, Is.GreaterThan 100)
    Assert.That(failures, Is.Empty, String.concat "\n" failures)

[<Test>]
let ``a point with itself and with its duplicate are the same number`` () =
    for name in functions.Keys do
        match Gaussian.ClosedForm(functions[name], functions[name], pair) with
        | null -> Assert.Fail name
        | closed ->
            let same =
                Gaussian.ClosedForm(functions[name], functions[name], GaussianPair.Same(Expr.Parameter "a"))

            let a = 1.7

            Assert.That(
                value [ "a", a; "b", a; "c", a; "P", 0.0; "Q", 4.0 * a ] closed,
                Is.EqualTo(value [ "a", a ] (nonNull same)).Within(4).Ulps,
                name
            )

[<Test>]
let ``without variance functions are constants`` () =
    for name in functions.Keys do
        let f = functions[name]
        let at0 = value [ "u", 0.0 ] f

        match Gaussian.ClosedForm(f, f, pair) with
        | null -> Assert.Fail name
        | closed ->
            for a, b in [ 0.0, 0.0; 0.0, 1e-300 ] do
                let actual = value [ "a", a; "b", b; "c", 0.0; "P", 0.0; "Q", 0.0 ] closed
                Assert.That(actual, Is.EqualTo(at0 * at0).Within(1e-15), name)

[<Test>]
let ``derivatives of duals by thresholds and moments are differences`` () =
    let t = Expr.Parameter "t"
    let k = Expr.Parameter "k"

    // Moments along a path: a, b and the correlation cos θ all follow k.
    let a, b = number 1.5 * k, number 0.5 + k
    let scale = Expr.Sqrt a * Expr.Sqrt b

    let along (rho: Expr) =
        GaussianPair(
            a,
            b,
            rho * scale,
            number 2.0 * (number 1.0 - rho) * scale,
            number 2.0 * (number 1.0 + rho) * scale
        )

    let shapes =
        [
            "ramp", Expr.Relu(u - t)
            "leaky", Expr.Relu(u - t) - number 0.25 * Expr.Relu(t - u)
            "clip", Expr.Relu(u + t) - Expr.Relu(u - number 2.0 * t)
            "step", Expr.Step(u - t)
        ]

    for nameF, f in shapes do
        for nameG, g in shapes do
            for rho in [ number 0.5 * k; number -0.9 * k; number 1.0 - number 1e-3 * k ] do
                match Gaussian.ClosedForm(f, g, along rho) with
                | null -> Assert.Fail $"{nameF}·{nameG}"
                | closed ->
                    for name in [ "t"; "k" ] do
                        let at x =
                            value [ "t", (if name = "t" then x else 0.6); "k", (if name = "k" then x else 0.8) ] closed

                        let x = if name = "t" then 0.6 else 0.8
                        let expected = derivative at x

                        let actual =
                            value [ "t", 0.6; "k", 0.8 ] (Derivative.Of(closed, Symbol.Parameter name))

                        Assert.That(actual, Is.EqualTo(expected).Within(1e-7), $"∂{name} E {nameF}·{nameG} at {rho}")

/// Equal, proportional, opposite and nearly equal points, and one that is 0.
let private points =
    [
        [| 0.3; -0.7 |]
        [| 0.3; -0.7 |]
        [| 0.9; -2.1 |]
        [| -0.3; 0.7 |]
        [| 0.3000001; -0.7 |]
        [| 0.0; 0.0 |]
        [| 0.8; 0.4 |]
    ]

[<Test>]
let ``gradients of kernels with thresholds are right where points meet`` () =
    let t = Expr.Parameter "t"

    let activations =
        [
            Activation.Define("ramp", fun u -> Expr.Relu(u - t))
            Activation.Define("clipped", fun u -> Expr.Relu(u + t) - Expr.Relu(u - number 2.0 * t))
            Activation.Define("leaky", fun u -> Expr.Relu(u - t) - number 0.25 * Expr.Relu(t - u))
        ]

    let parameters = [ "w", 1.25; "t", 0.5 ]

    let failures =
        [
            for activation in activations do
                for bias in [ ""; ", sigmaB=0.3" ] do
                    let kernel =
                        Architecture
                            .Parse($"dense(4, sigmaW=w{bias}) >> {activation.Name} >> dense(1)", [ activation ])
                            .Compile()

                    let bound =
                        parameters
                        |> List.fold (fun (kernel: Kernel) (name, value) -> kernel.Bind(name, value)) kernel

                    for kind, pair, diagonal in
                        [
                            KernelKind.Nngp, kernel.Nngp, kernel.NngpDiagonal
                            KernelKind.Ntk, kernel.Ntk, kernel.NtkDiagonal
                        ] do
                        let gradient = bound.EvaluateWithDerivatives(rows points, kind)

                        for name, at in parameters do
                            for i in 0 .. points.Length - 1 do
                                for j in 0..i do
                                    let differences x =
                                        let changed = Map.add name x (Map.ofList parameters)

                                        ReferenceEvaluator(points[i], points[j], changed)
                                            .Of(if i = j then diagonal else pair)

                                    let expected, actual = derivative differences at, gradient.Derivatives[name][i, j]

                                    if not (abs (actual - expected) <= 1e-7 * max 1.0 (abs expected)) then
                                        $"∂{kind}/∂{name} of {activation}{bias} at ({i}, {j}): {actual:R} is not {expected:R}"
        ]

    Assert.That(failures, Is.Empty, String.concat "\n" failures)
