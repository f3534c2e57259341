/// Random activations: every one that the vocabulary knows, with random arguments where it takes some.
module NtkDsl.Generators.Activations

open System
open System.Reflection
open FsCheck
open FsCheck.FSharp
open NtkDsl

/// Numbers with short names, positive and moderate: what every parameter of an activation accepts.
let number: Gen<Expr> =
    Gen.elements [ 1, 2; 1, 1; 2, 1; 3, 4; 1, 10; 5, 4 ]
    |> Gen.map (fun (p, q) -> Expr.Fraction(bigint p, bigint q))

let private asArgument value : obj | null = box value

let private argument (parameter: ParameterInfo) =
    if parameter.ParameterType = typeof<int> then
        Gen.choose (1, 4) |> Gen.map asArgument
    elif parameter.ParameterType = typeof<Expr[]> then
        Gen.choose (1, 4)
        |> Gen.bind (fun n -> Gen.arrayOfLength n number)
        |> Gen.map asArgument
    else
        number |> Gen.map asArgument

let private calls =
    [
        for entry in Vocabulary.Methods do
            if entry.Value.ReturnType = typeof<Activation> then
                entry.Value
    ]

let private invoke (method: MethodInfo) (arguments: (obj | null)[]) =
    nonNull (method.Invoke(null, arguments)) :?> Activation

let private call (method: MethodInfo) =
    method.GetParameters()
    |> Seq.map argument
    |> Gen.collectToSeq id
    |> Gen.map (Seq.toArray >> invoke method)

/// Analytic activations that grow at most linearly and are integrated in closed form.
let smooth =
    Gen.elements
        [
            Layers.Erf
            Layers.Sin
            Layers.Cos
            Layers.Gelu
            Layers.Gaussian
            Layers.Identity
        ]

/// The activations without arguments, and one sample of each of the others.
let all =
    let samples =
        calls
        |> List.map (fun method ->
            let values =
                method.GetParameters()
                |> Array.map (fun parameter ->
                    if parameter.ParameterType = typeof<int> then
                        asArgument 3
                    elif parameter.ParameterType = typeof<Expr[]> then
                        asArgument [| Expr.op_Implicit 1; Expr.op_Implicit 2; Expr.Fraction(1, 2) |]
                    else
                        asArgument (Expr.Fraction(3, 4)))

            invoke method values)

    [ yield! Vocabulary.Constants.Values; yield! samples ]

/// Whether the NTK exists without a surrogate gradient.
let hasNtk (activation: Activation) =
    activation.Name <> "sign" && activation.Name <> "step"

/// Any activation.
let any =
    Gen.oneof
        [
            Gen.elements (List.ofSeq Vocabulary.Constants.Values)
            Gen.elements calls |> Gen.bind call
        ]

/// Activations that grow at most linearly and are integrated in closed form.
let tame =
    Gen.elements
        [
            Layers.Relu
            Layers.Abs
            Layers.Erf
            Layers.Sin
            Layers.Cos
            Layers.Gelu
            Layers.Gaussian
            Layers.LeakyRelu(Expr.Fraction(1, 10))
            Layers.AbRelu(Expr.Fraction(-1, 2), 2)
            Layers.Identity
        ]

/// An activation with the derivative of another one.
let withSurrogate = Gen.map2 (fun (f: Activation) g -> f.WithSurrogate g) any any

/// Simpler activations: without the surrogate, then relu and identity.
let shrink (activation: Activation) : seq<Activation> =
    seq {
        match activation.Surrogate with
        | null -> ()
        | surrogate ->
            yield
                Vocabulary.Constants.Values
                |> Seq.tryFind (fun a -> a.Name = activation.Name)
                |> Option.defaultValue Layers.Relu

            yield surrogate

        for simpler in [ Layers.Identity; Layers.Relu ] do
            if simpler.Name <> activation.Name && activation.Name <> "identity" then
                yield simpler
    }
