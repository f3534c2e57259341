module NtkDsl.Tests.Learning.ComparisonTests

open System
open System.Collections.Generic
open System.Threading
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data

let private candidates =
    [
        kernel "dense(64) >> relu >> dense(1)"
        kernel "dense(64, sigmaW=w, sigmaB=b) >> erf >> dense(1, sigmaW=s)"
    ]

let private inputs, targets = FitTests.inputs, FitTests.targets

let private fixedNoise =
    FitOptions(Starts = 1, Fixed = [| GaussianProcess.NoiseName |])

let private noise = Ridge.Absolute 0.05

let private compare (options: ComparisonOptions) =
    Comparison.Of(candidates, points inputs, targets, noise, options)

let private error (predicted: Matrix<float>) (truth: Matrix<float>) =
    (predicted - truth).Enumerate() |> Seq.averageBy (fun e -> e * e) |> sqrt

[<Test>]
let ``architectures are ranked by what is asked`` () =
    for criterion in [ ComparisonCriterion.Evidence; ComparisonCriterion.LeaveOneOut ] do
        let table =
            compare (ComparisonOptions(Criterion = criterion, Fit = FitOptions(Starts = 2)))

        Assert.That(table.Best.Name, Does.Contain "erf")
        Assert.That(table.Rows[0].Score, Is.GreaterThan table.Rows[1].Score)

        for row in table.Rows do
            let loo = row.Process.LeaveOneOut().Mean
            shouldBeClose 1e-12 (error loo targets) row.LeaveOneOutError
            shouldBeClose 1e-12 (row.Process.Evidence Evidence.LogMarginalLikelihood) row.LogMarginalLikelihood
            shouldBeClose 1e-12 (row.Process.Evidence Evidence.LeaveOneOut) row.LeaveOneOutLogDensity
            Assert.That(row.ValidationError.HasValue, Is.False)
            Assert.That(row.LeaveOneOutAccuracy.HasValue, Is.False)

        Assert.That(string table, Does.Contain "with b = ")

[<Test>]
let ``validation refits without the points that are kept back`` () =
    let splits (validation: Validation) =
        [ for struct (training, held) in validation.Splits 40 -> training, held ]

    let folds, holdout = Validation.Folds(4, 3L), Validation.Holdout(0.25, 3L)
    Assert.That(splits folds |> List.collect (snd >> List.ofArray) |> List.sort, Is.EqualTo<int seq> [ 0..39 ])
    Assert.That(splits holdout |> List.map (snd >> Array.length), Is.EqualTo<int seq> [ 10 ])

    for validation in [ folds; holdout ] do
        let table =
            compare (
                ComparisonOptions(Criterion = ComparisonCriterion.Validation, Validation = validation, Fit = fixedNoise)
            )

        let relu = table.Rows |> Seq.find (fun row -> row.Name.Contains "relu")

        let predicted, truth =
            [
                for training, held in splits validation do
                    let model =
                        GaussianProcess.Condition(
                            candidates[0],
                            points (rows training inputs),
                            rows training targets,
                            noise
                        )

                    yield! (model.Predict(points (rows held inputs)).Mean - rows held targets).Enumerate()
            ]
            |> fun errors -> errors |> List.averageBy (fun e -> e * e) |> sqrt, relu.ValidationError

        shouldBeClose 1e-12 predicted truth.Value

[<Test>]
let ``transforms are learned without the points that are kept back, and errors are in the units of the targets`` () =
    // One far point, whose share in the transforms would show.
    let features =
        Matrix<float>.Build.Dense(40, 1, fun i _ -> if i = 7 then 90.0 else 10.0 + 3.0 * inputs[i, 0])

    let numbers =
        Matrix<float>.Build.Dense(40, 1, fun i _ -> if i = 7 then 4000.0 else 500.0 * targets[i, 0])

    let table = Table.Of("far.csv", features.Append numbers, [| "a"; "y" |])

    for standardize in [ true; false ] do
        let learn rows =
            Preprocessing.Learn(table.Rows rows, [| "y" |], standardize = standardize)

        let all = learn [| 0..39 |]
        let validation = Validation.Folds(8, 1L)

        let options =
            ComparisonOptions(Criterion = ComparisonCriterion.Validation, Validation = validation, Fit = fixedNoise)

        let row = (Comparison.Of([ candidates[0] ], table, all, noise, options)).Best

        let condition (preprocessing: Preprocessing) (rows: Table) =
            GaussianProcess.Condition(candidates[0], preprocessing.PointsOf rows, preprocessing.TargetsOf rows, noise)

        let errors =
            [
                for struct (training, held) in validation.Splits 40 do
                    let preprocessing = learn training
                    let model = condition preprocessing (table.Rows training)
                    let mean = model.Predict(preprocessing.PointsOf(table.Rows held)).Mean
                    yield! (preprocessing.Restore mean - rows held numbers).Enumerate()
            ]

        shouldBeClose 1e-12 (errors |> List.averageBy (fun e -> e * e) |> sqrt) row.ValidationError.Value
        let whole = condition all table
        shouldBeClose 1e-12 (error (all.Restore(whole.LeaveOneOut().Mean)) numbers) row.LeaveOneOutError
        shouldBeClose 1e-12 whole.LogMarginalLikelihood row.LogMarginalLikelihood

[<Test>]
let ``rows tell what is wrong with their fits, and those that failed have none`` () =
    let bounds = Dictionary<string, ParameterBounds>()
    bounds["s"] <- ParameterBounds(1e170, 1e200)
    bounds["w"] <- ParameterBounds(0.1, 0.2)

    let kernels =
        [ kernel "dense(1, sigmaW=s)"; kernel "dense(64, sigmaW=w) >> erf >> dense(1)" ]

    let options =
        ComparisonOptions(
            Criterion = ComparisonCriterion.Validation,
            Validation = Validation.Folds 3,
            Fit = FitOptions(Starts = 1, Bounds = bounds)
        )

    let table = Comparison.Of(kernels, points inputs, targets, noise, options)
    Assert.That(table.Rows, Has.Count.EqualTo 1)
    Assert.That(table.Best.Remarks[0], Does.StartWith "At the bounds of the search: w ≥ 0.2")
    Assert.That(table.Best.Remarks[1], Is.EqualTo "The same holds in 3 of 3 rounds of validation.")

    Assert.That(
        Messages.RemarkableRounds(2, 3, 1, "So."),
        Is.EqualTo "In 2 of 3 rounds of validation the fit is not what it looks like. Of round 1: So."
    )

    let failure = table.Failures[0]
    Assert.That(failure.Name, Is.EqualTo "dense(1, sigmaW=s)")
    Assert.That(failure.Kind, Is.EqualTo KernelKind.Nngp)
    Assert.That(failure.Reason, Does.StartWith "No start of the fit succeeded.")

    Assert.That(
        string table,
        (Does.Contain "\n   At the bounds of the search: w ").And.EndsWith
            $"\n–  dense(1, sigmaW=s)   NNGP\n   {failure.Reason}"
    )

    shouldRefuse "No architecture could be fitted. Of the first: No start of the fit succeeded." (fun () ->
        Comparison.Of([ kernels[0] ], points inputs, targets, noise, options))

    shouldRefuse "There is no architecture to compare." (fun () ->
        Comparison.Of([], points inputs, targets, noise, options))

    let singular =
        Comparison.Of([ candidates[0] ], points (rows [ 0; 0; 1 ] inputs), rows [ 0; 0; 1 ] targets, Ridge.None)

    Assert.That(singular.Best.Remarks, Has.Some.Contains "a jitter of ")

[<Test>]
let ``classes are judged by accuracy`` () =
    let classes = [| for i in 0..39 -> if inputs[i, 0] > 0.0 then 1 else 0 |]
    let y = OneHot.Of(2, true).Encode classes

    let options =
        ComparisonOptions(
            Criterion = ComparisonCriterion.Validation,
            HasClasses = true,
            Fit = fixedNoise,
            Kinds = [| KernelKind.Nngp; KernelKind.Ntk |]
        )

    let table =
        Comparison.Of([ kernel "dense(1)"; kernel "dense(64) >> relu >> dense(1)" ], points inputs, y, noise, options)

    Assert.That(table.Rows.Count, Is.EqualTo 4)
    Assert.That(table.Best.ValidationAccuracy.Value, Is.GreaterThan 0.8)
    Assert.That(table.Best.Score, Is.EqualTo table.Best.ValidationAccuracy.Value)
    Assert.That(table.Best.LeaveOneOutAccuracy.Value, Is.InRange(0.8, 1.0))
    Assert.That(string table, Does.Contain "validation accuracy")

[<Test>]
let ``bounds of parameters that only some have are no mistake`` () =
    let bounds = Dictionary<string, ParameterBounds>()
    bounds["w"] <- ParameterBounds(0.5, 0.6)

    let table =
        compare (ComparisonOptions(Fit = FitOptions(Starts = 1, Bounds = bounds)))

    let erf = table.Rows |> Seq.find (fun row -> row.Name.Contains "erf")
    Assert.That(erf.Process.Kernel.Bindings["w"], Is.InRange(0.5, 0.6))

[<Test>]
let ``nonsense is refused, and cancellation heard`` () =
    let validate validation =
        fun () ->
            compare (
                ComparisonOptions(Criterion = ComparisonCriterion.Validation, Validation = validation, Fit = fixedNoise)
            )

    shouldRefuse "folds" (validate (Validation.Folds 41))
    shouldRefuse "above 0 and below 1" (fun () -> Validation.Holdout 1.0)
    shouldRefuse "leaves none" (validate (Validation.Holdout 0.001))

    let cancelled () =
        Comparison.Of(candidates, points inputs, targets, noise, cancellation = CancellationToken true)
        |> ignore

    Assert.That(Action cancelled, Throws.InstanceOf<OperationCanceledException>())
