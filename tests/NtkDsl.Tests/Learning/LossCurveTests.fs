module NtkDsl.Tests.Learning.LossCurveTests

open System
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Learning.Data

let private yNew = normal 4 5 2
let private times = [ 0.0; 0.01; 0.3; 4.0; infinity ]

/// Mean losses per point from means and variances, the slow way.
let private losses (posterior: Posterior) (truth: MathNet.Numerics.LinearAlgebra.Matrix<float>) =
    let n = float truth.RowCount

    let ofMean =
        ((posterior.Mean - truth).PointwisePower(2.0).Enumerate() |> Seq.sum) / 2.0

    ofMean / n, (ofMean + float truth.ColumnCount * posterior.Variance.Sum() / 2.0) / n

[<Test>]
let ``losses over time are those of the posterior`` ([<Values(0.0, 0.2)>] ridge: float, [<Values>] kind: KernelKind) =
    let ensemble =
        TrainedEnsemble.Train(erf2, points x, y, Ridge.Absolute ridge, kind, (fun p -> 0.1 * normal 6 p.Count 2))

    let curve = LossCurve.OfFlow(ensemble, times, points xNew, yNew)
    Assert.That(curve.CountsSteps, Is.False)

    let posteriors =
        ensemble.After([| for t in times -> Training.Flow t |], points xNew)

    for time, point, posterior in Seq.zip3 times curve.Points posteriors do
        let training, network = losses (ensemble.After(Training.Flow time, points x)) y
        let test, networkTest = losses posterior yNew
        Assert.That(point.Time, Is.EqualTo time)
        shouldBeClose 1e-9 training point.TrainingLoss
        shouldBeClose 1e-9 network point.NetworkTrainingLoss.Value
        shouldBeClose 1e-9 test point.TestLoss.Value
        shouldBeClose 1e-9 networkTest point.NetworkTestLoss.Value
        let alone = ensemble.After(Training.Flow time, points xNew)
        shouldBeNear 1e-12 alone.Mean posterior.Mean
        shouldBeNear 1e-12 alone.Covariance posterior.Covariance

[<Test>]
let ``steps are those of descent with momentum`` () =
    let ensemble = TrainedEnsemble.Train(relu1, points x, y)
    let rate = 0.5 * ensemble.LargestLearningRate
    let curve = LossCurve.OfDescent(ensemble, [ 0; 5; 50 ], rate, 0.8)
    Assert.That(curve.CountsSteps)

    for point in curve.Points do
        let training = Training.Momentum(int point.Time, rate, 0.8)
        shouldBeClose 1e-12 (ensemble.LossOfMean training / 9.0) point.TrainingLoss
        Assert.That(point.TestLoss.HasValue, Is.False)

    Assert.That(string curve, Does.StartWith "steps")
    shouldRefuse "learning rates up to" (fun () -> LossCurve.OfDescent(ensemble, [ 1000000 ], 100.0 * rate))

/// Many noisy values of few features are learned and then learned by heart.
let private overfitted () =
    let x, xNew = normal 51 40 4, normal 52 30 4
    let signal (m: MathNet.Numerics.LinearAlgebra.Matrix<float>) = m.Column(0).ToColumnMatrix()
    TrainedEnsemble.Train(relu1, points x, Targets.Of(signal x + 0.7 * normal 53 40 1)), points xNew, signal xNew

[<Test>]
let ``the time of the least test loss is found, between those asked for, and the loss at the end`` () =
    let ensemble, x, y = overfitted ()

    let loss (training: Training) =
        fst (losses (ensemble.After(training, x)) y)

    let curve = LossCurve.OfFlow(ensemble, [ 0.0 ], x, y)
    let least = nonNull curve.Least
    shouldBeClose 1e-12 (loss (Training.Flow least.Time)) least.Loss
    shouldBeClose 1e-9 (loss Training.Converged) least.AtEnd.Value
    Assert.That(least.AtEnd.Value, Is.GreaterThan(1.5 * least.Loss))

    // Of a fine grid over eight decades, no time is better.
    for place in -4.0 .. 0.02..4.0 do
        Assert.That(loss (Training.Flow(10.0 ** place)), Is.GreaterThan(least.Loss - 1e-10))

    shouldBeClose 1e-4 0.0 (derivative (fun t -> loss (Training.Flow t)) least.Time * least.Time)

    Assert.That(
        string curve,
        Does.Match
            @"\n\nIn the course of training the test loss is least at time \S+, with \S+; at its end it is \S+\.$"
    )

[<Test>]
let ``the number of steps with the least test loss is found`` () =
    let ensemble, x, y = overfitted ()
    let rate = 0.1 * ensemble.LargestLearningRate

    let loss steps =
        fst (losses (ensemble.After(Training.Momentum(steps, rate, 0.5), x)) y)

    let least = nonNull (LossCurve.OfDescent(ensemble, [ 1 ], rate, 0.5, x, y)).Least
    let best = [ 0..500 ] |> List.minBy loss
    Assert.That(best, Is.InRange(1, 499))
    Assert.That(least.Time, Is.EqualTo(float best))
    shouldBeClose 1e-12 (loss best) least.Loss
    // Steps that do not converge have no end.
    let unstable =
        nonNull (LossCurve.OfDescent(ensemble, [ 1; 2; 3 ], 30.0 * rate, 0.0, x, y)).Least

    Assert.That(unstable.AtEnd.HasValue, Is.False)
    Assert.That(string unstable, Does.StartWith "Of these, the test loss is least at time ")

[<Test>]
let ``training that only helps has its least loss at the end`` () =
    let ensemble = TrainedEnsemble.Train(relu1, points x, y)
    let curve = LossCurve.OfFlow(ensemble, [ 1.0 ], points x, y)
    let least = nonNull curve.Least
    Assert.That(Double.IsPositiveInfinity least.Time)
    Assert.That(least.Loss, Is.LessThan 1e-9)
    Assert.That(string curve, Does.Contain "The test loss is least at the end of training, with ")
    Assert.That((LossCurve.OfFlow(ensemble, [ 1.0 ])).Least, Is.Null)

[<Test>]
let ``one network has the loss that it was trained on`` () =
    let network =
        TrainedNetwork.Train(erf2, points x, y, Loss.SquaredError, [| 0.1; 1.0 |])

    let curve = LossCurve.Of(network, Loss.SquaredError, points xNew, yNew)

    for moment, point in Seq.zip network curve.Points do
        shouldBeClose 1e-12 (moment.TrainingLoss / 9.0) point.TrainingLoss
        shouldBeClose 1e-12 (Loss.SquaredError.Value(moment.Predict(points xNew), yNew) / 5.0) point.TestLoss.Value
        Assert.That(point.NetworkTrainingLoss.HasValue, Is.False)
        shouldBeNear 1e-12 (Softmax.Of(moment.Predict(points xNew))) (moment.Probabilities(points xNew))

[<Test>]
let ``classes have accuracies`` () =
    let classes = OneHot.Of(2, centered = true)

    let sides (m: MathNet.Numerics.LinearAlgebra.Matrix<float>) =
        classes.Encode [| for row in m.EnumerateRows() -> if row[0] > 0.0 then 1 else 0 |]

    let y, yNew = sides x, sides xNew
    let ensemble = TrainedEnsemble.Train(relu1, points x, y)
    // By counting.
    let accuracy
        (outputs: MathNet.Numerics.LinearAlgebra.Matrix<float>)
        (y: MathNet.Numerics.LinearAlgebra.Matrix<float>)
        =
        let right =
            Seq.init y.RowCount (fun i -> (outputs[i, 1] > outputs[i, 0]) = (y[i, 1] > y[i, 0]))

        float (right |> Seq.filter id |> Seq.length) / float y.RowCount

    let rate = ensemble.LargestLearningRate / 2.0
    let flow = LossCurve.OfFlow(ensemble, times, points xNew, yNew, hasClasses = true)

    let descent =
        LossCurve.OfDescent(ensemble, [ 1; 9 ], rate, testX = points xNew, testY = yNew, hasClasses = true)

    let checks (point: LossCurvePoint) (training: Training) =
        Assert.That(point.TrainingAccuracy.Value, Is.EqualTo(accuracy (ensemble.After(training, points x)).Mean y))
        Assert.That(point.TestAccuracy.Value, Is.EqualTo(accuracy (ensemble.After(training, points xNew)).Mean yNew))

    for time, point in Seq.zip (List.tail times) (Seq.tail flow.Points) do
        checks point (Training.Flow time)

    // Before training all outputs are 0, and the first class is taken.
    let share (y: MathNet.Numerics.LinearAlgebra.Matrix<float>) =
        (y.Column(0) |> Seq.filter (fun v -> v > 0.0) |> Seq.length |> float)
        / float y.RowCount

    Assert.That(flow.Points[0].TrainingAccuracy.Value, Is.EqualTo(share y))
    Assert.That(flow.Points[0].TestAccuracy.Value, Is.EqualTo(share yNew))

    for point in descent.Points do
        checks point (Training.Descent(int point.Time, rate))

    let network =
        TrainedNetwork.Train(relu1, points x, y, Loss.CrossEntropy, [| 0.1; 1.0 |])

    let curve =
        LossCurve.Of(network, Loss.CrossEntropy, points xNew, yNew, hasClasses = true)

    for moment, point in Seq.zip network curve.Points do
        Assert.That(point.TrainingAccuracy.Value, Is.EqualTo(accuracy moment.TrainingOutputs y))
        Assert.That(point.TestAccuracy.Value, Is.EqualTo(accuracy (moment.Predict(points xNew)) yNew))

    Assert.That(string flow, Does.Contain "training accuracy  test accuracy\n")
    let without = LossCurve.OfFlow(ensemble, times, hasClasses = true)
    Assert.That(without.Points[0].TestAccuracy.HasValue, Is.False)
    Assert.That(LossCurve.OfFlow(ensemble, times).Points[0].TrainingAccuracy.HasValue, Is.False)

[<Test>]
let ``shares of the targets add up to 1, and times span the time scales`` () =
    let ensemble = TrainedEnsemble.Train(erf2, points x, y)
    shouldBeClose 1e-12 1.0 (ensemble.TargetShares.Sum())
    let eigen = erf2.EvaluateSymmetric(points x).Ntk.Evd()
    let along = eigen.EigenVectors.Column(8) * y
    shouldBeClose 1e-9 (along * along / (y.PointwisePower(2.0).Enumerate() |> Seq.sum)) ensemble.TargetShares[8]
    let times = ensemble.CharacteristicTimes 6
    Assert.That(times, Is.Ordered.Ascending.And.Count.EqualTo 6)
    Assert.That(times[0], Is.Zero)
    shouldBeClose 1e-9 (0.1 / ensemble.Eigenvalues[8]) times[1]
    shouldBeClose 1e-9 (10.0 / ensemble.Eigenvalues[0]) times[5]
