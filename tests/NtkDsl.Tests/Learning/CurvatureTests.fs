module NtkDsl.Tests.Learning.CurvatureTests

open System
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Learning.Data

let private inputs, targets = FitTests.inputs, FitTests.targets

let private fit architecture (options: FitOptions) =
    GaussianProcess.Fit(kernel architecture, points inputs, targets, null, options = options)

let private error (report: FitReport<GaussianProcess>) name =
    (report.Parameters |> Seq.find (fun parameter -> parameter.Name = name)).StandardError

[<Test>]
let ``the error of a variance is that of theory`` () =
    // Noise alone: the curvature of log N(0, σ²) in log σ² is n/2 at its maximum.
    let report =
        GaussianProcess.Fit(
            kernel "dense(1, sigmaW=1e-6)",
            points inputs,
            normal 5 40 1,
            null,
            options = FitOptions(Starts = 1)
        )

    let noise = report.Parameters[0]
    shouldBeClose 1e-4 (sqrt (2.0 / 40.0)) noise.StandardError.Value
    shouldBeClose 1e-6 (noise.Value * exp (1.959964 * noise.StandardError.Value)) noise.High.Value
    shouldBeClose 1e-6 (noise.Value * exp (-1.959964 * noise.StandardError.Value)) noise.Low.Value

[<Test>]
let ``errors are those of second differences of the evidence`` () =
    let report =
        fit "dense(64, sigmaW=w, sigmaB=0.5) >> erf >> dense(1, sigmaW=s)" (FitOptions(Starts = 1))

    let names = [ "noise"; "s"; "w" ]
    let at = report.Parameters |> Seq.map (fun p -> p.Name, log p.Value) |> Map

    let evidence (moved: Map<string, float>) =
        GaussianProcess
            .Condition(
                (kernel "dense(64, sigmaW=w, sigmaB=0.5) >> erf >> dense(1, sigmaW=s)")
                    .Bind("w", exp moved["w"])
                    .Bind("s", exp moved["s"]),
                points inputs,
                targets,
                Ridge.Absolute(exp moved["noise"])
            )
            .LogMarginalLikelihood

    let h = 2e-3
    let move name step (values: Map<string, float>) = values.Add(name, values[name] + step)

    let second a b =
        Seq.sum
            [
                for p, q in [ 1.0, 1.0; 1.0, -1.0; -1.0, 1.0; -1.0, -1.0 ] ->
                    p * q * evidence (at |> move a (p * h) |> move b (q * h))
            ]
        / (4.0 * h * h)

    let covariance =
        inverse (MathNet.Numerics.LinearAlgebra.Matrix<float>.Build.Dense(3, 3, fun i j -> -(second names[i] names[j])))

    for i in 0..2 do
        shouldBeClose 1e-3 (sqrt covariance[i, i]) (error report names[i]).Value

[<Test>]
let ``flat directions are named`` () =
    let directions architecture =
        [
            for direction in (fit architecture (FitOptions(Starts = 2))).FlatDirections -> string direction
        ]

    Assert.That(
        directions "dense(64, sigmaW=s) >> relu >> dense(1, sigmaW=a)",
        Is.EqualTo<string seq>
            [
                "The data determine a and s only as their product: a·c and s/c have the same evidence for every c."
            ]
    )

    Assert.That(
        directions "dense(64, sigmaW=s, sigmaB=b) >> relu >> dense(1, sigmaW=a)",
        Is.EqualTo<string seq>
            [
                "The data determine a, b and s only up to a factor: a·c, b/c and s/c have the same evidence for every c."
            ]
    )

    Assert.That(
        directions "dense(64, sigmaW=p) >> relu >> dense(64, sigmaW=q) >> relu >> dense(1, sigmaW=r)",
        Has.Length.EqualTo 2
    )

    Assert.That(
        directions "dense(64, sigmaW=p/q) >> erf >> dense(1)",
        Is.EqualTo<string seq>
            [
                "The data determine p and q only as their quotient: p·c and q·c have the same evidence for every c."
            ]
    )

[<Test>]
let ``a parameter without effect is not determined`` () =
    let report =
        fit "dense(64, sigmaW=u) >> layerNorm >> relu >> dense(1, sigmaW=s)" (FitOptions(Starts = 1))

    Assert.That(
        report.Remarks,
        Is.EqualTo<string seq> [ "The data do not determine u: other values have the same evidence." ]
    )

    Assert.That(Double.IsPositiveInfinity (error report "u").Value)
    Assert.That(Double.IsFinite (error report "s").Value)
    Assert.That(string report, Does.Match @"\nu +\S+ +∞ +0 +∞\n")

    let plain =
        fit "dense(64, sigmaW=s) >> relu >> dense(1)" (FitOptions(Starts = 1, MeasuresCurvature = false))

    Assert.That((error plain "s").HasValue, Is.False)
    Assert.That(string plain, Does.Not.Contain "± of its log")
