module NtkDsl.Tests.Learning.FiniteEnsembleTests

open System
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data
open NtkDsl.Tests.Text

let private x = points (normal 1 5 3)
let private test = points (normal 2 2 3)
let private y = normal 3 5 1

let private architecture =
    Architecture.Parse(
        "dense(64, sigmaW=1.5, sigmaB=0.1) >> erf >> dense(64, sigmaW=1.5, sigmaB=0.1) >> erf >> dense(1, sigmaW=1.5, sigmaB=0.1)",
        []
    )

let private rate = 0.05

[<Test>]
let ``wide networks end where the theory of infinite width says`` () =
    let steps = 60
    let networks = FiniteEnsemble.Train(architecture, x, y, rate, steps, test, 120)

    let theory = TrainedEnsemble.Train(architecture.Compile(), x, y)
    let predicted = theory.After(Training.Descent(steps, rate), test)

    for i in 0..1 do
        let z = (networks.Mean[i, 0] - predicted.Mean[i, 0]) / networks.MeanError[i, 0]

        let zOfVariance =
            (networks.Variance[i, 0] - predicted.Variance[i]) / networks.VarianceError[i, 0]

        Assert.That(abs z, Is.LessThan 4.0)
        Assert.That(abs zOfVariance, Is.LessThan 4.0)

    let losses = [| for losses in networks.Losses -> losses[0] |]

    let error =
        MathNet.Numerics.Statistics.Statistics.StandardDeviation losses / sqrt 120.0

    let z = (Array.average losses - theory.MeanLoss(Training.Descent(0, rate))) / error

    Assert.That(abs z, Is.LessThan 4.0)

[<Test>]
let ``each network is trained as it would be alone`` () =
    let networks = FiniteEnsemble.Train(architecture, x, y, rate, 7, test, 2, 16, 3)
    let alone = FiniteNetwork.Sample(architecture, 3, 3, 16)
    let trained = alone.Train(x, y, rate, 7)
    shouldBeNear 0.0 (trained.Forward test) networks.Predictions[0]
    Assert.That(networks.Losses[0][0], Is.EqualTo(alone.LossOf(x, y)))
    Assert.That(networks.Losses[0][7], Is.EqualTo(trained.LossOf(x, y)))
    Assert.That(networks.Times, equalTo [ for step in 0..7 -> float step * rate ])
    Assert.That(networks.Predictions[1], Is.Not.EqualTo networks.Predictions[0])

    let again = FiniteEnsemble.Train(architecture, x, y, rate, 7, test, 2, 16, 3)
    Assert.That(again.Losses, equalTo networks.Losses)

[<Test>]
let ``means, variances and their errors`` () =
    let networks = FiniteEnsemble.Train(architecture, x, y, rate, 0, test, 5, 8)
    let values = [ for prediction in networks.Predictions -> prediction[1, 0] ]
    let mean = List.average values

    let moment p =
        values |> List.averageBy (fun v -> (v - mean) ** p)

    let variance = moment 2.0 * 5.0 / 4.0
    shouldBeClose 1e-13 mean networks.Mean[1, 0]
    shouldBeClose 1e-13 (sqrt (variance / 5.0)) networks.MeanError[1, 0]
    shouldBeClose 1e-13 variance networks.Variance[1, 0]
    shouldBeClose 1e-13 (sqrt (max 0.0 (moment 4.0 - variance * variance / 2.0) / 5.0)) networks.VarianceError[1, 0]

[<Test>]
let ``what cannot be trained is refused`` () =
    let train (rate, steps, networks) () =
        FiniteEnsemble.Train(architecture, x, y, rate, steps, test, networks, 8)
        |> ignore

    shouldRefuse (Messages.BadLearningRate 0.0) (train (0.0, 1, 2))
    shouldRefuse (Messages.BadSteps -1) (train (rate, -1, 2))
    shouldRefuse (Messages.TooFewDraws 1L) (train (rate, 1, 1))
    shouldRefuse (Messages.TargetsDiffer(2, 5)) (fun () -> FiniteEnsemble.Train(architecture, test, y, rate, 1))

    let cancelled () =
        FiniteEnsemble.Train(architecture, x, y, rate, 9, test, 2, 8, cancellation = Threading.CancellationToken true)
        |> ignore

    Assert.Throws<OperationCanceledException>(Action cancelled) |> ignore

[<Test>]
let ``a network that diverges is refused with its learning rate`` () =
    let relu = Architecture.Parse("dense(8) >> relu >> dense(1)", [])

    let diverging () =
        FiniteEnsemble.Train(relu, x, y, 1e3, 20, networks = 2) |> ignore

    shouldRefuse (Messages.NetworkDiverged 1e3) diverging
