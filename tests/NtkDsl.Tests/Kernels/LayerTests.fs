module NtkDsl.Tests.Kernels.LayerTests

open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Given
open NtkDsl.Tests.Kernels.Compare
open NtkDsl.Tests.Numerics.Near

// Two ways to write one function have one kernel.
[<TestCase("dense(4) >> relu >> dense(4)",
           "dense(4) >> relu >> dense(4) >> residual(dense(4) >> tanh >> dense(4), scale=0)")>]
[<TestCase("dense(4)", "dense(4) >> residual(relu, scale=0)")>]
[<TestCase("dense(4) >> abRelu(1, 2) >> dense(1)", "dense(4) >> residual(relu) >> dense(1)")>]
[<TestCase("dense(4) >> relu >> dense(1)", "dense(4) >> relu >> relu >> dense(1)")>]
[<TestCase("dense(4) >> scale(2) >> dense(1)", "dense(4) >> sum(identity, identity) >> dense(1)")>]
[<TestCase("scale(2)", "sum(identity, identity)")>]
[<TestCase("dense(4) >> monomial(2) >> dense(1)", "dense(4) >> product(identity, identity) >> dense(1)")>]
[<TestCase("dense(4) >> monomial(3) >> dense(1)", "dense(4) >> product(identity, identity, identity) >> dense(1)")>]
[<TestCase("dense(4) >> identity >> dense(1)", "dense(4) >> sum(relu, scale(-1) >> relu >> scale(-1)) >> dense(1)")>]
[<TestCase("dense(4) >> abs >> dense(1)", "dense(4) >> sum(relu, scale(-1) >> relu) >> dense(1)")>]
[<TestCase("dense(4) >> rectifiedMonomial(2) >> dense(1)", "dense(4) >> relu >> monomial(2) >> dense(1)")>]
[<TestCase("dense(4) >> elu >> dense(1)",
           "dense(4) >> sum(scale(0.5) >> elu >> scale(2), elu, scale(0.5) >> elu >> scale(-2)) >> dense(1)")>]
[<TestCase("dense(4) >> gelu >> dense(1, sigmaW=0.5)", "dense(4) >> gelu >> scale(0.5) >> dense(1)")>]
[<TestCase("dense(4, sigmaW=2) >> tanh >> dense(1)", "dense(4) >> scale(2) >> tanh >> dense(1)")>]
[<TestCase("dense(4) >> relu >> dense(1)", "concat(dense(3) >> relu, dense(5) >> relu) >> dense(1)")>]
[<TestCase("dense(4) >> tanh >> dense(4) >> tanh >> dense(1)", "repeat(2, dense(4) >> tanh) >> dense(1)")>]
[<TestCase("denseNet(2, dense(3) >> relu) >> dense(1)",
           "concat(identity, dense(3) >> relu) >> concat(identity, dense(3) >> relu) >> dense(1)")>]
[<TestCase("dense(4) >> dropout(1) >> dense(1)", "dense(4) >> dense(1)")>]
[<TestCase("dense(4, sigmaB=0.5, bias=false) >> dense(1)", "dense(4) >> dense(1)")>]
[<TestCase("dense(4, sigmaW=2, init=orthogonal) >> relu >> dense(1)", "dense(4, sigmaW=2) >> relu >> dense(1)")>]
[<TestCase("shared(w, dense(4)) >> relu >> dense(1)", "dense(4) >> relu >> dense(1)")>]
[<TestCase("sum(shared(w, dense(4)), shared(w, dense(4))) >> dense(1)", "dense(4) >> scale(2) >> dense(1)")>]
[<TestCase("sum(shared(w, dense(4, sigmaB=1)) >> relu, shared(w, dense(4, sigmaB=1)) >> relu) >> dense(1)",
           "dense(4, sigmaB=1) >> relu >> scale(2) >> dense(1)")>]
[<TestCase("sum(scale(3) >> shared(w, dense(4)), scale(-1) >> shared(w, dense(4))) >> relu >> dense(1)",
           "scale(2) >> dense(4) >> relu >> dense(1)")>]
let ``two spellings of one function have one kernel`` (left: string, right: string) = equivalent left right

[<Test>]
let ``sum of a signal with itself has four times its kernels`` () =
    for inner in [ "dense(4)"; "dense(4) >> relu >> dense(4)"; "dense(4) >> tanh" ] do
        let once, twice =
            kernelsAt points inner, kernelsAt points $"{inner} >> sum(identity, identity)"

        sameMatrix 1e-14 (4.0 * once.Nngp) twice.Nngp
        sameMatrix 1e-14 (4.0 * once.Ntk) twice.Ntk

[<Test>]
let ``layer norm twice is layer norm once`` () =
    let points = points[..3]

    sameKernels
        1e-14
        (kernelsAt points "dense(4) >> layerNorm(epsilon=0) >> dense(1)")
        (kernelsAt points "dense(4) >> layerNorm(epsilon=0) >> layerNorm(epsilon=0) >> dense(1)")

[<Test>]
let ``a frozen network has no tangent kernel`` () =
    for text in
        [
            "dense(4, trainable=false) >> relu >> dense(1, trainable=false)"
            "repeat(3, dense(4, sigmaB=1, trainable=false, parameterization=standard) >> tanh) >> dense(1, trainable=false)"
            "dense(4, trainable=false) >> residual(shared(w, dense(4, trainable=false)) >> relu >> shared(w, dense(4, trainable=false)))"
        ] do
        Assert.That((parse text).Compile().Ntk, Is.EqualTo(Expr.op_Implicit 0: Expr), text)

[<Test>]
let ``a linear network of L + 1 layers has Θ = (L + 1) K`` () =
    for depth in [ 0; 1; 2; 7; 40 ] do
        let layers =
            String.concat " >> " (List.replicate (depth + 1) "dense(4, sigmaW=1.5)")

        let kernels = kernelsAt points layers
        sameMatrix 1e-13 (float (depth + 1) * kernels.Nngp) kernels.Ntk

[<Test>]
let ``shared weights correlate what sees different inputs`` () =
    // g₁ = Wx and g₂ = W relu(h) + … share W: E g₁g₂ = σ² E x_i relu(h_i), 0 only because h has mean 0 given x.
    let kernel =
        (parse "sum(shared(w, dense(4, sigmaB=0.5)), scale(-2) >> shared(w, dense(4, sigmaB=0.5)))").Compile()
    // Wx + b − 2Wx + b = −Wx + 2b
    let result = kernel.EvaluateSymmetric points
    let gram = Matrix.Build.DenseOfRowArrays points |> fun x -> x * x.Transpose() / 3.0
    sameMatrix 1e-14 (gram + 4.0 * 0.25) result.Nngp
    sameMatrix 1e-14 (gram + 4.0 * 0.25) result.Ntk

[<Test>]
let ``a bias from zero is trained but adds no variance`` () =
    let zero, gaussian =
        kernelsAt points "dense(4, sigmaB=0.5, biasInit=zero)", kernelsAt points "dense(4)"

    sameMatrix 1e-14 gaussian.Nngp zero.Nngp
    sameMatrix 1e-14 (gaussian.Ntk + 0.25) zero.Ntk

[<Test>]
let ``the tangent kernel is the sum over layers, each with its own learning rate`` () =
    let only k =
        let rates =
            [
                for l in 1..3 -> if l = k then "" else ", learningRate=0, biasLearningRate=0"
            ]

        kernelsAt
            points
            $"dense(4, sigmaB=0.5{rates[0]}) >> relu >> dense(4, sigmaB=0.5{rates[1]}) >> erf >> dense(1{rates[2]})"

    let whole =
        kernelsAt points "dense(4, sigmaB=0.5) >> relu >> dense(4, sigmaB=0.5) >> erf >> dense(1)"

    sameMatrix 1e-14 whole.Ntk ((only 1).Ntk + (only 2).Ntk + (only 3).Ntk)

[<Test>]
let ``a concatenation splits into groups however its parts are ordered`` () =
    let left =
        (parse "sum(concat(identity, dense(4) >> relu), concat(dense(4) >> relu, identity)) >> dense(1)").Compile 3

    let values = left.EvaluateSymmetric points
    let one = kernelsAt points "dense(4) >> relu"
    let gram = Matrix.Build.DenseOfRowArrays points |> fun x -> x * x.Transpose() / 3.0
    // Channels 1 to 3 and 5 to 7 are x + relu(h), channel 4 is relu(h) + relu(h′); relu(h) has mean √(a/2π).
    let mean =
        Vector.Build.Dense(points.Length, fun i -> sqrt (gram[i, i] / (2.0 * System.Math.PI)))

    let coordinate = Vector.Build.Dense(points.Length, fun i -> Array.average points[i])
    let mixed = coordinate.OuterProduct mean

    let expected =
        (6.0 * (gram + one.Nngp + mixed + mixed.Transpose())
         + 2.0 * (one.Nngp + mean.OuterProduct mean))
        / 7.0

    sameMatrix 1e-13 expected values.Nngp

[<Test>]
let ``groups of unknown width are not mixed up`` () =
    let architecture =
        parse "sum(concat(identity, dense(4) >> relu), concat(dense(4) >> relu, identity)) >> dense(1)"

    let known = (architecture.Compile 3).EvaluateSymmetric points

    try
        sameKernels 1e-13 known (architecture.Compile().EvaluateSymmetric points)
    with :? NtkDslException as refusal ->
        Assert.That(refusal.Message, Does.Contain "features")

[<Test>]
let ``activations of the input may stand beside quadratures`` () =
    // (1/d)Σ tanh(x_i)tanh(y_i) from the raw input beside E tanh(u)tanh(v): both in one sum.
    let mixed =
        (parse "concat(tanh, dense(3) >> tanh) >> dense(1)").Compile(3).EvaluateSymmetric points

    let raw, deep =
        kernelsAt points "tanh >> dense(1)", kernelsAt points "dense(3) >> tanh >> dense(1)"

    sameMatrix 1e-12 ((raw.Nngp + deep.Nngp) / 2.0) mixed.Nngp

[<Test>]
let ``an activation may take more free parameters than fit a register file`` () =
    let names = [ for i in 1..20 -> $"a{i}" ]

    let many =
        Activation.Define(
            "many",
            fun u ->
                names
                |> List.map (fun name -> Expr.Tanh(Expr.Parameter name * u))
                |> List.reduce (+)
        )

    let kernel =
        (names, (Architecture.Sequence [ Layers.Dense 4; many; Layers.Dense 1 ]).Compile())
        ||> List.foldBack (fun name kernel -> kernel.Bind(name, 0.5))

    let expected =
        kernelsAt points "dense(4, sigmaW=0.5) >> tanh >> scale(20) >> dense(1)"

    sameMatrix 1e-12 expected.Nngp (kernel.EvaluateSymmetric points).Nngp
    sameMatrix 1e-12 expected.Nngp (kernel.Evaluate(points, points)).Nngp

// Series of Hermite polynomials for variances far apart were cut at different lengths, which cost up to 1e-10.
[<TestCase("tanh")>]
[<TestCase("swish")>]
[<TestCase("softplus")>]
[<TestCase("sum(gelu, tanh)")>]
let ``series hold for variances far apart`` (word: string) =
    let kernel = (parse $"dense(4) >> {word}").Compile()

    let points: float[][] =
        [|
            [| 0.1; 0.2 |]
            [| -0.5; 0.3 |]
            [| 2.0; 1.0 |]
            [| -3.0; 2.5 |]
            [| 4.0; -3.0 |]
        |]

    let values = kernel.EvaluateSymmetric(points).Nngp

    for i in 0 .. points.Length - 1 do
        for j in 0 .. i - 1 do
            let expected = ReferenceEvaluator(points[i], points[j]).Of kernel.Nngp
            values[i, j] |> near (2e-13 * sqrt (values[i, i] * values[j, j])) expected

/// sign(0) = 0 and step(0) = ½ in the kernel too, of a zero vector with itself, with another and with any vector.
[<TestCase("sign", 0.0)>]
[<TestCase("step", 0.25)>]
let ``a jump takes zero vectors to its value at 0`` (word: string, product: float) =
    let kernel = (parse $"dense(4) >> {word} >> dense(1)").Compile()
    let zeros, other = [| points[4]; points[4] |], [| points[0] |]

    Assert.That(
        kernel.EvaluateSymmetric(zeros).Nngp.Enumerate(),
        Is.EqualTo<float> [| product; product; product; product |]
    )

    Assert.That(kernel.Evaluate(zeros, zeros).Nngp.Enumerate(), Is.EqualTo<float>(Array.create 4 product))
    Assert.That(kernel.Evaluate(zeros, other).Nngp.Enumerate(), Is.EqualTo<float> [| product; product |])

/// Behind a bias that starts at 0 and is trained, a zero vector has a tangent kernel but no variance: the derivative at 0 decides.
[<TestCase("relu")>]
[<TestCase("abs")>]
[<TestCase("leakyRelu(0.2)")>]
[<TestCase("elu")>]
[<TestCase("selu")>]
[<TestCase("residual(sign) >> dense(4)")>]
[<TestCase("sign >> dense(4) >> cos")>]
let ``zero vectors have one kernel among themselves, that of finite networks`` (text: string) =
    let architecture = parse $"dense(4, sigmaB=1, biasInit=zero) >> {text} >> dense(1)"

    let kernel = architecture.Compile()
    let zeros = Points.Of [| Array.zeroCreate<float> 3; Array.zeroCreate<float> 3 |]
    let drawn = MonteCarlo.Estimate(architecture, zeros, draws = 4_000, width = 16)

    let agree (name: string) (exact: Matrix<float>) (sampled: KernelEstimate) =
        for entry in exact.Enumerate() do
            Assert.That(entry, Is.EqualTo(exact[0, 0]).Within(1e-14 * abs exact[0, 0]), name)

        let error = abs (exact[0, 0] - sampled.Mean[0, 0])

        Assert.That(
            error,
            Is.LessThanOrEqualTo(1e-12 + 5.0 * sampled.StandardError[0, 0] + 0.1 * abs exact[0, 0]),
            name
        )

    let values = kernel.EvaluateSymmetric zeros
    agree "K" values.Nngp drawn.Nngp

    if kernel.HasNtk then
        agree "Θ" values.Ntk (nonNull drawn.Ntk)

[<Test>]
let ``dropout acts on one example with itself alone`` () =
    let plain, dropped =
        kernelsAt points "dense(4) >> relu >> dense(1)",
        kernelsAt points "dense(4) >> relu >> dropout(0.25) >> dense(1)"

    for i in 0 .. points.Length - 1 do
        for j in 0 .. points.Length - 1 do
            let factor = if i = j then 4.0 else 1.0
            dropped.Nngp[i, j] |> near 1e-14 (factor * plain.Nngp[i, j])
            dropped.Ntk[i, j] |> near 1e-14 (factor * plain.Ntk[i, j])
