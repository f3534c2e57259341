/// Tables and grids of duals against the adaptive reference integrator, with which they share neither rule nor coordinates.
module NtkDsl.Tests.Backends.DualTests

open System
open System.Threading
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Symbolics
open NtkDsl.Tests.Given
open NtkDsl.Tests.Numerics.Near

/// The function of an activation, under an expectation.
let private functionOf (activation: Activation) =
    (Lambda.Lift(activation.Apply Lambda.Variable).ToTuple() |> fst)

let private nodes (activation: Activation) sigmas =
    DualNodes(functionOf activation, sigmas, [| for _ in sigmas -> [||] |])

let private smoothAndKinked: Activation list =
    [ Layers.Tanh; Layers.Gelu; Layers.Elu; Layers.Relu; Layers.Step ]

[<Test>]
let ``a grid is the integral for all pairs of its nodes``
    ([<ValueSource(nameof smoothAndKinked)>] activation: Activation)
    ([<Values(1e-6, 0.01, 1.0, Math.PI / 2.0, 3.1, Math.PI - 1e-6)>] theta: float)
    =
    let left, right =
        nodes activation [| 1e-3; 0.7; 2.0 |], nodes activation [| 0.4; 30.0 |]

    let grid = DualGrid.At(left, right, theta, CancellationToken.None)

    let scales =
        DualGrid.RootMeanSquares(left, CancellationToken.None), DualGrid.RootMeanSquares(right, CancellationToken.None)

    for i in 0..2 do
        for j in 0..1 do
            let exact =
                GaussianIntegral.Product(
                    left.At i,
                    right.At j,
                    left.Sigmas[i],
                    right.Sigmas[j],
                    theta,
                    [| 0.0 |],
                    [| 0.0 |]
                )

            grid[i, j]
            |> near ((fst scales)[i] * (snd scales)[j] * 2e-14 + exact.Error) exact.Value

[<Test>]
let ``means are those of the reference integrator`` ([<ValueSource(nameof smoothAndKinked)>] activation: Activation) =
    let side = nodes activation [| 0.05; 0.3; 1.0; 7.0; 200.0 |]

    for i, mean in Seq.indexed (DualGrid.Means(side, CancellationToken.None)) do
        let exact = GaussianIntegral.Mean(side.At i, side.Sigmas[i])
        mean |> near (2e-14 * exact.Magnitude) exact.Value

let private withoutClosedForm =
    [ "tanh"; "sigmoid"; "softplus"; "swish"; "mish"; "elu"; "selu"; "gelu" ]

/// Points of which one is zero, one a duplicate and one opposite, with squared norms up to 4 d.
let private points count =
    let random = Random 7

    Array.append
        [|
            [| 0.0; 0.0; 0.0 |]
            [| 1.0; -2.0; 0.5 |]
            [| 1.0; -2.0; 0.5 |]
            [| -1.0; 2.0; -0.5 |]
        |]
        (Array.init (count - 4) (fun i ->
            let x = Array.init 3 (fun _ -> random.NextDouble() - 0.5)
            let norm = sqrt (Array.sumBy (fun u -> u * u) x / 3.0)
            x |> Array.map (fun u -> u / norm * (0.2 + 1.8 * float i / float count))))

/// The entries of a few pairs, and how far they are from the reference evaluator.
let private errorsAgainstReference (kernel: Kernel) (points: float[][]) =
    let pair = kernel.EvaluateSymmetric points

    [
        for i, j in [ 1, 0; 2, 1; 3, 1; 30, 7; 59, 58; 45, 20 ] do
            let reference = ReferenceEvaluator(points[i], points[j])

            for formula, matrix in [ kernel.Nngp, pair.Nngp; kernel.Ntk, pair.Ntk ] do
                abs (matrix[i, j] - reference.Of formula) / sqrt (matrix[i, i] * matrix[j, j])
    ]

[<Test>]
let ``a table is accurate to 1e-12 at variances up to 4``
    ([<ValueSource(nameof withoutClosedForm)>] activation: string)
    =
    let kernel = (parse $"dense(9, sigmaB=0.1) >> {activation} >> dense(1)").Compile()
    Assert.That(errorsAgainstReference kernel (points 60), Is.All.LessThan 1e-12)

[<TestCase("dense(9) >> relu >> layerNorm >> tanh >> dense(1)")>]
[<TestCase("relu >> dense(9) >> elu >> dense(1)")>]
[<TestCase("dense(9, sigmaW=6) >> tanh >> dense(9, sigmaW=6) >> tanh >> dense(1)")>]
[<TestCase("dense(9) >> product(tanh, identity) >> residual(dense(9) >> selu >> dense(9)) >> dense(1)")>]
let ``so are compositions, whatever their functions depend on`` (text: string) =
    let generic = points 64 |> Array.skip 4
    Assert.That(errorsAgainstReference ((parse text).Compile()) generic, Is.All.LessThan 1e-12)

/// 64 points in clusters: neighbours differ by 1e-9 to 1e-2 in direction, in length, or in both.
let private clusters =
    [|
        for k in 0..15 do
            let centre = (points 64)[4 + 3 * k]
            let step = 10.0 ** (-9.0 + float (k % 8))
            centre
            centre |> Array.mapi (fun i u -> if i = 0 then u + step else u)
            centre |> Array.map (fun u -> u * (1.0 + step))
            centre |> Array.mapi (fun i u -> if i = 1 then -u - step else -u * (1.0 - step))
    |]

[<TestCase("dense(9, sigmaB=0.2) >> tanh >> dense(9) >> relu >> dense(1)")>]
[<TestCase("dense(9) >> erf >> dense(9) >> abs >> dense(1)")>]
[<TestCase("repeat(3, dense(9, sigmaB=0.2) >> selu) >> dense(1)")>]
[<TestCase("dense(9) >> relu >> layerNorm >> dense(9) >> relu >> dense(1)")>]
[<TestCase("dense(9) >> swish >> layerNorm >> dense(9) >> elu >> dense(1)")>]
[<TestCase("concat(dense(3) >> softplus, dense(6) >> gelu) >> dense(9) >> relu >> dense(1)")>]
let ``tables of gaps keep the digits of near-duplicates`` (text: string) =
    let kernel = (parse text).Compile()
    let pair = kernel.EvaluateSymmetric clusters

    for k in 0..15 do
        for i, j in [ 1, 0; 2, 0; 2, 1; 3, 0; 3, 2 ] do
            let i, j = 4 * k + i, 4 * k + j
            let reference = ReferenceEvaluator(clusters[i], clusters[j])

            for formula, matrix in [ kernel.Nngp, pair.Nngp; kernel.Ntk, pair.Ntk ] do
                let scale = sqrt (matrix[i, i] * matrix[j, j])
                matrix[i, j] |> near (1e-13 * scale) (reference.Of formula)

[<TestCase("dense(9) >> tanh >> dense(1)", 2)>]
[<TestCase("dense(9) >> tanh >> dense(1)", 6)>]
[<TestCase("dense(9, sigmaB=0.2) >> elu >> dense(1)", 60)>]
let ``the result tells how well it was integrated`` (text: string, count) =
    let pair =
        (parse text)
            .Compile()
            .EvaluateSymmetric(points 60 |> Array.skip 4 |> Array.truncate count |> List.ofArray |> rows)

    Assert.That(pair.QuadratureError, Is.GreaterThan(0.0).And.LessThan 1e-12)

[<Test>]
let ``a closed form has no error of quadrature`` () =
    let pair =
        (parse "dense(9) >> erf >> dense(9) >> relu >> dense(1)").Compile().EvaluateSymmetric(points 10)

    Assert.That(pair.QuadratureError, Is.Zero)

[<Test>]
let ``the largest error wins, and an unknown one over all`` () =
    let error = LargestError()

    for value in [ 1e-13; 1e-9; 1e-12 ] do
        error.Include value

    Assert.That(error.Value, Is.EqualTo 1e-9)
    error.Include nan
    error.Include 1.0
    Assert.That(error.Value, Is.NaN)

/// All points of a side, as variances.
let private pointsOf activation sigmas =
    DualPoints.ByVariance(nodes activation sigmas)

/// What is built for so many pairs, and the error that it tells.
let private build pairs (left: DualPoints) (right: DualPoints) =
    let mutable error = nan
    let dual = DualBuilder(left, right, CancellationToken.None).Build(pairs, &error)
    Option.ofObj dual |> Option.get, error

let private valueOf (dual: IDual) i j (theta: float) =
    let value = [| theta |]
    dual.Evaluate(value, i, j, Span value)
    value[0]

/// Asserts that points i and j at an angle have the value that nested quadrature gives.
let private agrees tolerance (left: DualPoints) (right: DualPoints) dual (i, j, theta) =
    let exact =
        GaussianIntegral.Product(
            left.All.At i,
            right.All.At j,
            left.All.Sigmas[i],
            right.All.Sigmas[j],
            theta,
            left.All.Kinks i,
            right.All.Kinks j
        )

    valueOf dual i j theta |> near (tolerance * exact.Magnitude) exact.Value

[<Test>]
let ``few pairs are left to the reference integrator`` () =
    let side = pointsOf Layers.Tanh [| 1.0; 2.0 |]
    Assert.That(DualBuilder(side, side, CancellationToken.None).Build(3L, ref nan), Is.Null)

[<TestCase(0.8)>]
[<TestCase(1e-6)>]
[<TestCase(1.5707)>]
[<TestCase(3.1)>]
let ``kinks off zero are met by a grid for each pair`` (theta: float) =
    let left, right =
        pointsOf hardTanh [| 0.5..0.01..2.0 |], pointsOf Layers.Softplus [| 0.5; 3.0 |]

    for other in [ left; right ] do
        let dual, error = build 10000L left other
        Assert.That(dual, Is.InstanceOf<DualPerPair>())
        Assert.That(error, Is.LessThan 1e-12)
        agrees 1e-13 left other dual (70, 1, theta)

[<Test>]
let ``what a table would blur is left to the reference integrator`` () =
    let jagged =
        Activation.Define(
            "jagged",
            Func<Expr, Expr>(fun u -> Expr.Tanh(Expr.op_Implicit 1000.0 * Expr.Sin(Expr.op_Implicit 50.0 * u)))
        )

    let side = pointsOf jagged [| 0.5..0.01..2.0 |]
    Assert.That(DualBuilder(side, side, CancellationToken.None).Build(10000L, ref nan), Is.Null)

[<Test>]
let ``a table interpolates in both variances and in the angle`` () =
    let left, right =
        pointsOf Layers.Selu [| 0.3..0.01..2.0 |], pointsOf Layers.Tanh [| 0.0..0.02..3.0 |]

    let dual, error = build 20000L left right
    Assert.That(dual, Is.InstanceOf<DualTable>())
    Assert.That(error, Is.LessThan 1e-13)

    for case in [ 0, 0, 1.0; 17, 3, 1e-9; 80, 99, 3.14; 170, 150, 2.2; 5, 120, 0.3 ] do
        agrees 1e-13 left right dual case

[<Test>]
let ``a table resolves the steep angles of wide Gaussians`` () =
    let side = pointsOf Layers.Tanh [| 17.0..0.1..31.0 |]
    let dual, error = build 10000L side side
    Assert.That(dual, Is.InstanceOf<DualTable>())
    Assert.That(error, Is.LessThan 5e-13)

    for case in [ 3, 120, 0.01; 90, 90, 1e-4; 50, 7, 3.12 ] do
        agrees 5e-13 side side dual case

[<Test>]
let ``a table for a range of variances serves all points in it`` () =
    let valueAt (sigmas: float[]) =
        let side = pointsOf Layers.Tanh sigmas
        valueOf (fst (build 64L side side)) (sigmas.Length - 1) 0 0.7

    Assert.That(valueAt [| 0.6; 1.9 |], Is.EqualTo(valueAt [| 0.6; 1.1; 1.2; 1.9 |]))

[<TestCase(1.0, 3.9, 0, 1)>]
[<TestCase(0.99, 4.0, -1, 2)>]
[<TestCase(1e-300, 1e300, -499, 499)>]
let ``variances are rounded outwards to powers of four`` (smallest: float, largest: float, low: int, high: int) =
    let range = VarianceRange.Of([| largest; 0.0; smallest |]).Value
    Assert.That(range, Is.EqualTo(VarianceRange(low, high, true)))
    let sample = range.Sample()
    Assert.That(sample[0], Is.Zero)
    Assert.That(sample[1], Is.EqualTo(Math.ScaleB(1.0, 2 * low)))
    Assert.That(sample[sample.Length - 1], Is.EqualTo(Math.ScaleB(1.0, 2 * high)))

[<Test>]
let ``variances that are all zero, or too extreme, have no range`` () =
    for variances in [ [| 0.0 |]; [| nan |]; [| 1.0; 1e308 |]; [| 1e-305 |] ] do
        Assert.That(VarianceRange.Of(variances).HasValue, Is.False)

[<Test>]
let ``an axis has the points themselves as nodes if they are few`` () =
    let axis = InterpolationAxis.Of(ReadOnlySpan [| 3.0; 0.0; 3.0; 5.0 |], 8)
    Assert.That(axis.IsExact)
    Assert.That(axis.Nodes, Is.EqualTo<float>([| 0.0; 3.0; 5.0 |]))
    Assert.That(axis.Interpolate [| 7.0; 8.0; 9.0 |], Is.EqualTo<float>([| 8.0; 7.0; 8.0; 9.0 |]))

[<Test>]
let ``an axis interpolates in the logarithm, with a node of its own for zero`` () =
    let values =
        Array.append [| 0.0 |] (Array.init 100 (fun i -> 0.1 * exp (0.02 * float i)))

    let axis = InterpolationAxis.Of(ReadOnlySpan values, 20)

    let f x =
        if x = 0.0 then -1.0 else 1.0 / (1.0 + x)

    Assert.That(axis.Nodes.Length, Is.EqualTo 21)

    for value, interpolated in Seq.zip values (axis.Interpolate(Array.map f axis.Nodes)) do
        interpolated |> near 1e-13 (f value)

[<TestCase(8, false)>]
[<TestCase(24, true)>]
let ``values at Chebyshev nodes tell whether they are enough`` (count, expected: bool) =
    let values = Array.init count (fun k -> exp (3.0 * Chebyshev.Node(k, count)))
    Assert.That(Chebyshev.IsResolved(values, 1e-13), Is.EqualTo expected)

[<Test>]
let ``Chebyshev coefficients give the function back`` () =
    let values = Array.init 24 (fun k -> exp (Chebyshev.Node(k, 24)))
    let coefficients = Chebyshev.Coefficients values

    for x in [ -1.0; -0.3; 0.0; 0.77; 1.0 ] do
        coefficients
        |> Seq.mapi (fun k c -> c * cos (float k * acos x))
        |> Seq.sum
        |> near 1e-14 (exp x)
