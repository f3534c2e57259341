module NtkDsl.Tests.Sampling.RowGradientsTests

open System
open System.Diagnostics
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Sampling.Matrices

let private dense (w: Traced) (b: Traced) (h: Traced) =
    scale (1.4 / sqrt (float h.Columns)) (Traced.Product(h, w)) .+ scale 0.3 (Traced.Repeat(b, h.Rows))

/// Standard normal weights and biases for layers of the given widths, layer after layer.
let private sample (stream: NormalStream) widths =
    [ for m, n in List.pairwise widths do
          traced (stream.Matrix(m, n))
          traced (stream.Matrix(1, n)) ]

let rec private mlp (activation: Traced -> Traced) parameters h =
    match parameters with
    | w :: b :: (_ :: _ as rest) -> dense w b h |> activation |> mlp activation rest
    | [ w; b ] -> dense w b h
    | _ -> invalidArg (nameof parameters) "a weight and a bias for each layer"

let private inputs seed = traced (normal seed 6 4)

/// One weight that is used twice, a third time transposed, and a gain for each channel.
let private sharing =
    let parameters = sample (NormalStream(1UL, 1UL)) [ 4; 5; 5; 2 ]

    let apply (x: Traced) =
        match parameters with
        | [ w1; b1; w2; b2; w3; b3 ] ->
            let shared = dense w2 b2 >> Traced.Tanh
            let h = dense w1 b1 x |> Traced.Tanh |> shared |> shared
            let tied = Traced.Product(h .* Traced.Repeat(b1, h.Rows), w2, transposeB = true)
            dense w3 b3 (h .+ scale 0.4 tied)
        | _ -> invalidOp "three layers"

    parameters, apply

let private networks =
    let parameters = sample (NormalStream(1UL, 0UL)) [ 4; 7; 9; 2 ]
    [ "tanh", (parameters, mlp Traced.Tanh parameters)
      "relu", (parameters, mlp Traced.Relu parameters)
      "shared weights", sharing ]

let private only (output: Traced) isOne =
    [| for i in 0 .. output.Rows - 1 do
           for j in 0 .. output.Columns - 1 -> if isOne i j then 1.0 else 0.0 |]
    |> ofEntries output.Rows output.Columns
    |> traced

let private rowGradients output channel parameters =
    RowGradients(output, only output (fun _ j -> j = channel), parameters)

/// The definition: the Jacobian of one output channel, one reverse pass for each row.
let private jacobian (output: Traced) channel parameters =
    [ for row in 0 .. output.Rows - 1 ->
          Derivative.Vjp(output, only output (fun i j -> i = row && j = channel), parameters) ]

let private contract (rates: float[]) jacobian jacobian' =
    [| for gradients: Traced[] in jacobian do
           for gradients': Traced[] in jacobian' ->
               Array.map3 (fun rate (g: Traced) (g': Traced) -> rate * inner g.Value g'.Value) rates gradients gradients'
               |> Array.sum |]
    |> ofEntries (List.length jacobian) (List.length jacobian')

[<Test>]
let ``the kernel from factors is the contraction of the Jacobians`` () =
    for _, (parameters, apply) in networks do
        let rates = Array.init parameters.Length (fun p -> 0.5 + float p)
        let f, f' = apply (inputs 2), apply (inputs 3)
        let expected = contract rates (jacobian f 0 parameters) (jacobian f' 1 parameters)
        let actual = (rowGradients f 0 parameters).Kernel(rowGradients f' 1 parameters, rates)
        actual.Value |> shouldBeNear 1e-13 expected

[<Test>]
let ``one example is a batch too`` () =
    let parameters, apply = sharing
    let f = apply (traced (normal 2 1 4))
    let gradients = rowGradients f 0 parameters
    let expected = contract (Array.create parameters.Length 1.0) (jacobian f 0 parameters) (jacobian f 0 parameters)
    gradients.Kernel(gradients).Value |> shouldBeNear 1e-13 expected

[<Test>]
let ``the kernel can be differentiated with respect to the parameters`` () =
    let parameters = sample (NormalStream(4UL, 0UL)) [ 4; 7; 9; 1 ]
    let directions = [ for p in parameters -> normal 9 p.Rows p.Columns ]

    let kernel parameters =
        let gradients = rowGradients (mlp Traced.Tanh parameters (inputs 2)) 0 parameters
        gradients.Kernel gradients

    let moved s = kernel (List.map2 (fun (p: Traced) t -> combine 1.0 p.Value s t |> traced) parameters directions)
    let difference = combine (0.5 / 1e-5) (moved 1e-5).Value (-0.5 / 1e-5) (moved -1e-5).Value
    let tangents = List.map traced directions
    Derivative.Jvp(kernel parameters, parameters, tangents).Value |> shouldBeNear 1e-7 difference

[<Test>]
let ``a parameter outside of a product is refused`` () =
    let x = inputs 2
    let gain = traced (normal 3 6 4)
    shouldRefuse (fun () -> RowGradients(x .* gain, Traced.Ones(6, 4), [| gain |])) "right factor"

/// Time of the kernel of 6 examples under a network with three hidden layers of width 32, normals included.
[<Test; NonParallelizable>]
let ``a draw of a small network's kernel takes well below a millisecond`` () =
    let x = inputs 1

    let draw index =
        let parameters = sample (NormalStream(2UL, uint64 index)) [ 4; 32; 32; 32; 1 ]
        let gradients = rowGradients (mlp Traced.Relu parameters x) 0 parameters
        gradients.Kernel(gradients).Value

    let time count =
        let clock = Stopwatch.StartNew()
        for index in 1..count do
            draw index |> ignore
        clock.Elapsed.TotalMicroseconds / float count

    let best = Seq.min [ for _ in 1..5 -> time 1000 ]
    TestContext.Out.WriteLine $"{best:F1} µs per draw"
    Assert.That(best, Is.LessThan 1000.0)
