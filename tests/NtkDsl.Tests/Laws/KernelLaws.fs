/// What holds for the kernels of every architecture.
module NtkDsl.Tests.Laws.KernelLaws

open System
open NUnit.Framework
open FsCheck
open FsCheck.FSharp
open FsCheck.NUnit
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Generators
open NtkDsl.Generators.Architectures
open NtkDsl.Tests.Given
open NtkDsl.Tests.Kernels.Compare
open NtkDsl.Tests.Numerics.Near

/// Networks, and nasty points with 3 features.
let private atNastyPoints networks count =
    Arb.zip (networks, Arb.fromGenShrink (Inputs.points 3 count, Inputs.shrinkPoints))
    |> Arb.filter (fun (_, points) -> points.Length > 0)

/// Networks, and generic points with 3 features.
let private atGenericPoints networks count =
    Arb.zip (networks, Arb.fromGenShrink (Inputs.genericPoints 3 count, Inputs.shrinkPoints))
    |> Arb.filter (fun (_, points) -> points.Length > 0 && Inputs.areGeneric points)

/// Smooth networks and networks of rectifiers at nasty points; mixed ones, which lose half the digits there, at generic ones.
let private networksAndPoints count =
    let all =
        [
            atNastyPoints smooth count
            atNastyPoints homogeneous count
            atGenericPoints tame count
        ]

    Arb.fromGenShrink (all |> List.map Arb.toGen |> Gen.oneof, (List.last all).Shrinker)

let private largest (matrix: Matrix<float>) =
    matrix.Enumerate() |> Seq.map abs |> Seq.max

/// The matrices that laws are about, by name.
let private both (kernels: KernelPair) = [ "K", kernels.Nngp; "Θ", kernels.Ntk ]

[<Property(MaxTest = 80)>]
let ``kernels are finite and symmetric`` () =
    Prop.forAll (networksAndPoints 5) (fun (network, points) ->
        for name, matrix in both (network.Compile().Evaluate(points, points)) do
            Assert.That(matrix.Enumerate(), Is.All.Matches(Predicate Double.IsFinite), name)

            for i in 0 .. points.Length - 1 do
                for j in 0 .. i - 1 do
                    let scale = sqrt (abs (matrix[i, i] * matrix[j, j]))
                    Assert.That(matrix[i, j], Is.EqualTo(matrix[j, i]).Within(1e-12 * scale), name))

[<Property(MaxTest = 80)>]
let ``kernels are positive semidefinite up to rounding`` () =
    Prop.forAll (networksAndPoints 6) (fun (network, points) ->
        for name, matrix in both (network.Compile().EvaluateSymmetric points) do
            let smallest = matrix.Evd(Symmetricity.Symmetric).EigenValues.Real() |> Seq.min
            Assert.That(smallest, Is.GreaterThanOrEqualTo(-1e-12 * (1e-300 + largest matrix)), name))

[<Property(MaxTest = 80)>]
let ``kernels satisfy the inequality of Cauchy and Schwarz`` () =
    Prop.forAll (networksAndPoints 5) (fun (network, points) ->
        for name, matrix in both (network.Compile().EvaluateSymmetric points) do
            for i in 0 .. points.Length - 1 do
                for j in 0 .. points.Length - 1 do
                    let bound = sqrt matrix[i, i] * sqrt matrix[j, j]
                    Assert.That(abs matrix[i, j], Is.LessThanOrEqualTo(bound * (1.0 + 1e-12)), $"{name}[{i},{j}]"))

/// A rotation in the first two of three coordinates, then in the last two.
let private rotate (points: float[][]) =
    points
    |> Array.map (fun x ->
        let c, s = cos 0.9, sin 0.9
        let y = [| c * x[0] - s * x[1]; s * x[0] + c * x[1]; x[2] |]
        [| y[0]; c * y[1] - s * y[2]; s * y[1] + c * y[2] |])

[<Property(MaxTest = 60)>]
let ``a rotation of all inputs changes nothing`` () =
    Prop.forAll (atGenericPoints tame 4) (fun (network, points) ->
        let kernel = network.Compile()
        sameKernels 1e-10 (kernel.EvaluateSymmetric points) (kernel.EvaluateSymmetric(rotate points)))

[<Property(MaxTest = 60)>]
let ``networks of rectifiers without biases are homogeneous`` () =
    Prop.forAll (atNastyPoints homogeneous 4) (fun (network, points) ->
        let kernel = network.Compile()
        let s, t = 0.25, 8.0

        let scaled factor =
            points |> Array.map (Array.map (fun x -> factor * x))

        let plain, stretched =
            kernel.Evaluate(points, points), kernel.Evaluate(scaled s, scaled t)

        sameMatrix 1e-14 (s * t * plain.Nngp) stretched.Nngp
        sameMatrix 1e-14 (s * t * plain.Ntk) stretched.Ntk)

[<Property(MaxTest = 80)>]
let ``tile programs compute what the reference evaluator does`` () =
    Prop.forAll (networksAndPoints 4) (fun (network, points) ->
        let kernel = network.Compile()

        let pairs, diagonal =
            kernel.Evaluate(points, points), kernel.EvaluateSymmetric points

        for i in 0 .. points.Length - 1 do
            for j in 0 .. points.Length - 1 do
                let evaluator = ReferenceEvaluator(points[i], points[j])

                let near (scale: Matrix<float>) (expected: float) (actual: float) =
                    let size = sqrt (abs scale[i, i]) * sqrt (abs scale[j, j])
                    Assert.That(actual, Is.EqualTo(expected).Within(1e-12 * size))

                if i = j then
                    near diagonal.Nngp (evaluator.Of kernel.NngpDiagonal) diagonal.Nngp[i, i]
                    near diagonal.Ntk (evaluator.Of kernel.NtkDiagonal) diagonal.Ntk[i, i]
                else
                    near diagonal.Nngp (evaluator.Of kernel.Nngp) pairs.Nngp[i, j]
                    near diagonal.Ntk (evaluator.Of kernel.Ntk) pairs.Ntk[i, j])

[<Property(MaxTest = 60)>]
let ``symmetric evaluation is evaluation off the diagonal, bit by bit`` () =
    Prop.forAll (networksAndPoints 5) (fun (network, points) ->
        let kernel = network.Compile()

        let pairs, symmetric =
            kernel.Evaluate(points, points), kernel.EvaluateSymmetric points

        for (_, whole), (name, half) in List.zip (both pairs) (both symmetric) do
            for i in 0 .. points.Length - 1 do
                for j in 0 .. i - 1 do
                    // Below the diagonal it is computed, above it is copied.
                    Assert.That(half[i, j], Is.EqualTo whole[i, j], name)
                    Assert.That(half[j, i], Is.EqualTo whole[i, j], name))

let private hasDropout (network: Architecture) = (string network).Contains "dropout"

let private isZero = Array.forall ((=) 0.0)

/// The zero vector is at angle 0 to itself and at π/2 to its duplicate, by convention, which a trained bias that starts at 0 makes visible.
let private itselfIsItsDuplicate networks =
    let cases =
        atNastyPoints (networks |> Arb.filter (hasDropout >> not)) 3
        |> Arb.filter (snd >> Array.exists (isZero >> not))

    Prop.forAll cases (fun (network, points) ->
        let points = points |> Array.filter (isZero >> not)
        let kernel = network.Compile()

        let pairs, symmetric =
            kernel.Evaluate(points, points), kernel.EvaluateSymmetric points

        for (_, whole), (name, half) in List.zip (both pairs) (both symmetric) do
            for i in 0 .. points.Length - 1 do
                Assert.That(whole[i, i], Is.EqualTo(half[i, i]).Within(1e-12 * half[i, i]), name))

[<Property(MaxTest = 60)>]
let ``without dropout an example of a network of rectifiers with itself is as with its duplicate`` () =
    itselfIsItsDuplicate homogeneous

[<Property(MaxTest = 60)>]
let ``without dropout an example of a smooth network with itself is as with its duplicate`` () =
    itselfIsItsDuplicate smooth

[<Property(MaxTest = 60)>]
let ``without dropout an example of any network with itself is as with its duplicate`` () = itselfIsItsDuplicate tame

// More rows than cores, more columns than a tile: what one row or column alone gives is what all together give. Where
// there is no closed form, a table is built for the set of points, so there the last bits depend on it.
[<TestCase("dense(4, sigmaB=0.1) >> relu >> residual(dense(4) >> tanh) >> dense(1)", 2e-14)>]
[<TestCase("dense(4) >> relu >> layerNorm >> dense(4) >> elu >> dense(1)", 2e-14)>]
[<TestCase("dense(4) >> relu >> layerNorm >> dense(4) >> gelu >> dense(1)", 0.0)>]
[<TestCase("repeat(5, dense(4, sigmaW=1.5) >> erf) >> dense(1)", 0.0)>]
let ``a value depends neither on the number of threads nor on the tiles`` (text: string, tolerance: float) =
    let random = Random 7

    let some count =
        Array.init count (fun _ -> Array.init 3 (fun _ -> 2.0 * random.NextDouble() - 1.0))

    let left, right = some 3, some 260
    let kernel = (parse text).Compile()
    let all = kernel.Evaluate(left, right)

    for i in 0 .. left.Length - 1 do
        let row = kernel.Evaluate(rows [ left[i] ], right)
        let column = kernel.Evaluate(left, rows [ right[255 + i] ])

        for (_, whole), (_, row), (_, column) in List.zip3 (both all) (both row) (both column) do
            sameMatrix tolerance (whole.SubMatrix(i, 1, 0, right.Length)) row
            sameMatrix tolerance (whole.SubMatrix(0, left.Length, 255 + i, 1)) column

[<Property(MaxTest = 60)>]
let ``a residual of scale 0 is the identity`` () =
    Prop.forAll (networksAndPoints 3) (fun (network, points) ->
        let branch =
            Layers.Residual(Architecture.Sequence [ network; Layers.Dense Width ], 0)

        let plain: Architecture =
            Architecture.Sequence [ Layers.Dense Width; Layers.Erf; Layers.Dense Width ]

        let with' = Architecture.Sequence [ plain; branch; Layers.Dense 1 ]
        let without = Architecture.Sequence [ plain; Layers.Dense 1 ]
        sameKernels 0.0 (without.Compile().EvaluateSymmetric points) (with'.Compile().EvaluateSymmetric points))

/// Derivatives of K and Θ by a weight scale, against differences of evaluations.
[<TestCase("dense(4, sigmaW=s) >> relu >> dense(1)")>]
[<TestCase("dense(4, sigmaB=s) >> relu >> dense(4, sigmaW=s) >> leakyRelu(s) >> dense(1)")>]
[<TestCase("dense(4, sigmaW=s, sigmaB=0.5) >> erf >> layerNorm(epsilon=s) >> dense(4) >> gelu >> dense(1)")>]
[<TestCase("dense(4, sigmaW=s) >> tanh >> dense(1)")>]
[<TestCase("dense(4, sigmaW=s) >> elu >> dense(4, sigmaB=s) >> swish >> dense(1, sigmaW=s)")>]
[<TestCase("dense(4) >> residual(tanh, scale=s) >> dense(1)")>]
[<TestCase("dense(4, sigmaB=0.5) >> rbf(s) >> dense(4) >> sin(1, s, 0.5) >> dense(1)")>]
[<TestCase("dense(4) >> relu >> dropout(s) >> dense(1, learningRate=s)")>]
[<TestCase("concat(dense(3, sigmaW=s) >> gabor, dense(2) >> rectifiedMonomial(2)) >> residual(dense(5, sigmaW=s) >> exp(s, 0.1) >> dense(5), scale=s) >> dense(1)")>]
let ``derivatives by a parameter are limits of differences`` (text: string) =
    let kernel = (parse text).Compile()
    let x, y = [| 0.3; -0.7; 1.1 |], [| 1.0; 0.5; -0.2 |]

    let at s =
        ReferenceEvaluator(x, y, readOnlyDict [ "s", s ])

    let symbol = Expr.Parameter "s" :?> Symbolics.Symbol

    for name, formula in
        [
            "K", kernel.Nngp
            "Θ", kernel.Ntk
            "K(x, x)", kernel.NngpDiagonal
            "Θ(x, x)", kernel.NtkDiagonal
        ] do
        let expected =
            NtkDsl.Tests.Symbolics.Values.derivative (fun s -> (at s).Of formula) 0.75

        let slope = (at 0.75).Of(Derivative.Of(formula, symbol))
        Assert.That(slope, Is.EqualTo(expected).Within(1e-7 * max 0.1 (abs expected)), $"∂{name}/∂s")

[<Test>]
let ``the tangent kernel of a surrogate gradient is not symmetric`` () =
    // Mathematics 2.10: Θ′ = K′ + σ² E[φ′(u)φ̃′(v)] Θ with the mixed dual (4αβ/π)/√((1+2α²a)(1+2β²b) − 4α²β²c²).
    let alpha, beta = 3.0, 1.0

    let steep =
        Activation.Define("steep", fun u -> Expr.Erf(Expr.op_Implicit alpha * u))

    let network =
        Architecture.Sequence [ Layers.Dense 4; steep.WithSurrogate Layers.Erf; Layers.Dense 1 ]

    let x, y = [| 0.3; -0.7; 1.1 |], [| 2.0; 0.5; -0.2 |]
    let kernel = network.Compile()
    Assert.That(kernel.NtkIsSymmetric, Is.False)
    let kernels = kernel.EvaluateSymmetric(rows [ x; y ])
    Assert.That(kernels.NtkIsSymmetric, Is.False)

    let dot p q =
        Array.fold2 (fun sum s t -> sum + s * t) 0.0 p q / 3.0

    let mixed a b c =
        4.0 * alpha * beta
        / Math.PI
        / sqrt (
            (1.0 + 2.0 * alpha * alpha * a) * (1.0 + 2.0 * beta * beta * b)
            - 4.0 * alpha * alpha * beta * beta * c * c
        )

    let points = [| x; y |]

    for i in 0..1 do
        for j in 0..1 do
            let a, b, c =
                dot points[i] points[i], dot points[j] points[j], dot points[i] points[j]

            kernels.Ntk[i, j] |> near 1e-14 (kernels.Nngp[i, j] + mixed a b c * c)

    Assert.That(kernels.Ntk[0, 1], Is.Not.EqualTo(kernels.Ntk[1, 0]).Within 1e-4)

[<Test>]
let ``sign with a surrogate has the tangent kernel of the limit`` () =
    // (4β/π)/√(2a + 4β²Δ²), finite on the diagonal.
    let kernels =
        (parse "dense(4) >> sign(surrogate=erf) >> dense(1)").Compile().EvaluateSymmetric points[..1]

    let dot p q =
        Array.fold2 (fun sum s t -> sum + s * t) 0.0 p q / 3.0

    for i in 0..1 do
        for j in 0..1 do
            let a, b, c =
                dot points[i] points[i], dot points[j] points[j], dot points[i] points[j]

            let mixed = 4.0 / Math.PI / sqrt (2.0 * a + 4.0 * max 0.0 (a * b - c * c))
            kernels.Ntk[i, j] |> near 1e-14 (kernels.Nngp[i, j] + mixed * c)
