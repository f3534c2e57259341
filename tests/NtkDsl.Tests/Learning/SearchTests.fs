module NtkDsl.Tests.Learning.SearchTests

open System
open System.Collections.Generic
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data

let private vector (values: float list) =
    Vector<float>.Build.DenseOfEnumerable values

/// Climbs a function of two numbers that may have no value.
let private climb (lower, upper) start (f: float -> float -> (float * float * float) option) =
    let evaluate (u: Vector<float>) : Slope | null =
        match f u[0] u[1] with
        | Some(value: float, a, b) -> Slope(value, vector [ a; b ])
        | None -> null

    ProjectedBfgs(evaluate, vector [ lower; lower ], vector [ upper; upper ], 200).From(vector start)

/// −(1 − x)² − 100 (y − x²)², a long bent ridge with its top at (1, 1).
let private ridge x y =
    -((1.0 - x) ** 2.0) - 100.0 * (y - x * x) ** 2.0, 2.0 * (1.0 - x) + 400.0 * x * (y - x * x), -200.0 * (y - x * x)

[<Test>]
let ``the search finds a maximum inside, at a bound, and before a place without values`` () =
    let inside = climb (-3.0, 3.0) [ -1.2; 1.0 ] (fun x y -> Some(ridge x y)) |> nonNull
    Assert.That(inside.End, Is.EqualTo SearchEnd.Stationary)
    shouldBeNear 1e-4 (vector([ 1; 1 ]).ToColumnMatrix()) (inside.Point.ToColumnMatrix())
    // Below x = 0.5 the ridge rises to its edge, at y = 0.25.
    let edge = climb (-3.0, 0.5) [ -1.2; 0.3 ] (fun x y -> Some(ridge x y)) |> nonNull
    Assert.That(edge.Point[0], Is.EqualTo 0.5)
    shouldBeClose 1e-4 0.25 edge.Point[1]

    let walled =
        climb (-3.0, 3.0) [ -1.2; 1.0 ] (fun x y -> if x > 1.1 then None else Some(ridge x y))
        |> nonNull

    shouldBeClose 1e-4 1.0 walled.Point[0]
    Assert.That(climb (-3.0, 3.0) [ 1.2; 1.0 ] (fun _ _ -> None), Is.Null)

let private inputs, targets = FitTests.inputs, FitTests.targets

let private fitted architecture (scale: float) (options: FitOptions) =
    GaussianProcess.Fit(kernel architecture, points inputs, Targets.Of(scale * targets), null, options = options)

let private erf = "dense(64, sigmaW=w, sigmaB=0.5) >> erf >> dense(1, sigmaW=s)"

[<Test>]
let ``a fit does not depend on the units of the targets`` () =
    let one = fitted erf 1.0 (FitOptions(Starts = 3))
    let found (report: FitReport<GaussianProcess>) name = report.Best.Kernel.Bindings[name]

    for scale in [ 1e-5; 1e3; 2e4 ] do
        let report = fitted erf scale (FitOptions(Starts = 3))
        shouldBeClose 1e-4 (scale * found one "s" / scale) (found report "s" / scale)
        shouldBeClose 1e-4 (found one "w") (found report "w")
        shouldBeClose 1e-4 one.Best.NoiseVariance (report.Best.NoiseVariance / scale / scale)

        shouldBeClose 1e-6 (one.Best.LogMarginalLikelihood - 40.0 * log scale) report.Best.LogMarginalLikelihood

        Assert.That(report.Remarks, Is.Empty)

[<Test>]
let ``a parameter before a sigmoid keeps its bounds, and given ones hold`` () =
    let bounds = Dictionary<string, ParameterBounds>()
    bounds["s"] <- ParameterBounds(0.5, 2.0)
    let report = fitted erf 1e4 (FitOptions(Starts = 4, Bounds = bounds))

    for start in report.Starts do
        Assert.That(start.Initial["w"], Is.InRange(0.01, 100.0))
        Assert.That(start.Final["s"], Is.InRange(0.5, 2.0))

[<Test>]
let ``a prior that is far from the targets gets a hint`` () =
    let fixedScale =
        fitted "dense(64, sigmaW=w) >> erf >> dense(1)" 1e4 (FitOptions(Starts = 1))

    Assert.That(string fixedScale, Does.Contain "but the prior's standard deviation is 0.")

    let tiny =
        GaussianProcess.Condition(relu1, points x, Targets.Of(1e-7 * y), Ridge.Absolute 1e-16)

    Assert.That(tiny.Remarks[0], Does.Contain "far below the prior's standard deviation of 0.")

    let none =
        GaussianProcess.Condition(relu1, points x, Targets.Of(0.0 * y), Ridge.Absolute 0.1)

    Assert.That(none.Remarks, Is.EqualTo<string seq> [ Messages.EqualTargets ])

[<Test>]
let ``parameters at their bounds are marked, in words too`` () =
    let bounds = Dictionary<string, ParameterBounds>()
    bounds["w"] <- ParameterBounds(0.1, 0.7)
    bounds[GaussianProcess.NoiseName] <- ParameterBounds(1.0, 3.0)
    let report = fitted erf 1.0 (FitOptions(Starts = 2, Bounds = bounds))
    let start = report.Starts[0]
    Assert.That(start.Outcome, Is.EqualTo "converged at a bound")
    Assert.That(start.AtBounds, Has.Count.EqualTo 2)
    Assert.That(start.AtBounds["w"], Is.EqualTo ParameterBound.Upper)
    Assert.That(start.AtBounds["noise"], Is.EqualTo ParameterBound.Lower)
    Assert.That(string report, Does.Match @"≥ 0\.7 +≤ 1 .*converged at a bound")

    Assert.That(
        report.Remarks,
        Is.EqualTo<string seq>
            [
                "At the bounds of the search: w ≥ 0.7 and noise ≤ 1. Beyond them the fit may be better still. Move the bounds (FitOptions.Bounds, --bounds), or give such a parameter a value."
            ]
    )

    let estimate = report.Parameters |> Seq.find (fun parameter -> parameter.Name = "w")
    Assert.That(estimate.AtBound, Is.EqualTo(Nullable ParameterBound.Upper))
    Assert.That(estimate.StandardError.HasValue, Is.False)
    Assert.That(estimate.High.HasValue, Is.False)

[<Test>]
let ``a start that fails is none, and a fit without any is refused`` () =
    let between low high starts =
        let bounds = Dictionary<string, ParameterBounds>()
        bounds["s"] <- ParameterBounds(low, high)
        fun () -> fitted "dense(1, sigmaW=s)" 1.0 (FitOptions(Starts = starts, Bounds = bounds))

    shouldRefuse
        "No start of the fit succeeded. The last word of one was: The kernel between points 1 and 1 is Infinity"
        (between 1e170 1e200 2)

    let report = between 1.0 1e200 12 ()

    let failed =
        report.Starts |> Seq.filter (fun start -> not start.Succeeded) |> List.ofSeq

    Assert.That(failed, Has.Length.InRange(1, 11))
    Assert.That(failed[0].Final, Is.Empty)
    Assert.That(Double.IsNegativeInfinity failed[0].Evidence)

    Assert.That(
        string report,
        (Does.Match @"– +– +– +1 +failed").And.Match @"\nStart \d failed: The kernel between points "
    )

    Assert.That(report.Best.LogMarginalLikelihood, Is.GreaterThan -1000.0)

[<Test>]
let ``one point is conditioned on, but determines no parameters`` () =
    let one, target = points (rows [ 0 ] x), rows [ 0 ] y

    let posterior =
        GaussianProcess.FitOrCondition(relu1, one, target, Ridge.None).Best.Predict one

    shouldBeNear 1e-12 target posterior.Mean

    shouldRefuse "A fit needs at least 2 points, but there is 1. Give noise a value" (fun () ->
        GaussianProcess.FitOrCondition(relu1, one, target, null))
