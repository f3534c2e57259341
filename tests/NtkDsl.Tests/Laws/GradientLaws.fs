/// Derivatives of K and Θ by parameters where two points meet, are proportional, opposite or nearly equal, or where one is 0.
module NtkDsl.Tests.Laws.GradientLaws

open System
open System.Collections.Generic
open System.Globalization
open System.IO
open System.Text.Json
open NUnit.Framework
open NtkDsl
open NtkDsl.Generators
open NtkDsl.Tests.Given
open NtkDsl.Tests.Symbolics.Values

/// The derivatives of K and Θ by one parameter.
type Slopes =
    {
        I: int
        J: int
        By: (string * float[]) list
    }

type Case =
    {
        Word: string
        HasBias: bool
        Slopes: Slopes list
    }

let private values = readOnlyDict [ "w", 0.75; "s", 0.5; "v", 1.25 ]

/// Differences of values in many digits: tests/oracle/gradients.py.
let private points, private cases =
    use document =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(__SOURCE_DIRECTORY__, "..", "Reference", "gradients.json")))

    let items (element: JsonElement) = List.ofSeq (element.EnumerateArray())

    let number (element: JsonElement) =
        Double.Parse(string (element.GetString()), CultureInfo.InvariantCulture)

    let slopes (element: JsonElement) =
        let get (name: string) = element.GetProperty name

        {
            I = (get "i").GetInt32()
            J = (get "j").GetInt32()
            By =
                [
                    for name in [ "w"; "s" ] do
                        if (get name).ValueKind <> JsonValueKind.Null then
                            name, get name |> items |> List.map number |> Array.ofList
                ]
        }

    let case (element: JsonElement) =
        {
            Word = string (element.GetProperty("word").GetString())
            HasBias = element.GetProperty("bias").GetBoolean()
            Slopes = element.GetProperty "slopes" |> items |> List.map slopes
        }

    document.RootElement.GetProperty "points"
    |> items
    |> List.map (fun row -> row |> items |> List.map _.GetDouble() |> Array.ofList),
    document.RootElement.GetProperty "cases" |> items |> List.map case

/// Differences of the values of the reference evaluator, which keep their digits where points meet.
let private byDifferences pair diagonal i j name =
    let at value =
        let changed = Dictionary values
        changed[name] <- value
        ReferenceEvaluator(points[i], points[j], changed).Of(if i = j then diagonal else pair)

    derivative at values[name]

let private network hasBias (word: string) =
    let sigmaB = if hasBias then ", sigmaB=s" else ""
    parse $"dense(4, sigmaW=w{sigmaB}) >> {word} >> dense(1, sigmaW=v)"

let private bound (architecture: Architecture) =
    let kernel = architecture.Compile()

    kernel.Parameters
    |> Seq.fold (fun (kernel: Kernel) name -> kernel.Bind(name, values[name])) kernel

[<Test>]
let ``derivatives are right where points meet, for every word of the language`` () =
    let failures =
        [
            for activation in Activations.all do
                for hasBias in [ false; true ] do
                    let word = string activation
                    let kernel = network hasBias word |> bound

                    let exact =
                        cases |> List.tryFind (fun case -> case.Word = word && case.HasBias = hasBias)

                    for order, kind, pair, diagonal in
                        [
                            yield 0, KernelKind.Nngp, kernel.Nngp, kernel.NngpDiagonal

                            if kernel.HasNtk then
                                yield 1, KernelKind.Ntk, kernel.Ntk, kernel.NtkDiagonal
                        ] do
                        // Twice, so that there are lanes for vector functions.
                        let gradient = kernel.EvaluateWithDerivatives(rows (points @ points), kind)

                        let expected =
                            match exact with
                            | Some case ->
                                [
                                    for slopes in case.Slopes do
                                        for name, derivatives in slopes.By ->
                                            slopes.I, slopes.J, name, derivatives[order], 1e-11
                                ]
                            // No closed form to differentiate in many digits; a few pairs, as integrals take their time.
                            | None ->
                                [
                                    for i, j in [ 1, 0; 3, 0; 5, 0; 6, 0; 7, 6 ] do
                                        for name in (if hasBias then [ "w"; "s" ] else [ "w" ]) do
                                            i, j, name, byDifferences pair diagonal i j name, 1e-8
                                ]

                        for i, j, name, expected, tolerance in expected do
                            for i in [ i; i + points.Length ] do
                                let actual = gradient.Derivatives[name][i, j]

                                if not (abs (actual - expected) <= tolerance * max 1.0 (abs expected)) then
                                    $"∂{kind}/∂{name} of {word}, bias {hasBias}, at ({i}, {j}): {actual:R} is not {expected:R}"
        ]

    Assert.That(failures, Is.Empty, String.concat "\n" failures)

[<TestCase("dense(4, sigmaW=w) >> relu >> dense(4, sigmaW=v) >> relu >> dense(1)")>]
[<TestCase("dense(4, sigmaW=w, sigmaB=s) >> relu >> dense(4, sigmaW=v, sigmaB=s) >> leakyRelu(0.1) >> dense(4) >> abs >> dense(1)")>]
[<TestCase("dense(4, sigmaW=w, sigmaB=s) >> erf >> dense(4, sigmaW=v) >> relu >> dense(1)")>]
[<TestCase("dense(4, sigmaW=w) >> residual(relu >> dense(4, sigmaW=v)) >> relu >> dense(1)")>]
[<TestCase("dense(4, sigmaW=w) >> gabor >> dense(4, sigmaW=v) >> erf >> dense(1)")>]
[<TestCase("dense(4, sigmaW=w, sigmaB=s) >> relu >> layerNorm >> dense(4, sigmaW=v) >> gelu >> dense(1)")>]
let ``derivatives behind several layers are limits of differences where points meet`` (text: string) =
    let kernel = parse text |> bound

    for kind, pair in [ KernelKind.Nngp, kernel.Nngp; KernelKind.Ntk, kernel.Ntk ] do
        let gradient = kernel.EvaluateWithDerivatives(rows points, kind)

        for name in kernel.Parameters do
            for i in 1 .. points.Length - 1 do
                for j in 0 .. i - 1 do
                    let expected = byDifferences pair pair i j name

                    Assert.That(
                        gradient.Derivatives[name][i, j],
                        Is.EqualTo(expected).Within(1e-7 * max 1.0 (abs expected)),
                        $"∂{kind}/∂{name} at ({i}, {j})"
                    )

[<Test>]
let ``second derivatives of smooth words are finite and right where points meet`` () =
    let isSmooth (activation: Activation) =
        Lambda(activation.Function, 0).KinkedArguments().Count = 0

    let w = Expr.Parameter "w" :?> Symbolics.Symbol

    let failures =
        [
            for activation in Activations.all |> List.filter isSmooth do
                for hasBias in [ false; true ] do
                    let kernel = (network hasBias (string activation)).Compile()

                    for name, formula in [ "K", kernel.Nngp; "Θ", kernel.Ntk ] do
                        let first = Derivative.Of(formula, w)
                        let second = Derivative.Of(first, w)

                        for i, j in [ 1, 0; 3, 0; 5, 0; 6, 0 ] do
                            let at value =
                                let changed = Dictionary values
                                changed["w"] <- value
                                ReferenceEvaluator(points[i], points[j], changed)

                            let actual = (at values["w"]).Of second
                            let expected = derivative (fun value -> (at value).Of first) values["w"]

                            if not (abs (actual - expected) <= 1e-7 * max 1.0 (abs expected)) then
                                $"∂²{name}/∂w² of {activation}, bias {hasBias}, at ({i}, {j}): {actual:R} is not {expected:R}"
        ]

    Assert.That(failures, Is.Empty, String.concat "\n" failures)

/// Without bias, opposite rows are one direction.
[<TestCase("erf", KernelKind.Ntk)>]
[<TestCase("erf", KernelKind.Nngp)>]
[<TestCase("gaussian", KernelKind.Nngp)>]
[<TestCase("relu", KernelKind.Ntk)>]
let ``equal, opposite and zero rows do not disable a fit`` (word: string, kind: KernelKind) =
    let x = [ -3.0; -1.9; -0.8; 0.0; 0.8; 1.9; 3.0; 3.0 ]

    let kernel =
        (parse $"dense(512, sigmaW=w) >> {word} >> dense(1, sigmaW=v)").Compile()

    let y =
        MathNet.Numerics.LinearAlgebra.Matrix<float>.Build.Dense(x.Length, 1, (fun i _ -> sin x[i]))

    let fit =
        GaussianProcess.Fit(kernel, rows [ for t in x -> [| t |] ], y, Ridge.Absolute 0.1, kind)

    Assert.That(fit.Starts |> Seq.forall (fun start -> start.Evaluations > 3), fit.Starts[0].Outcome)
