module NtkDsl.Tests.Sampling.RowGradientsTests

open System.Diagnostics
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Sampling.Matrices

let private dense (w: Traced) (b: Traced) (h: Traced) =
    scale (1.4 / sqrt (float h.Columns)) (Traced.Product(h, w))
    .+ scale 0.3 (Traced.Repeat(b, h.Rows))

/// Standard normal weights and biases for layers of the given widths, layer after layer.
let private sample (stream: NormalStream) widths =
    [
        for m, n in List.pairwise widths do
            traced (stream.Matrix(m, n))
            traced (stream.Matrix(1, n))
    ]

let rec private mlp (activation: Traced -> Traced) parameters h =
    match parameters with
    | w :: b :: (_ :: _ as rest) -> dense w b h |> activation |> mlp activation rest
    | [ w; b ] -> dense w b h
    | _ -> invalidArg (nameof parameters) "a weight and a bias for each layer"

/// The second weight is used twice, and a third time transposed; the first bias is also a gain for each channel.
let private sharing parameters h =
    match parameters with
    | [ w1; b1; w2; b2; w3; b3 ] ->
        let shared = dense w2 b2 >> Traced.Tanh
        let h = dense w1 b1 h |> Traced.Tanh |> shared |> shared

        let tied = Traced.Product(h .* Traced.Repeat(b1, h.Rows), w2, transposeB = true)

        dense w3 b3 (h .+ scale 0.4 tied)
    | _ -> invalidArg (nameof parameters) "a weight and a bias for each of three layers"

let private networks: (Traced list -> Traced -> Traced) list =
    [ mlp Traced.Tanh; mlp Traced.Relu; sharing ]

let private parameters = sample (NormalStream(1UL, 0UL)) [ 4; 5; 5; 2 ]

let private inputs rows seed = traced (normal seed rows 4)

let private only (output: Traced) isOne =
    [|
        for i in 0 .. output.Rows - 1 do
            for j in 0 .. output.Columns - 1 -> if isOne i j then 1.0 else 0.0
    |]
    |> ofEntries output.Rows output.Columns
    |> traced

let private rowGradients output channel parameters =
    RowGradients(output, only output (fun _ j -> j = channel), parameters)

let private kernel channel parameters output =
    let gradients = rowGradients output channel parameters
    gradients.Kernel gradients

/// The definition: the Jacobian of one output channel, one reverse pass for each row.
let private jacobian (output: Traced) channel =
    [
        for row in 0 .. output.Rows - 1 ->
            Autodiff.Vjp(output, only output (fun i j -> i = row && j = channel), parameters)
    ]

let private contract (rates: float list) jacobian jacobian' =
    [|
        for gradients: Traced[] in jacobian do
            for gradients': Traced[] in jacobian' ->
                Seq.zip3 rates gradients gradients'
                |> Seq.sumBy (fun (rate, g, g') -> rate * inner g.Value g'.Value)
    |]
    |> ofEntries (List.length jacobian) (List.length jacobian')

[<Test>]
let ``the kernel from factors is the contraction of the Jacobians`` () =
    for network in networks do
        for rows in [ 6; 1 ] do
            let rates = parameters |> List.mapi (fun p _ -> 0.5 + float p)
            let f, f' = network parameters (inputs rows 2), network parameters (inputs 5 3)

            let actual =
                (rowGradients f 0 parameters).Kernel(rowGradients f' 1 parameters, rates)

            actual.Value
            |> shouldBeNear 1e-13 (contract rates (jacobian f 0) (jacobian f' 1))

[<Test>]
let ``frozen parameters do not count, also if all are frozen`` () =
    let f = sharing parameters (inputs 6 2)

    let w, b = parameters[2], parameters[3]

    (kernel 0 [ w; b ] f).Value
    |> shouldBeNear 1e-14 (combine 1.0 (kernel 0 [ w ] f).Value 1.0 (kernel 0 [ b ] f).Value)

    Assert.That(maxAbs (kernel 0 [] f).Value, Is.EqualTo 0.0)

[<Test>]
let ``the kernel can be differentiated with respect to the parameters`` () =
    let directions =
        parameters |> List.mapi (fun i p -> normal (9 + i) p.Rows p.Columns)

    for network in [ mlp Traced.Tanh; sharing ] do
        let kernel parameters =
            kernel 0 parameters (network parameters (inputs 6 2))

        let moved s =
            List.map2 (fun (p: Traced) t -> traced (combine 1.0 p.Value s t)) parameters directions
            |> kernel

        let step = 1e-5

        let difference =
            combine (0.5 / step) (moved step).Value (-0.5 / step) (moved -step).Value

        Autodiff.Jvp(kernel parameters, parameters, List.map traced directions).Value
        |> shouldBeNear 1e-8 difference

[<Test>]
let ``mean and fluctuation of the kernel of a narrow network are the exact ones`` () =
    // f = √(2/n) relu(x W₁/√d) W₂: E Θ = 2 |x|²/d for every width n, and E Θ² = (1 + 3/n) (E Θ)².
    let n, d, draws = 20, 4, 20_000
    let x = inputs 1 1
    let square = inner x.Value x.Value / float d

    let thetas =
        Array.init draws (fun draw ->
            let stream = NormalStream(6UL, uint64 draw)
            let w1, w2 = traced (stream.Matrix(d, n)), traced (stream.Matrix(n, 1))
            let h = Traced.Relu(scale (1.0 / sqrt (float d)) (Traced.Product(x, w1)))
            let f = scale (sqrt (2.0 / float n)) (Traced.Product(h, w2))
            (kernel 0 [ w1; w2 ] f).Value[0, 0] / (2.0 * square))

    thetas |> shouldAverage "mean" 1.0

    thetas
    |> Array.map (fun theta -> theta * theta)
    |> shouldAverage "second moment" (1.0 + 3.0 / float n)

[<Test>]
let ``a parameter that is not the right factor of a product of rows is refused`` () =
    let x, w = inputs 6 2, traced (normal 3 6 4)

    for output in
        [
            x .* w
            Traced.Product(w, x, transposeA = true)
            Traced.Product(x, w, transposeA = true)
        ] do
        let ones = Traced.Ones(output.Rows, output.Columns)
        shouldRefuse (fun () -> RowGradients(output, ones, [ w ])) "right factor"

/// The kernel of 6 examples under a network with three hidden layers of width 32, normal numbers included.
[<Test; NonParallelizable>]
let ``a draw of a small network's kernel takes well below a millisecond`` () =
    let x = inputs 6 1

    let draw index =
        let parameters = sample (NormalStream(2UL, uint64 index)) [ 4; 32; 32; 32; 1 ]
        kernel 0 parameters (mlp Traced.Relu parameters x)

    let microseconds draws =
        let clock = Stopwatch.StartNew()

        for index in 1..draws do
            draw index |> ignore

        clock.Elapsed.TotalMicroseconds / float draws

    let best = Seq.min [ for _ in 1..5 -> microseconds 1000 ]
    TestContext.Out.WriteLine $"{best:F1} µs per draw"
    Assert.That(best, Is.LessThan 1000.0)
