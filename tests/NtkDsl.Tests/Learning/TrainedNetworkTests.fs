module NtkDsl.Tests.Learning.TrainedNetworkTests

open System
open System.Threading
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data

let times = [| 0.0; 0.1; 0.7; 4.0 |]

[<Test>]
let ``on squared loss it is the closed form`` () =
    let initial (p: Points) =
        Matrix<float>.Build.Dense(p.Count, 2, fun i j -> p.[i].[0] - float j)

    let ensemble = TrainedEnsemble.Train(erf2, points x, y, mean = initial)

    for network in TrainedNetwork.Train(erf2, points x, y, Loss.SquaredError, times, initial = initial) do
        let training = Training.Flow network.Time
        shouldBeNear 1e-7 (ensemble.After(training, points xNew).Mean) (network.Predict(points xNew))
        shouldBeNear 1e-7 (ensemble.After(training).Mean) network.TrainingOutputs
        shouldBeClose 1e-7 (ensemble.LossOfMean training) network.TrainingLoss

[<Test>]
let ``an asymmetric kernel flows by its matrix exponential`` () =
    let theta = surrogate.EvaluateSymmetric(points x).Ntk
    Assert.That((theta - theta.Transpose()).L2Norm(), Is.GreaterThan 1e-3)

    for network in TrainedNetwork.Train(surrogate, points x, y, Loss.SquaredError, times) do
        let expected =
            surrogate.Evaluate(points xNew, points x).Ntk
            * inverse theta
            * (identity 9 - exponential (-network.Time * theta))
            * y

        shouldBeNear 1e-7 expected (network.Predict(points xNew))

[<Test>]
let ``with friction it is a damped oscillator`` ([<Values(0.0, 0.5, 20.0)>] friction: float) =
    let theta = relu1.EvaluateSymmetric(points x).Ntk
    let zero = Matrix<float>.Build.Dense(9, 9)
    // (f − y, velocity) obeys a linear system.
    let system =
        (zero.Append(identity 9)).Stack((-theta).Append(-friction * identity 9))

    let start = (-y).Stack(0.0 * y)

    for network in TrainedNetwork.Train(relu1, points x, y, Loss.SquaredError, times, friction = Nullable friction) do
        let state = exponential (network.Time * system) * start
        shouldBeNear 1e-6 (y + state.SubMatrix(0, 9, 0, 2)) network.TrainingOutputs

let oneHot = OneHot.Of(3).Encode [| 0; 1; 2; 0; 1; 2; 0; 1; 2 |]

let losses =
    [
        Loss.SquaredError, normal 4 9 3
        Loss.CrossEntropy, oneHot
        Loss.CrossEntropy, (oneHot + 0.1) / 1.3
        Loss.Logistic, oneHot * 2.0 - 1.0
    ]

[<Test>]
let ``the gradient of a loss is that of finite differences`` () =
    for loss, targets in losses do
        let f = 3.0 * normal 5 9 3
        let gradient = loss.Gradient(f, targets)

        for i in 0..8 do
            for j in 0..2 do
                let at v =
                    let moved = f.Clone()
                    moved[i, j] <- v
                    loss.Value(moved, targets)

                shouldBeClose 1e-8 (derivative at f[i, j]) gradient[i, j]

[<Test>]
let ``losses do not overflow`` () =
    let f = Matrix<float>.Build.DenseOfRowArrays([| 1000.0; -1000.0; 0.0 |])
    let target = Matrix<float>.Build.DenseOfRowArrays([| 0.0; 1.0; 0.0 |])
    shouldBeClose 1e-12 2000.0 (Loss.CrossEntropy.Value(f, target))
    shouldBeClose 1e-12 1000.0 (Loss.Logistic.Value(f.SubMatrix(0, 1, 1, 1), target.SubMatrix(0, 1, 1, 1)))
    Assert.That(Loss.Logistic.Gradient(f, target).Enumerate() |> Seq.forall Double.IsFinite)

[<Test>]
let ``cross-entropy flow is the limit of small steps`` () =
    let theta = relu1.EvaluateSymmetric(points x).Ntk
    let steps = 4000
    let h = 2.0 / float steps

    let slope (a: Matrix<float>) =
        -Loss.CrossEntropy.Gradient(theta * a, oneHot)

    let mutable a = 0.0 * oneHot

    for _ in 1..steps do
        a <- a + h * slope (a + h / 2.0 * slope a)

    let network =
        TrainedNetwork.Train(relu1, points x, oneHot, Loss.CrossEntropy, [| 2.0 |])[0]

    shouldBeNear 1e-5 a network.Coefficients
    Assert.That(network.TrainingLoss, Is.LessThan(9.0 * log 3.0))

[<Test>]
let ``wrong times and frictions are refused, and cancellation is heard`` () =
    let train times friction token =
        TrainedNetwork.Train(relu1, points x, y, Loss.SquaredError, times, friction = friction, cancellation = token)

    shouldRefuse "ascend" (fun () -> train [| 1.0; 0.5 |] (Nullable()) CancellationToken.None)
    shouldRefuse "ascend" (fun () -> train [| -1.0 |] (Nullable()) CancellationToken.None)
    shouldRefuse "ascend" (fun () -> train [| infinity |] (Nullable()) CancellationToken.None)
    shouldRefuse "friction" (fun () -> train [| 1.0 |] (Nullable -1.0) CancellationToken.None)

    Assert.That(
        Action(fun () -> train [| 1.0 |] (Nullable()) (CancellationToken true) |> ignore),
        Throws.InstanceOf<OperationCanceledException>()
    )

[<Test>]
let ``a loss without finite gradient is refused`` () =
    let broken = Loss.Of((fun _ _ -> nan), (fun f _ -> f * nan))
    shouldRefuse "could not be followed" (fun () -> TrainedNetwork.Train(relu1, points x, y, broken, [| 1.0 |]))
