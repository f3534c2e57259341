module NtkDsl.Tests.Learning.FitTests

open System
open System.Collections.Generic
open System.Threading
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Learning.Data

let free = kernel "dense(64, sigmaW=w, sigmaB=b) >> erf >> dense(1, sigmaW=s)"
let inputs = normal 21 40 2

/// Targets drawn from the process itself.
let targets =
    let truth = free.Bind("w", 2.0).Bind("b", 0.5).Bind("s", 1.5)
    let k = truth.EvaluateSymmetric(points inputs).Nngp + 0.01 * identity 40
    k.Cholesky().Factor * normal 22 40 1

let fit options =
    GaussianProcess.Fit(free, points inputs, targets, Ridge.Absolute 0.05, KernelKind.Nngp, options)

[<Test>]
let ``the fit explains the data better than the truth, at a stationary point`` ([<Values>] objective: Evidence) =
    let report = fit (FitOptions(Starts = 3, Objective = objective))

    let truth =
        GaussianProcess.Condition(
            free.Bind("w", 2.0).Bind("b", 0.5).Bind("s", 1.5),
            points inputs,
            targets,
            Ridge.Absolute 0.01
        )

    let best = report.Best.Evidence objective
    Assert.That(best, Is.GreaterThan(truth.Evidence objective))
    Assert.That(report.Starts.Count, Is.EqualTo 3)
    shouldBeClose 1e-12 best (report.Starts |> Seq.map _.Evidence |> Seq.max)
    let gradient = report.Best.EvidenceGradient objective

    let bound =
        dict
            [
                for start in report.Starts do
                    if start.Evidence = best then
                        yield! (start.Final |> Seq.map (fun p -> p.Key, p.Value))
            ]

    for p in gradient do
        let value = bound[p.Key]

        let low, high =
            if p.Key = GaussianProcess.NoiseName then
                1e-6, 10.0
            else
                0.01, 100.0

        let slope = p.Value * value

        let optimal =
            abs slope < 1e-2
            || (value < low * 1.0001 && slope < 0.0)
            || (value > high * 0.9999 && slope > 0.0)

        Assert.That(optimal, (fun () -> $"{p.Key} = {value}, slope {slope}"))

[<Test>]
let ``bounds hold, and progress tells each start`` () =
    let bounds = Dictionary<string, ParameterBounds>()
    bounds["w"] <- ParameterBounds(0.1, 0.7)
    bounds[GaussianProcess.NoiseName] <- ParameterBounds(0.02, 0.03)
    let told = List<FitStart>()

    let progress =
        { new IProgress<FitStart> with
            member _.Report start = told.Add start
        }

    let report =
        GaussianProcess.Fit(
            free,
            points inputs,
            targets,
            Ridge.Relative 0.05,
            options = FitOptions(Starts = 2, Bounds = bounds),
            progress = progress
        )

    Assert.That(
        Seq.forall2 (fun a b -> obj.ReferenceEquals(a, b)) told report.Starts
        && told.Count = 2
    )

    for start in report.Starts do
        Assert.That(start.Final["w"], Is.InRange(0.1, 0.7))
        Assert.That(start.Final["noise"], Is.InRange(0.02, 0.03))
        Assert.That(start.Evaluations, Is.GreaterThan 1)
        Assert.That(start.Outcome, Is.Not.Empty)

[<Test>]
let ``without noise none is fitted`` () =
    let report =
        GaussianProcess.Fit(free, points inputs, targets, Ridge.None, options = FitOptions(Starts = 1))

    Assert.That(report.Starts[0].Final.ContainsKey "noise", Is.False)
    Assert.That(report.Best.NoiseVariance, Is.Zero)

[<Test>]
let ``cancellation is heard and nonsense refused`` () =
    let cancelled () =
        GaussianProcess.Fit(free, points inputs, targets, Ridge.Absolute 0.1, cancellation = CancellationToken true)
        |> ignore

    Assert.That(Action cancelled, Throws.InstanceOf<OperationCanceledException>())
    shouldRefuse "nothing to fit" (fun () -> GaussianProcess.Fit(relu1, points x, y, Ridge.None))
    let unknown = Dictionary<string, ParameterBounds>()
    unknown["q"] <- ParameterBounds(1.0, 2.0)
    shouldRefuse "no free parameter q" (fun () -> fit (FitOptions(Bounds = unknown)))
    shouldRefuse "bounds" (fun () -> ParameterBounds(2.0, 1.0))
    shouldRefuse "bounds" (fun () -> ParameterBounds(nan, 1.0))
    let named = kernel "dense(64, sigmaW=noise) >> relu >> dense(1)"
    shouldRefuse "called noise" (fun () -> GaussianProcess.Fit(named, points x, y, Ridge.Absolute 0.1))

[<Test>]
let ``training speed adds up to the evidence and bounds it from below`` () =
    let model = GaussianProcess.Condition(relu1, points x, y, Ridge.Absolute 0.1)
    let speed = model.TrainingSpeed()
    shouldBeClose 1e-11 model.LogMarginalLikelihood (speed.LogPredictive.Sum())
    Assert.That(speed.LowerBound, Is.LessThan model.LogMarginalLikelihood)

    for i in [ 1; 5 ] do
        let before = [ 0 .. i - 1 ]

        let posterior =
            GaussianProcess
                .Condition(relu1, points (rows before x), rows before y, Ridge.Absolute 0.1)
                .Predict(points (rows [ i ] x))

        let term j =
            -0.5
            * (log (2.0 * Math.PI * 0.1)
               + ((y[i, j] - posterior.Mean[0, j]) ** 2.0 + posterior.Variance[0]) / 0.1)

        shouldBeClose 1e-10 (term 0 + term 1) speed.ExpectedLogLikelihood[i]

    shouldRefuse "noise" (fun () -> GaussianProcess.Condition(erf2, points x, y).TrainingSpeed())

[<Test>]
let ``what is fixed stays`` () =
    let report =
        GaussianProcess.Fit(
            free.Bind("w", 1.25),
            points inputs,
            targets,
            Ridge.Absolute 0.05,
            options = FitOptions(Starts = 2, Fixed = [| "w"; GaussianProcess.NoiseName |])
        )

    Assert.That(report.Best.Kernel.Bindings["w"], Is.EqualTo 1.25)
    Assert.That(report.Best.NoiseVariance, Is.EqualTo 0.05)
    Assert.That(report.Starts[0].Final.Keys, Is.EquivalentTo [ "b"; "s" ])
    Assert.That(string report, Does.Match @"start +b +s +log evidence +evaluations +ended")

    let all = FitOptions(Fixed = [| "w"; "b"; "s"; GaussianProcess.NoiseName |])
    let bound = free.Bind("w", 2.0).Bind("b", 0.5).Bind("s", 1.5)

    let conditioned =
        GaussianProcess.FitOrCondition(bound, points inputs, targets, Ridge.Absolute 0.05, options = all)

    Assert.That(conditioned.Starts, Is.Empty)

    shouldBeClose
        0.0
        (GaussianProcess.Condition(bound, points inputs, targets, Ridge.Absolute 0.05).LogMarginalLikelihood)
        conditioned.Best.LogMarginalLikelihood

    shouldRefuse "nothing to fit" (fun () ->
        GaussianProcess.Fit(bound, points inputs, targets, Ridge.Absolute 0.05, options = all))
