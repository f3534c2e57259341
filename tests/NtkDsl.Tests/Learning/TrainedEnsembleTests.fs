module NtkDsl.Tests.Learning.TrainedEnsembleTests

open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Learning.Data

let ensemble kernel ridge =
    TrainedEnsemble.Train(kernel, points x, y, Ridge.Absolute ridge)

/// Mean and covariance of Lee et al. (2019), from the matrix M that maps targets to predictions.
let gaussian (kernel: Kernel) (m: MathNet.Numerics.LinearAlgebra.Matrix<float>) =
    let k, cross, test =
        kernel.EvaluateSymmetric(points x).Nngp,
        kernel.Evaluate(points xNew, points x).Nngp,
        kernel.EvaluateSymmetric(points xNew).Nngp

    m * y, test + m * k * m.Transpose() - m * cross.Transpose() - cross * m.Transpose()

let shouldBe (mean, covariance: MathNet.Numerics.LinearAlgebra.Matrix<float>) (posterior: Posterior) =
    shouldBeNear 1e-9 mean posterior.Mean
    shouldBeNear 1e-9 covariance posterior.Covariance
    shouldBeNear 1e-9 (covariance.Diagonal().ToColumnMatrix()) (posterior.Variance.ToColumnMatrix())

let theta (kernel: Kernel) ridge =
    kernel.EvaluateSymmetric(points x).Ntk + ridge * identity 9

let cross (kernel: Kernel) =
    kernel.Evaluate(points xNew, points x).Ntk

[<Test>]
let ``gradient flow is the matrix exponential``
    ([<Values(0.0, 1e-3, 0.7, 30.0)>] time: float, [<Values(0.0, 0.2)>] ridge: float)
    =
    for kernel in [ erf2; relu1 ] do
        let a = theta kernel ridge
        let m = cross kernel * inverse a * (identity 9 - exponential (-time * a))

        (ensemble kernel ridge).After(Training.Flow time, points xNew)
        |> shouldBe (gaussian kernel m)

[<Test>]
let ``at time 0 it is the prior, at infinity kernel regression`` () =
    let trained = ensemble erf2 0.0
    let prior = trained.After(Training.Flow 0.0, points xNew)
    shouldBeNear 1e-12 (erf2.EvaluateSymmetric(points xNew).Nngp) prior.Covariance
    shouldBeNear 1e-12 (0.0 * prior.Mean) prior.Mean

    trained.After(Training.Flow infinity, points xNew)
    |> shouldBe (gaussian erf2 (cross erf2 * inverse (theta erf2 0.0)))

    shouldBeNear
        1e-9
        (KernelRegression.Train(erf2, points x, y).Predict(points xNew))
        (trained.After(Training.Converged, points xNew).Mean)

    let late = trained.After(Training.Flow 1e9, points xNew)
    shouldBeNear 1e-9 (trained.After(Training.Converged, points xNew).Covariance) late.Covariance

[<Test>]
let ``training only the last layer for ever is the noise-free Gaussian process`` () =
    let last =
        TrainedEnsemble.Train(erf2, points x, y, kind = KernelKind.Nngp).After(Training.Converged, points xNew)

    let posterior = GaussianProcess.Condition(erf2, points x, y).Predict(points xNew)
    last |> shouldBe (posterior.Mean, posterior.Covariance)

[<Test>]
let ``the training points are points like others`` ([<Values(0.0, 0.2)>] ridge: float) =
    for training in
        [
            Training.Flow 0.4
            Training.Descent(20, 0.01)
            Training.Momentum(20, 0.01, 0.9)
            Training.Converged
        ] do
        let trained = ensemble relu1 ridge

        trained.After training
        |> shouldBe (let general = trained.After(training, points x) in general.Mean, general.Covariance)

[<Test>]
let ``on the training points the error shrinks along each eigenvector`` () =
    let residual = exponential (-0.4 * theta erf2 0.0)
    let k = erf2.EvaluateSymmetric(points x).Nngp

    (ensemble erf2 0.0).After(Training.Flow 0.4)
    |> shouldBe (y - residual * y, residual * k * residual)

[<Test>]
let ``discrete rules are what their steps do``
    ([<Values(0, 1, 2, 7, 100)>] steps: int, [<Values(0.0, 0.8)>] momentum: float, [<Values>] nesterov: bool)
    =
    let trained = ensemble erf2 0.0
    let rate = 0.3 * trained.LargestLearningRate
    let a = theta erf2 0.0
    // Coefficients c with f = Θ c: the gradient of the loss with respect to them is Θ c − y, up to Θ.
    let mutable c, v = 0.0 * y, 0.0 * y

    for _ in 1..steps do
        let place = if nesterov then c + momentum * v else c
        v <- momentum * v - rate * (a * place - y)
        c <- c + v

    let rule =
        if nesterov then
            Training.Nesterov(steps, rate, momentum)
        else
            Training.Momentum(steps, rate, momentum)

    shouldBeNear 1e-10 (cross erf2 * c) (trained.After(rule, points xNew).Mean)
    shouldBeNear 1e-10 (a * c) (trained.After(rule).Mean)

    if momentum = 0.0 then
        shouldBeNear 1e-12 (trained.After(rule).Mean) (trained.After(Training.Descent(steps, rate)).Mean)

[<Test>]
let ``many small steps are gradient flow`` () =
    let trained = ensemble erf2 0.0
    shouldBeNear 1e-4 (trained.After(Training.Flow 1.0).Mean) (trained.After(Training.Descent(1000000, 1e-6)).Mean)

[<Test>]
let ``the largest learning rate separates convergence from divergence`` () =
    let trained = ensemble relu1 0.0

    let loss factor steps =
        trained.LossOfMean(Training.Descent(steps, factor * trained.LargestLearningRate))

    Assert.That(loss 0.99 2000, Is.LessThan(loss 0.99 0))
    Assert.That(loss 1.01 2000, Is.GreaterThan(loss 1.01 0))
    shouldRefuse "learning rates up to" (fun () -> loss 3.0 1000000)

[<Test>]
let ``an initial function is corrected, not replaced`` () =
    let initial (p: Points) = normal 6 p.Count 2
    let trained = TrainedEnsemble.Train(erf2, points x, y, mean = initial)
    shouldBeNear 1e-12 (initial (points xNew)) (trained.After(Training.Flow 0.0, points xNew).Mean)

    let m =
        cross erf2
        * inverse (theta erf2 0.0)
        * (identity 9 - exponential (-0.5 * theta erf2 0.0))

    shouldBeNear
        1e-9
        (initial (points xNew) + m * (y - initial (points x)))
        (trained.After(Training.Flow 0.5, points xNew).Mean)

[<Test>]
let ``losses are those of the mean and of the networks`` () =
    let trained = ensemble erf2 0.0

    shouldBeClose
        1e-12
        (y.PointwisePower(2.0).Enumerate() |> Seq.sum |> (*) 0.5)
        (trained.LossOfMean(Training.Flow 0.0))

    let prior = erf2.EvaluateSymmetric(points x).Nngp.Trace()
    shouldBeClose 1e-12 (trained.LossOfMean(Training.Flow 0.0) + prior) (trained.MeanLoss(Training.Flow 0.0))
    shouldBeClose 1e-12 0.0 (trained.MeanLoss Training.Converged)

[<Test>]
let ``repeated points with the same target cost nothing, and eigenvalues that are rounding are 0`` () =
    let twice = [ 0; 1; 2; 0 ]
    let repeated = TrainedEnsemble.Train(relu1, points (rows twice x), rows twice y)

    let plain =
        TrainedEnsemble.Train(relu1, points (rows [ 0; 1; 2 ] x), rows [ 0; 1; 2 ] y)

    Assert.That(repeated.Eigenvalues[0], Is.Zero)
    Assert.That(repeated.TimeScales[0], Is.EqualTo infinity)
    let mean = repeated.After(Training.Converged, points xNew)
    shouldBeNear 1e-6 (plain.After(Training.Converged, points xNew).Mean) mean.Mean
    shouldBeNear 1e-6 (plain.After(Training.Converged, points xNew).Covariance) mean.Covariance

[<Test>]
let ``wrong times and rates are refused`` () =
    shouldRefuse "time" (fun () -> Training.Flow -1.0)
    shouldRefuse "time" (fun () -> Training.Flow nan)
    shouldRefuse "steps" (fun () -> Training.Descent(-1, 0.1))
    shouldRefuse "rate" (fun () -> Training.Descent(1, 0.0))
    shouldRefuse "momentum" (fun () -> Training.Momentum(1, 0.1, 1.0))
    shouldRefuse "not symmetric" (fun () -> TrainedEnsemble.Train(surrogate, points x, y))
