module NtkDsl.Tests.Learning.GaussianProcessTests

open System
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data

let condition kernel noise =
    GaussianProcess.Condition(kernel, points x, y, Ridge.Absolute noise)

[<Test>]
let ``mean and covariance are those of a conditioned Gaussian`` () =
    for kind in [ KernelKind.Nngp; KernelKind.Ntk ] do
        let posterior =
            GaussianProcess.Condition(erf2, points x, y, Ridge.Absolute 0.1, kind).Predict(points xNew)

        let a = inverse (erf2.EvaluateSymmetric(points x).Of kind + 0.1 * identity 9)
        let cross = erf2.Evaluate(points xNew, points x).Of kind

        let covariance =
            erf2.EvaluateSymmetric(points xNew).Of kind - cross * a * cross.Transpose()

        shouldBeNear 1e-11 (cross * a * y) posterior.Mean
        shouldBeNear 1e-11 covariance posterior.Covariance
        shouldBeNear 1e-11 (covariance.Diagonal().ToColumnMatrix()) (posterior.Variance.ToColumnMatrix())
        let noisy = posterior.WithNoise 0.5
        shouldBeNear 1e-11 (covariance + 0.5 * identity 5) noisy.Covariance
        shouldBeNear 1e-11 (covariance.Diagonal().Add(0.5).ToColumnMatrix()) (noisy.Variance.ToColumnMatrix())

[<Test>]
let ``without noise the data are met exactly`` () =
    let posterior = (condition erf2 0.0).Predict(points x)
    shouldBeNear 1e-9 y posterior.Mean
    Assert.That(posterior.Variance.Maximum(), Is.LessThan 1e-10)
    Assert.That(posterior.Variance.Minimum(), Is.GreaterThanOrEqualTo 0.0)

[<Test>]
let ``samples have the mean and the covariance of the posterior`` () =
    let posterior = (condition relu1 0.1).Predict(points (rows [ 0; 1 ] xNew))

    let draws =
        posterior.Sample(20000, 7L)
        |> Seq.map (fun draw -> draw.Column(0) - posterior.Mean.Column(0))
        |> Seq.toArray

    let n = float draws.Length

    for i in 0..1 do
        let sd = sqrt posterior.Variance[i]
        Assert.That(abs (draws |> Array.averageBy (fun d -> d[i])) / (sd / sqrt n), Is.LessThan 4.5)

        for j in 0..1 do
            let products = draws |> Array.map (fun d -> d[i] * d[j])
            let mean = Array.average products
            let error = sqrt ((products |> Array.averageBy (fun p -> (p - mean) ** 2.0)) / n)
            Assert.That(abs (mean - posterior.Covariance[i, j]) / error, Is.LessThan 4.5)

[<Test>]
let ``a draw depends on seed and number alone`` () =
    let posterior = (condition relu1 0.1).Predict(points xNew)
    let three, five = posterior.Sample(3, 1L), posterior.Sample(5, 1L)
    Assert.That(three[2], Is.EqualTo five[2])
    Assert.That(three[2], Is.Not.EqualTo(posterior.Sample(3, 2L)[2]))

[<Test>]
let ``the evidence is the log density of the targets`` () =
    let a = erf2.EvaluateSymmetric(points x).Nngp + 0.1 * identity 9

    let density (v: Vector<float>) =
        -0.5 * (v * inverse a * v + log (a.Determinant()) + 9.0 * log (2.0 * Math.PI))

    shouldBeClose 1e-11 (density (y.Column 0) + density (y.Column 1)) (condition erf2 0.1).LogMarginalLikelihood

[<Test>]
let ``the evidence is the sum of the log predictive densities of each point after those before`` () =
    let logDensity variance error =
        -0.5 * (error * error / variance + log (2.0 * Math.PI * variance))

    let term i =
        let next = points (rows [ i ] x)

        let variance, mean =
            if i = 0 then
                (relu1.EvaluateDiagonal next).Nngp[0], normal 1 1 2 * 0.0
            else
                let before = [ 0 .. i - 1 ]

                let posterior =
                    GaussianProcess.Condition(relu1, points (rows before x), rows before y, Ridge.Absolute 0.1).Predict
                        next

                posterior.Variance[0], posterior.Mean

        [ 0; 1 ]
        |> List.sumBy (fun j -> logDensity (variance + 0.1) (y[i, j] - mean[0, j]))

    shouldBeClose 1e-10 ([ 0..8 ] |> List.sumBy term) (condition relu1 0.1).LogMarginalLikelihood

[<Test>]
let ``leaving one out is conditioning without it`` () =
    let model = condition erf2 0.1
    let loo = model.LeaveOneOut()

    let density i =
        let others = [ 0..8 ] |> List.except [ i ]

        let refit =
            GaussianProcess
                .Condition(erf2, points (rows others x), rows others y, Ridge.Absolute 0.1)
                .Predict(points (rows [ i ] x))
                .WithNoise(0.1)

        shouldBeNear 1e-10 refit.Mean (rows [ i ] loo.Mean)
        shouldBeClose 1e-10 refit.Variance[0] loo.Variance[i]

        [ 0; 1 ]
        |> List.sumBy (fun j ->
            -0.5
            * ((y[i, j] - refit.Mean[0, j]) ** 2.0 / refit.Variance[0]
               + log (2.0 * Math.PI * refit.Variance[0])))

    shouldBeClose 1e-10 ([ 0..8 ] |> List.sumBy density) (model.Evidence Evidence.LeaveOneOut)
    shouldRefuse "joint" (fun () -> loo.Covariance)

let parameters = [ "w", 1.3; "b", 0.4; "s", 0.8 ]

let architectures =
    [
        "dense(64, sigmaW=w, sigmaB=b) >> relu >> dense(64, sigmaW=w, sigmaB=b) >> relu >> dense(1, sigmaW=s)"
        "dense(64, sigmaW=w, sigmaB=b) >> erf >> residual(dense(64) >> erf >> dense(64, sigmaB=b), scale=s) >> dense(1)"
        "dense(64, sigmaW=w, sigmaB=b) >> tanh >> dense(1, sigmaW=s)"
    ]

let bound (text: string) values =
    ((kernel text), values)
    ||> List.fold (fun k (name, value) -> k.Bind(name, value))

[<Test>]
let ``the gradient of the evidence is that of finite differences``
    ([<Range(0, 2)>] which: int, [<Values>] evidence: Evidence, [<Values>] kind: KernelKind, [<Values>] relative: bool)
    =
    let ridge amount =
        if relative then
            Ridge.Relative amount
        else
            Ridge.Absolute amount

    let free = kernel architectures[which]
    // Derivatives of tanh go through numerical integration, so a few points have to do.
    let some = if which = 2 then [ 0..2 ] else [ 0..8 ]

    let evidenceAt values noise =
        let bound =
            (free, values) ||> List.fold (fun k (name, value) -> k.Bind(name, value))

        GaussianProcess.Condition(bound, points (rows some x), rows some y, ridge noise, kind)

    let gradient = (evidenceAt parameters 0.2).EvidenceGradient evidence
    Assert.That(gradient.Count, Is.EqualTo 4)

    shouldBeClose
        1e-7
        (derivative (fun noise -> (evidenceAt parameters noise).Evidence evidence) 0.2)
        gradient[GaussianProcess.NoiseName]

    for name, value in parameters do
        let at v =
            (evidenceAt (parameters |> List.map (fun (n, u) -> n, (if n = name then v else u))) 0.2).Evidence evidence

        shouldBeClose 1e-7 (derivative at value) gradient[name]

[<Test>]
let ``an asymmetric kernel is no covariance`` () =
    shouldRefuse "not symmetric" (fun () -> GaussianProcess.Condition(surrogate, points x, y, kind = KernelKind.Ntk))
