module NtkDsl.Tests.Learning.RegressionTests

open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data

[<Test>]
let ``the prediction is k (k + r)^-1 y, for symmetric and asymmetric kernels`` () =
    for kernel in [ erf2; relu1; surrogate ] do
        for kind in [ KernelKind.Nngp; KernelKind.Ntk ] do
            let regression =
                KernelRegression.Train(kernel, points x, y, Ridge.Absolute 0.3, kind)

            let k = kernel.EvaluateSymmetric(points x).Of kind
            let cross = kernel.Evaluate(points xNew, points x).Of kind
            shouldBeNear 1e-11 (cross * inverse (k + 0.3 * identity 9) * y) (regression.Predict(points xNew))

[<Test>]
let ``a relative ridge counts in mean diagonals`` () =
    let regression = KernelRegression.Train(relu1, points x, y, Ridge.Relative 0.1)
    let mean = relu1.EvaluateSymmetric(points x).Ntk.Diagonal() |> Seq.average
    shouldBeClose 1e-14 (0.1 * mean) regression.RidgeValue
    let absolute = regression.WithRidge(Ridge.Absolute(0.1 * mean))
    shouldBeNear 1e-14 (absolute.Predict(points xNew)) (regression.Predict(points xNew))

[<Test>]
let ``a mean function is corrected`` () =
    let mean (p: Points) =
        Matrix<float>.Build.Dense(p.Count, 2, fun i j -> p.[i].[0] + float j)

    let rest: Matrix<float> = y - mean (points x)
    let plain = KernelRegression.Train(erf2, points x, rest)
    let corrected = KernelRegression.Train(erf2, points x, y, mean = mean)
    shouldBeNear 1e-12 (plain.Predict(points xNew) + mean (points xNew)) (corrected.Predict(points xNew))

[<Test>]
let ``leaving one out is refitting without it, for symmetric and asymmetric kernels`` () =
    for kernel in [ erf2; surrogate ] do
        let looms =
            KernelRegression.Train(kernel, points x, y, Ridge.Absolute 0.2).LeaveOneOut()

        for i in 0..8 do
            let others = [ 0..8 ] |> List.except [ i ]

            let refit =
                KernelRegression.Train(kernel, points (rows others x), rows others y, Ridge.Absolute 0.2)

            shouldBeNear 1e-10 (refit.Predict(points (rows [ i ] x))) (rows [ i ] looms)

[<Test>]
let ``repeated points are met by jitter, and by none with a ridge`` () =
    let twice = rows [ 0; 1; 2; 0 ] x
    let targets = rows [ 0; 1; 2; 0 ] y
    let regression = KernelRegression.Train(relu1, points twice, targets)
    Assert.That(regression.Jitter, Is.GreaterThan 0.0)
    shouldBeNear 1e-5 targets (regression.Predict(points twice))
    Assert.That(regression.WithRidge(Ridge.Absolute 1e-3).Jitter, Is.Zero)

[<Test>]
let ``wrong shapes and numbers are refused`` () =
    shouldRefuse "9 points and 8 rows" (fun () -> KernelRegression.Train(relu1, points x, rows [ 0..7 ] y))
    let bad = y.Clone()
    bad[3, 1] <- nan
    shouldRefuse "row 4, column 2 is NaN" (fun () -> KernelRegression.Train(relu1, points x, bad))
    shouldRefuse "9 × 2" (fun () -> KernelRegression.Train(relu1, points x, y, mean = fun _ -> normal 1 1 1))

    for amount in [ -1.0; nan; infinity ] do
        shouldRefuse "ridge" (fun () -> Ridge.Absolute amount)
        shouldRefuse "ridge" (fun () -> Ridge.Relative amount)

    shouldRefuse "features" (fun () -> KernelRegression.Train(relu1, points x, y).Predict(points (normal 1 2 4)))
