module NtkDsl.Tests.Sampling.TracedTests

open System.Collections.Generic
open NUnit.Framework
open FsCheck
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Tests.Sampling.Matrices

/// An operation, and inputs at which to test it.
type private Operation =
    {
        Name: string
        Apply: Traced list -> Traced
        Inputs: int -> Matrix list
    }

/// Entries at which kinks are no nearer than 0.2.
let private smooth seed rows columns =
    let m = normal seed rows columns

    entries m
    |> Array.map (fun z -> z + 0.2 * float (sign z))
    |> ofEntries rows columns

let private positive seed rows columns =
    let m = normal seed rows columns
    entries m |> Array.map (fun z -> 0.7 + abs z) |> ofEntries rows columns

let private unary name (f: Traced -> Traced) input =
    {
        Name = name
        Apply = List.head >> f
        Inputs = fun seed -> [ input seed 3 4 ]
    }

let private binary name (f: Traced -> Traced -> Traced) (m, n) (m', n') =
    {
        Name = name
        Apply = fun inputs -> f inputs[0] inputs[1]
        Inputs = fun seed -> [ normal seed m n; positive (seed + 1) m' n' ]
    }

let private product transposeA transposeB =
    let flip transposed shape =
        if transposed then (snd shape, fst shape) else shape

    binary
        $"product, transposed: {transposeA}, {transposeB}"
        (fun a b -> Traced.Product(a, b, transposeA, transposeB))
        (flip transposeA (3, 4))
        (flip transposeB (4, 5))

let private functions =
    [
        unary "step" Traced.Step smooth
        unary "sign" Traced.Sign smooth
        unary "relu" Traced.Relu smooth
        unary "abs" Traced.Abs smooth
        unary "exp" Traced.Exp smooth
        unary "log" Traced.Log positive
        unary "sin" Traced.Sin smooth
        unary "cos" Traced.Cos smooth
        unary "tanh" Traced.Tanh smooth
        unary "sigmoid" Traced.Sigmoid smooth
        unary "sqrt" Traced.Sqrt positive
        unary "reciprocal" Traced.Reciprocal positive
        unary "x^0" (fun x -> Traced.Power(x, 0.0)) smooth
        unary "x^3" (fun x -> Traced.Power(x, 3.0)) smooth
        unary "x^-0.5" (fun x -> Traced.Power(x, -0.5)) positive
        unary "erf" Traced.Erf smooth
        unary "normal density" Traced.NormalDensity smooth
        unary "normal cdf" Traced.NormalCdf smooth
        unary "softplus" Traced.Softplus smooth
    ]

let private arithmetic =
    [
        for transposeA in [ false; true ] do
            for transposeB in [ false; true ] do
                product transposeA transposeB
        for shape, shape' in
            [
                (3, 4), (3, 4)
                (3, 4), (1, 4)
                (3, 1), (3, 4)
                (1, 1), (3, 4)
                (3, 1), (1, 4)
            ] do
            binary $"{shape} + {shape'}" (fun x y -> x .+ y) shape shape'
            binary $"{shape} - {shape'}" (fun x y -> x .- y) shape shape'
            binary $"{shape} * {shape'}" (fun x y -> x .* y) shape shape'
            binary $"{shape} / {shape'}" (fun x y -> x ./ y) shape shape'
        binary "concat" (fun x y -> Traced.Concat [ x; y; x ]) (3, 4) (3, 2)
        unary "scale and shift" (fun x -> Traced.op_Subtraction (3.0, Traced.op_Addition (scale 2.0 x, 1.0))) smooth
        unary "negate" Traced.op_UnaryNegation smooth
        unary "sum of columns" Traced.SumColumns smooth
        unary "slice" (fun x -> Traced.Slice(x, 1, 2)) smooth
        unary "pad" (fun x -> Traced.Pad(x, 2, 7)) smooth
    ]

let private operations = functions @ arithmetic

/// The derivative of f along fixed directions, as an operation again.
let private along (directions: Matrix list) f inputs =
    Autodiff.Jvp(f inputs, inputs, List.map traced directions)

let rec private derivative order directions f =
    if order = 0 then
        f
    else
        derivative (order - 1) directions (along directions f)

let private centralDifference (f: Traced list -> Traced) inputs directions =
    let step = 1e-5

    let at s =
        (f (List.map2 (fun x t -> combine 1.0 x s t |> traced) inputs directions)).Value

    combine (0.5 / step) (at step) (-0.5 / step) (at -step)

let private directionsFor seed inputs =
    inputs |> List.mapi (fun i (x: Matrix) -> normal (seed + i) x.Rows x.Columns)

/// ⟨J t, u⟩ = ⟨t, Jᵀ u⟩.
let private shouldBeAdjoint f (inputs: Traced list) seed =
    let output: Traced = f inputs
    let u = normal seed output.Rows output.Columns
    let ts = directionsFor (seed + 1) [ for input in inputs -> input.Value ]
    let pushed = Autodiff.Jvp(output, inputs, List.map traced ts)
    let pulled = Autodiff.Vjp(output, traced u, inputs)
    let scale = 1.0 + maxAbs pushed.Value

    let left, right =
        inner pushed.Value u, Seq.sum (Seq.map2 (fun t (g: Traced) -> inner t g.Value) ts pulled)

    shouldBeClose 1e-11 0.0 ((left - right) / scale)

let names = [ for operation in operations -> operation.Name ]

[<TestCaseSource "names">]
let ``forward derivatives of order 1, 2 and 3 agree with central differences`` name =
    let operation = operations |> List.find (fun operation -> operation.Name = name)
    let inputs = operation.Inputs 10
    let directions = directionsFor 20 inputs

    for order in 1..3 do
        let numeric =
            centralDifference (derivative (order - 1) directions operation.Apply) inputs directions

        let exact = derivative order directions operation.Apply (List.map traced inputs)
        exact.Value |> shouldBeNear 1e-7 numeric

[<TestCaseSource "names">]
let ``reverse mode is the transpose of forward mode, for operations and their derivatives`` name =
    let operation = operations |> List.find (fun operation -> operation.Name = name)

    for seed in 1..10 do
        let inputs = operation.Inputs seed
        let directions = directionsFor (seed + 5) inputs

        for order in 0..2 do
            shouldBeAdjoint (derivative order directions operation.Apply) (List.map traced inputs) seed

/// One step of a random program on 3 × 4 matrices: a new one from two earlier ones.
let private steps: (Traced -> Traced -> Traced) list =
    [
        fun x _ -> Traced.Tanh x
        fun x _ -> Traced.Sin x
        fun x _ -> x .* Traced.Sigmoid x
        fun x _ -> Traced.Relu x
        fun x _ -> Traced.op_Subtraction (Traced.Softplus x, 0.7)
        fun x y -> Traced.Sigmoid x .* y
        fun x y -> scale 0.5 (x .+ y)
        fun x y -> x .- Traced.SumColumns y ./ traced (Matrix.Filled(1, 1, 3.0))
        fun x y -> Traced.Log(Traced.SumColumns(Traced.Exp(Traced.Tanh x))) .+ y
        fun x y -> Traced.Slice(Traced.Concat [ x; y ], 2, 4)
        fun x y -> scale 0.3 (Traced.Product(x, Traced.Product(y, x, transposeA = true)))
    ]

let private run (program: (int * int * int)[]) (inputs: Traced list) =
    let values = List<Traced> inputs

    for step, i, j in program do
        let pick k = values[abs (k % values.Count)]
        values.Add(steps[abs (step % steps.Length)] (pick i) (pick j))

    values[values.Count - 1]

let private programInputs seed =
    [ normal seed 3 4; normal (seed + 1) 3 4 ]

[<Property>]
let ``reverse mode is the transpose of forward mode for random programs`` (program: (int * int * int)[]) (seed: int) =
    shouldBeAdjoint (run program) (List.map traced (programInputs seed)) seed

[<Property>]
let ``Hessians of random programs are symmetric, forward over reverse`` (program: (int * int * int)[]) (seed: int) =
    let inputs = List.map traced (programInputs seed)
    let gradient = Traced.Concat(gradients (run program inputs) inputs)

    let hessianTimes directions =
        Autodiff.Jvp(gradient, inputs, List.map traced directions).Value

    let joined directions =
        (Traced.Concat(List.map traced directions)).Value

    let s, t =
        directionsFor (seed + 2) (programInputs seed), directionsFor (seed + 4) (programInputs seed)

    let hs, ht = hessianTimes s, hessianTimes t
    shouldBeClose 1e-11 0.0 ((inner hs (joined t) - inner ht (joined s)) / (1.0 + maxAbs hs))
