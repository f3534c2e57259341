/// The numbers of neural_tangents.predict, from its formulas in plain matrices: time counts in units of n p, and the ridge in units of
/// the mean diagonal.
module NtkDsl.Tests.Learning.PeerConventionTests

open System
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data

let private n, p = y.RowCount, y.ColumnCount
let private train, test = points x, points xNew

/// k + diag_reg · trace(k)/n · I.
let private regularised diagReg (k: Matrix<float>) =
    k + diagReg * k.Trace() / float n * identity n

/// e^(−A t/(n p)); nothing for t = ∞.
let private remains t (a: Matrix<float>) =
    if t = infinity then
        0.0 * a
    else
        exponential (-t / float (n * p) * a)

/// Mean and covariance of the ensemble for 'ntk': the network's kernel at initialisation is K, training follows Θ.
let private ofNtk (kernel: Kernel) diagReg t =
    let dd, td = kernel.EvaluateSymmetric train, kernel.Evaluate(test, train)
    let a = regularised diagReg dd.Ntk
    let m = td.Ntk * inverse a * (identity n - remains t a)
    let prior = (kernel.EvaluateSymmetric test).Nngp

    m * y,
    prior + m * dd.Nngp * m.Transpose()
    - m * td.Nngp.Transpose()
    - td.Nngp * m.Transpose()

/// For 'nngp': K** − K* A⁻¹ (I − e^(−2At)) K*ᵀ.
let private ofNngp (kernel: Kernel) diagReg t =
    let dd, td = kernel.EvaluateSymmetric(train).Nngp, kernel.Evaluate(test, train).Nngp
    let a = regularised diagReg dd
    let e = remains t a
    let solved = inverse a * (identity n - e)
    let prior = (kernel.EvaluateSymmetric test).Nngp
    td * solved * y, prior - td * inverse a * (identity n - e * e) * td.Transpose()

let private shouldBe (mean: Matrix<float>, covariance: Matrix<float>) (posterior: Posterior) =
    shouldBeNear 1e-9 mean posterior.Mean
    shouldBeNear 1e-9 covariance posterior.Covariance
    shouldBeNear 1e-9 (covariance.Diagonal().ToColumnMatrix()) (posterior.Variance.ToColumnMatrix())

let private time t = Training.Flow(t / float (n * p))

[<Test>]
let ``the ensemble for 'ntk'``
    ([<Values(0.0, 1.0, 25.0, Double.PositiveInfinity)>] t: float, [<Values(0.0, 0.1)>] diagReg: float)
    =
    for kernel in [ erf2; relu1 ] do
        TrainedEnsemble.Train(kernel, train, y, Ridge.Relative diagReg).After(time t, test)
        |> shouldBe (ofNtk kernel diagReg t)

[<Test>]
let ``the ensemble for 'nngp'``
    ([<Values(0.0, 1.0, 25.0, Double.PositiveInfinity)>] t: float, [<Values(0.0, 0.1)>] diagReg: float)
    =
    for kernel in [ erf2; relu1 ] do
        let ensemble =
            TrainedEnsemble.Train(kernel, train, y, Ridge.Relative diagReg, KernelKind.Nngp, noisyTargets = true)

        ensemble.After(time t, test) |> shouldBe (ofNngp kernel diagReg t)

[<Test>]
let ``gp_inference`` ([<Values(0.0, 0.1)>] diagReg: float) =
    let ridge = Ridge.Relative diagReg

    for kernel in [ erf2; relu1 ] do
        GaussianProcess.Condition(kernel, train, y, ridge).Predict test
        |> shouldBe (ofNngp kernel diagReg infinity)

        let dd, td = kernel.EvaluateSymmetric(train).Ntk, kernel.Evaluate(test, train).Ntk
        let solve = inverse (regularised diagReg dd)

        GaussianProcess.Condition(kernel, train, y, ridge, KernelKind.Ntk).Predict test
        |> shouldBe (td * solve * y, (kernel.EvaluateSymmetric test).Ntk - td * solve * td.Transpose())

        shouldBeNear 1e-9 (td * solve * y) (KernelRegression.Train(kernel, train, y, ridge).Predict test)

[<Test>]
let ``an absolute ridge is the peer's absolute scale`` () =
    let k = erf2.EvaluateSymmetric(train).Nngp
    let relative = 0.3 * float n / k.Trace()

    GaussianProcess.Condition(erf2, train, y, Ridge.Absolute 0.3).Predict test
    |> shouldBe (ofNngp erf2 relative infinity)

[<Test>]
let ``max_learning_rate`` () =
    let largest =
        (erf2.EvaluateSymmetric(train).Ntk.Evd().EigenValues |> Seq.map _.Real |> Seq.max)

    shouldBeClose
        1e-12
        (2.0 * float (n * p) / largest)
        (float (n * p) * TrainedEnsemble.Train(erf2, train, y).LargestLearningRate)

[<Test>]
let ``networks with noisy targets of their own converge to the posterior, also in their losses`` () =
    let ridge, yNew = Ridge.Absolute 0.2, normal 4 5 2
    let posterior = GaussianProcess.Condition(relu1, train, y, ridge)

    let ensemble =
        TrainedEnsemble.Train(relu1, train, y, ridge, KernelKind.Nngp, noisyTargets = true)

    for points, after in
        [
            test, ensemble.After(Training.Converged, test)
            train, ensemble.After Training.Converged
        ] do
        after
        |> shouldBe (let expected = posterior.Predict points in expected.Mean, expected.Covariance)

    let loss (points: Points) (truth: Matrix<float>) =
        let prediction = posterior.Predict points

        ((prediction.Mean - truth).PointwisePower(2.0).Enumerate() |> Seq.sum)
        + float p * prediction.Variance.Sum()

    let curve = LossCurve.OfFlow(ensemble, [ infinity ], test, yNew)
    shouldBeClose 1e-9 (loss train y / 18.0) curve.Points[0].NetworkTrainingLoss.Value
    shouldBeClose 1e-9 (loss test yNew / 10.0) curve.Points[0].NetworkTestLoss.Value
