module NtkDsl.Tests.Learning.LargeScaleTests

open System
open System.Threading
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Learning.Data

let many = normal 31 300 4

let targets =
    (many.Column(0).PointwiseMultiply(many.Column 1))
        .ToColumnMatrix()
        .Append(many.Column(2).PointwiseSin().ToColumnMatrix())

let noise = Ridge.Absolute 0.05
let exact = GaussianProcess.Condition(relu1, points many, targets, noise)
let test = points (normal 32 20 4)

let nystrom landmarks residual =
    NystromProcess.Condition(relu1, points many, targets, noise, landmarks, residualVariance = residual)

[<Test>]
let ``with all points as landmarks Nyström is exact, but for the variance that it leaves out`` () =
    let all = Landmarks.Uniform 300
    let expected, posterior = exact.Predict test, (nystrom all true).Predict test
    shouldBeNear 1e-7 expected.Mean posterior.Mean
    shouldBeNear 1e-7 expected.Covariance posterior.Covariance
    shouldBeNear 1e-7 (expected.Variance.ToColumnMatrix()) (posterior.Variance.ToColumnMatrix())
    let bare = (nystrom all false).Predict test
    shouldBeNear 1e-12 (bare.Covariance.Diagonal().ToColumnMatrix()) (bare.Variance.ToColumnMatrix())
    Assert.That((expected.Variance - bare.Variance).Minimum(), Is.GreaterThan -1e-9)
    Assert.That((expected.Variance - bare.Variance).Maximum(), Is.GreaterThan 1e-3)

[<Test>]
let ``the approximation is that of the dense formula`` () =
    let landmarks = points (rows [ 0..9 ] many)
    let posterior = (nystrom (Landmarks.At landmarks) true).Predict test

    let zz, zx, zt =
        relu1.EvaluateSymmetric(landmarks).Nngp,
        relu1.Evaluate(landmarks, points many).Nngp,
        relu1.Evaluate(landmarks, test).Nngp

    let q (a: MathNet.Numerics.LinearAlgebra.Matrix<float>) (b: MathNet.Numerics.LinearAlgebra.Matrix<float>) =
        a.Transpose() * inverse zz * b

    let a = inverse (q zx zx + 0.05 * identity 300)
    shouldBeNear 1e-8 (q zt zx * a * targets) posterior.Mean
    let covariance = relu1.EvaluateSymmetric(test).Nngp - q zt zx * a * q zx zt
    shouldBeNear 1e-8 covariance posterior.Covariance

[<Test>]
let ``more landmarks are better, and any choice is deterministic`` () =
    let error landmarks =
        ((nystrom landmarks true).Predict(test).Mean - exact.Predict(test).Mean).FrobeniusNorm()

    for choose in
        [
            (fun m -> Landmarks.Uniform(m, 1L))
            (fun m -> Landmarks.LeverageScores(m, 1L))
        ] do
        Assert.That(error (choose 200), Is.LessThan(0.5 * error (choose 10)))
        Assert.That(error (choose 50), Is.EqualTo(error (choose 50)))

[<Test>]
let ``leverage scores find the points that others do not explain`` () =
    // 295 near copies of one point, and five that stand alone.
    let crowd = normal 33 300 4

    let spread =
        MathNet.Numerics.LinearAlgebra.Matrix<float>.Build.Dense(
            300,
            4,
            fun i j ->
                if i < 295 then
                    1.0 + 1e-2 * crowd[i, j]
                else
                    3.0 * crowd[i, j]
        )

    let chosen =
        (Landmarks.LeverageScores(8, 3L)).Choose(relu1, KernelKind.Nngp, points spread, 1e-3)

    let alone =
        Seq.init chosen.Count (fun i -> chosen.[i].[0])
        |> Seq.filter (fun v -> abs (v - 1.0) > 0.1)
        |> Seq.length

    Assert.That(alone, Is.GreaterThanOrEqualTo 4)

[<Test>]
let ``conjugate gradients solve what Cholesky solves`` ([<Values>] kind: KernelKind) =
    let ridge = Ridge.Relative 0.01
    let inputs, outputs = points (rows [ 0..119 ] many), rows [ 0..119 ] targets
    let direct = KernelRegression.Train(relu1, inputs, outputs, ridge, kind)

    let solve landmarks =
        IterativeRegression.Train(relu1, inputs, outputs, ridge, kind, landmarks, 1e-11)

    let iterative = solve (Landmarks.Uniform 50)
    shouldBeClose 1e-14 direct.RidgeValue iterative.RidgeValue
    shouldBeNear 1e-8 direct.Coefficients iterative.Coefficients
    shouldBeNear 1e-9 (direct.Predict test) (iterative.Predict test)
    Assert.That(iterative.RelativeResidual, Is.LessThanOrEqualTo 1e-11)
    Assert.That(iterative.Iterations, Is.LessThan((solve (Landmarks.Uniform 1)).Iterations))

[<Test>]
let ``at tiny ridges the residual is the true one, or there is a refusal`` () =
    let inputs, outputs = points (rows [ 0..199 ] many), rows [ 0..199 ] targets
    let k = (kernel "dense(64) >> erf >> dense(64) >> erf >> dense(1)")
    let gram = k.EvaluateSymmetric(inputs).Ntk

    let attempts =
        [
            for ridge in [ 1e-4; 1e-6; 1e-8; 1e-10; 1e-12; 1e-14 ] do
                for tolerance in [ 1e-4; 1e-8 ] do
                    try
                        let solved =
                            IterativeRegression.Train(
                                k,
                                inputs,
                                outputs,
                                Ridge.Absolute ridge,
                                tolerance = tolerance,
                                landmarks = Landmarks.Uniform 40
                            )

                        let left = outputs - gram * solved.Coefficients - ridge * solved.Coefficients

                        let residual =
                            Seq.max [ for j in 0..1 -> left.Column(j).L2Norm() / outputs.Column(j).L2Norm() ]

                        Assert.That(solved.RelativeResidual, Is.LessThanOrEqualTo tolerance)
                        // The product of blocks is rounded otherwise than that with the whole matrix.
                        let rounding =
                            1e-14
                            * (gram.PointwiseAbs() * solved.Coefficients.PointwiseAbs()).FrobeniusNorm()
                            / outputs.Column(0).L2Norm()

                        Assert.That(
                            residual,
                            Is.EqualTo(solved.RelativeResidual).Within(0.01 * solved.RelativeResidual + rounding)
                        )

                        true
                    with :? NtkDslException as refused ->
                        Assert.That(
                            refused.Message,
                            Does.StartWith "Conjugate gradients reached a relative residual of "
                        )

                        false
        ]

    Assert.That(attempts, Does.Contain true)

/// Sizes around those of vectors, tasks and blocks; blocks have 512 rows here.
[<Test>]
let ``a streamed product is that with the whole matrix, whichever blocks are kept``
    ([<Values(1, 3, 255, 257, 512, 513, 1031)>] n: int, [<Values(1, 3)>] outputs: int)
    =
    let many, v = points (normal 36 n 3), normal 37 n outputs

    for kind in [ KernelKind.Nngp; KernelKind.Ntk ] do
        let both = relu1.EvaluateSymmetric many
        let whole = if kind = KernelKind.Nngp then both.Nngp else both.Ntk

        let products budget =
            let streamed = StreamedKernel(relu1, kind, many, budget, CancellationToken.None)
            streamed.Times v, streamed.Times v

        let first, again = products Int64.MaxValue
        shouldBeNear 1e-13 (whole * v) first

        for budget in [ 0L; 8L * 512L * 512L ] do
            Assert.That(products budget, Is.EqualTo((first, again)))

        Assert.That(again, Is.EqualTo first)

[<Test>]
let ``what memory is granted changes nothing but the time`` () =
    let big = points (normal 34 700 3)
    let values = normal 35 700 1

    let solve (memory: int64) =
        IterativeRegression.Train(relu1, big, values, Ridge.Relative 0.1, memory = memory)

    let all, none, some = solve (1L <<< 30), solve 0L, solve (512L * 700L * 8L)
    Assert.That(none.Coefficients, Is.EqualTo all.Coefficients)
    Assert.That(some.Coefficients, Is.EqualTo all.Coefficients)

[<Test>]
let ``an output of zeros stays at zero`` () =
    let half = targets.Clone()
    half.ClearColumn 1

    let iterative =
        IterativeRegression.Train(relu1, points many, half, Ridge.Relative 0.1)

    Assert.That(iterative.Coefficients.Column(1).AbsoluteMaximum(), Is.Zero)

[<Test>]
let ``what cannot work is refused, and cancellation is heard`` () =
    shouldRefuse "landmark" (fun () -> Landmarks.Uniform 0)

    shouldRefuse "noise above 0" (fun () ->
        NystromProcess.Condition(relu1, points many, targets, Ridge.None, Landmarks.Uniform 10))

    shouldRefuse "ridge above 0" (fun () -> IterativeRegression.Train(relu1, points many, targets, Ridge.None))

    shouldRefuse "in 1 iterations" (fun () ->
        IterativeRegression.Train(
            relu1,
            points many,
            targets,
            Ridge.Relative 1e-6,
            landmarks = Landmarks.Uniform 1,
            maximumIterations = 1
        ))

    shouldRefuse "not symmetric" (fun () -> IterativeRegression.Train(surrogate, points x, y, noise))

    shouldRefuse "not symmetric" (fun () ->
        NystromProcess.Condition(surrogate, points x, y, noise, Landmarks.Uniform 3, KernelKind.Ntk))

    let cancelled () =
        IterativeRegression.Train(relu1, points many, targets, noise, cancellation = CancellationToken true)
        |> ignore

    Assert.That(Action cancelled, Throws.InstanceOf<OperationCanceledException>())

/// L hidden ReLU layers, as the random features assume.
let reluNetwork depth =
    kernel (String.replicate depth "dense(64, sigmaW=sqrt(2)) >> relu >> " + "dense(1)")

[<Test>]
let ``random features approach the NTK as one over the root of their number`` ([<Values(1, 2, 3)>] depth: int) =
    let sample = points (normal 41 40 5)
    let exact = (reluNetwork depth).EvaluateSymmetric(sample).Ntk

    let error width =
        let psi = ReluNtkFeatures.Draw(5, depth, width, 2L).Of sample
        (psi * psi.Transpose() - exact).FrobeniusNorm() / exact.FrobeniusNorm()
    // Measured with other implementations, the error is 3 to 5 times 1/√m.
    for width in [ 256; 1024 ] do
        Assert.That(error width * sqrt (float width), Is.LessThan 8.0)

    Assert.That(error 2048, Is.LessThan(0.6 * error 256))

[<Test>]
let ``regression on random features is kernel regression with their kernel`` () =
    let features = ReluNtkFeatures.Draw(4, 2, 64, 1L)
    let psi, psiTest = features.Of(points many), features.Of test
    Assert.That(psi.ColumnCount, Is.EqualTo features.Count)

    let dense =
        psiTest
        * psi.Transpose()
        * inverse (psi * psi.Transpose() + 0.3 * identity 300)
        * targets

    shouldBeNear 1e-8 dense (FeatureRegression.Train(features, points many, targets, 0.3).Predict test)
    Assert.That(ReluNtkFeatures.Draw(4, 2, 64, 1L).Of test, Is.EqualTo psiTest)

[<Test>]
let ``random features refuse what they cannot do`` () =
    shouldRefuse "power of 2" (fun () -> ReluNtkFeatures.Draw(4, 2, 100))
    shouldRefuse "one layer" (fun () -> ReluNtkFeatures.Draw(4, 0, 64))
    let features = ReluNtkFeatures.Draw(3, 1, 64)
    shouldRefuse "features" (fun () -> features.Of test)
    shouldRefuse "ridge" (fun () -> FeatureRegression.Train(features, points x, y, 0.0))
