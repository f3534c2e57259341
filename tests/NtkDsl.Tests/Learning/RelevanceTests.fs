module NtkDsl.Tests.Learning.RelevanceTests

open System
open System.Collections.Generic
open System.Threading
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Text
open NtkDsl.Tests.Learning.Data

let private relu =
    "dense(64, sigmaW=sqrt(2), sigmaB=0.3) >> relu >> dense(64, sigmaW=sqrt(2)) >> relu >> dense(1, sigmaW=a)"

/// Smooth, with kinks, homogeneous, integrated, residual, normalised, and with a jump.
let private networks =
    [
        "dense(64, sigmaW=1.5, sigmaB=b) >> erf >> dense(1, sigmaW=a)"
        relu
        "dense(64, sigmaW=sqrt(2)) >> relu >> dense(1, sigmaW=a)"
        "dense(64, sigmaB=0.5) >> gelu >> dense(1, sigmaW=a)"
        "dense(64) >> residual(tanh >> dense(64)) >> dense(1, sigmaW=a)"
        "dense(64, sigmaB=0.2) >> layerNorm >> relu >> dense(1, sigmaW=a)"
        "dense(64, sigmaB=0.2) >> sign >> dense(1, sigmaW=a)"
        "dense(1, sigmaW=a, sigmaB=0.4)"
    ]

let private cases =
    [|
        for text in networks do
            yield [| box text; box KernelKind.Nngp |]

            if not (text.Contains "sign") then
                yield [| box text; box KernelKind.Ntk |]
    |]

let private bound (text: string) =
    (kernel text).Parameters
    |> Seq.fold (fun (k: Kernel) name -> k.Bind(name, 0.8)) (kernel text)

let private options = FitOptions(FitsRelevances = true)

/// The evidence and its gradient at some relevances.
let private evidenceAt (kernel: Kernel) kind noise objective (x: Matrix<float>) y (values: IDictionary<string, float>) =
    let relevances = nonNull (FeatureRelevances.Of(points x, options))

    let data =
        TrainingSet(kernel, points x, y, null, relevances.ScalesAt(Dictionary values))

    let struct (value, gradient) =
        GaussianProcess.EvidenceWithGradient(data, kind, noise, objective, relevances, CancellationToken.None)

    value, gradient

/// Points of which two are near to each other, and one is a multiple of another.
let private x =
    let x = normal 5 12 3
    x.SetRow(1, x.Row 0 + 1e-3 * x.Row 2)
    x.SetRow(4, 2.0 * x.Row 3)
    x

let private y = normal 6 12 2

let private values =
    dict [ "relevance[1]", 1.3; "relevance[2]", 0.4; "relevance[3]", 2.0 ]

[<TestCaseSource(nameof cases)>]
let ``the gradient by relevances is that of finite differences`` (text: string, kind: KernelKind) =
    for noise in [ Ridge.Absolute 0.1; Ridge.Relative 0.05 ] do
        for objective in [ Evidence.LogMarginalLikelihood; Evidence.LeaveOneOut ] do
            let evidence = evidenceAt (bound text) kind noise objective x y
            let _, gradient = evidence values

            for name in values.Keys do
                let along value =
                    let moved = Dictionary values
                    moved[name] <- value
                    fst (evidence moved)

                shouldBeClose 1e-6 (derivative along values[name]) gradient[name]

/// Beyond this many pairs kernels that follow from the angle come from a table of it.
[<TestCase("dense(64, sigmaW=sqrt(2)) >> relu >> dense(1, sigmaW=a)", KernelKind.Nngp)>]
[<TestCase("dense(64, sigmaW=sqrt(2)) >> relu >> dense(1, sigmaW=a)", KernelKind.Ntk)>]
[<TestCase("dense(64, sigmaB=0.3) >> gelu >> dense(1, sigmaW=a)", KernelKind.Nngp)>]
let ``large matrices have the derivatives of small ones`` (text: string, kind: KernelKind) =
    let k, x = bound text, normal 7 200 4
    let small = x.SubMatrix(0, 40, 0, 4)
    let whole = k.EvaluateWithInputDerivatives(points x, kind, CancellationToken.None)

    let part =
        k.EvaluateWithInputDerivatives(points small, kind, CancellationToken.None)

    let corner (m: Matrix<float>) = m.SubMatrix(0, 40, 0, 40)
    corner whole.Value |> shouldBeNear 1e-12 part.Value

    corner (nonNull whole.ByInput).ByRow
    |> shouldBeNear 1e-9 (nonNull part.ByInput).ByRow

    corner (nonNull whole.ByInput).ByCross
    |> shouldBeNear 1e-9 (nonNull part.ByInput).ByCross

/// The same by the definition, entry by entry.
[<Test>]
let ``one product gives the gradient of all features`` () =
    let k = bound relu

    let byInput =
        nonNull (k.EvaluateWithInputDerivatives(points x, KernelKind.Nngp, CancellationToken.None).ByInput)

    let weight = normal 8 12 12 |> fun a -> a + a.Transpose()
    let found = byInput.ByRelevances(weight, x)

    for feature in 0..2 do
        let along w =
            let scaled = x.Clone()
            scaled.SetColumn(feature, (x.Column feature).Multiply(Math.Sqrt w))

            (weight.PointwiseMultiply (k.EvaluateSymmetric(points scaled)).Nngp).Enumerate()
            |> Seq.sum

        shouldBeClose 1e-7 (derivative along 1.0) found[feature]

/// Targets that follow from the second feature and, less, the fourth.
let private inputs = normal 9 80 5

let private targets =
    let noise = normal 10 80 1

    [|
        for i in 0..79 -> sin (2.0 * inputs[i, 1]) + 0.4 * inputs[i, 3] + 0.05 * noise[i, 0]
    |]

let private free = kernel "dense(64, sigmaB=b) >> erf >> dense(1, sigmaW=a)"

let private fit (x: Matrix<float>) options =
    GaussianProcess.Fit(free, points x, Targets.Of targets, null, options = options)

[<Test>]
let ``features without a part in the targets have no relevance, and the evidence rises`` () =
    let plain = fit inputs (FitOptions(Starts = 2))
    let names = [| "one"; "two"; "three"; "four"; "five" |]

    let report =
        fit inputs (FitOptions(Starts = 2, FitsRelevances = true, FeatureNames = names))

    Assert.That(report.Best.LogMarginalLikelihood, Is.GreaterThan(plain.Best.LogMarginalLikelihood + 20.0))
    let ranked = report.Relevances
    Assert.That([ for relevance in ranked -> relevance.Name ] |> List.take 2, equalTo [ "two"; "four" ])
    Assert.That([ for relevance in ranked -> relevance.Feature ] |> List.take 2, equalTo [ 1; 3 ])
    Assert.That(ranked |> Seq.sumBy _.Share, Is.EqualTo(1.0).Within 1e-12)
    Assert.That(ranked |> Seq.skip 2 |> Seq.sumBy _.Share, Is.LessThan 0.01)
    Assert.That(ranked[0].StandardError.HasValue)
    Assert.That(ranked[4].AtBound, Is.EqualTo ParameterBound.Lower)
    Assert.That(Seq.isEmpty plain.Relevances)

    // They are no parameters of the architecture, and an irrelevant feature is nothing to be sorry about.
    Assert.That([ for parameter in report.Parameters -> parameter.Name ], equalTo [ "a"; "b"; "noise" ])
    Assert.That(report.Remarks |> Seq.filter _.Contains("relevance"), Is.Empty)
    Assert.That(string report, Does.Match @"feature +relevance +share +± of its log\ntwo +")
    Assert.That(string report, Does.Match @"\nfive +≤ 0\.0001 +0\.0 % +–|\n(one|three) +≤ 0\.0001 +0\.0 % +–")

[<Test>]
let ``the unit of a feature does not matter, and predictions take points as they are`` () =
    let units = Vector<float>.Build.DenseOfArray [| 1.0; 1000.0; 0.01; 1.0; 1.0 |]
    let other = inputs * Matrix<float>.Build.DiagonalOfDiagonalVector units
    let options = FitOptions(Starts = 1, FitsRelevances = true)
    let one, two = fit inputs options, fit other options
    shouldBeClose 1e-6 one.Best.LogMarginalLikelihood two.Best.LogMarginalLikelihood
    shouldBeClose 1e-3 one.Relevances[0].Value two.Relevances[0].Value
    let test = normal 11 6 5
    let first = one.Best.Predict(points test)

    let second =
        two.Best.Predict(points (test * Matrix<float>.Build.DiagonalOfDiagonalVector units))

    second.Mean |> shouldBeNear 1e-4 first.Mean
    (second.Variance - first.Variance).L2Norm() |> shouldBeClose 1e-4 0.0

    // By hand: the kernel sees features times their scales.
    let scales = Vector<float>.Build.DenseOfEnumerable(nonNull one.Best.InputScales)

    let scaled (m: Matrix<float>) =
        points (m * Matrix<float>.Build.DiagonalOfDiagonalVector scales)

    let plain =
        GaussianProcess.Condition(
            one.Best.Kernel,
            scaled inputs,
            Targets.Of targets,
            Ridge.Absolute one.Best.NoiseVariance
        )

    first.Mean |> shouldBeNear 1e-10 (plain.Predict(scaled test).Mean)

[<Test>]
let ``a model in a file keeps the relevances`` () =
    use folder = new Folder()
    let report = fit inputs (FitOptions(Starts = 1, FitsRelevances = true))
    FittedModel.Of(report.Best).Save(folder.At "m.ntk")
    let loaded = FittedModel.Load(folder.At "m.ntk", [])
    let test = normal 11 6 5
    loaded.Predict test |> shouldBeNear 0.0 (report.Best.Predict(points test).Mean)
    Assert.That((nonNull loaded.Process).InputScales, equalTo report.Best.InputScales)

[<Test>]
let ``features that do not vary are said`` () =
    let x = inputs.Clone()
    x.SetColumn(0, Vector<float>.Build.Dense 80)
    x.SetColumn(2, Vector<float>.Build.Dense(80, 3.0))
    let report = fit x (FitOptions(Starts = 1, FitsRelevances = true))
    Assert.That(report.Remarks, Does.Contain(Messages.EmptyFeatures [| "1" |]))
    Assert.That(report.Remarks, Does.Contain(Messages.ConstantFeatures [| "3" |]))
    let last = report.Relevances[4]
    Assert.That((last.Name, last.Value, last.Share), Is.EqualTo(("1", 0.0, 0.0)))

    // Nothing but a bias is left.
    let none =
        fit (Matrix<float>.Build.Dense(80, 5)) (FitOptions(Starts = 1, FitsRelevances = true))

    Assert.That(none.Relevances |> Seq.map _.Share, Is.All.EqualTo 0.0)

[<Test>]
let ``a comparison predicts points that are kept back`` () =
    let options =
        ComparisonOptions(
            Criterion = ComparisonCriterion.Validation,
            Validation = Validation.Folds 4,
            Fit = FitOptions(Starts = 1, FitsRelevances = true)
        )

    let table =
        Comparison.Of([ free ], points inputs, Targets.Of targets, null, options)

    Assert.That(table.Rows[0].ValidationError.Value, Is.LessThan 0.15)

[<Test>]
let ``what relevances cannot be had of is refused`` () =
    let early = kernel "relu >> dense(1, sigmaW=a)"

    let refuses (message: string) (action: unit -> 'a) =
        Assert.That(refusal action, Is.EqualTo message)

    refuses Messages.NoInputDerivatives (fun () ->
        GaussianProcess.Fit(early, points inputs, Targets.Of targets, null, options = options))

    refuses Messages.NoRelevancesOfClassifier (fun () ->
        LaplaceClassifier.Fit(free, points inputs, [| for i in 0..79 -> i % 2 |], options = options))

    refuses (Messages.FeatureNamesDiffer(5, 1)) (fun () ->
        fit inputs (FitOptions(FitsRelevances = true, FeatureNames = [| "x" |])))

    let table = Table.Of("t", inputs, [| "a"; "b"; "c"; "d"; "y" |])

    refuses Messages.NoRelevancesOnSphere (fun () ->
        Model.Fit(Layers.Dense 1, table, "y", ModelSettings(OnSphere = true, Search = options)))

[<Test>]
let ``a table's features have names, categories too`` () =
    let text = "kind,size,y\nred,1,1\nblue,2,2\nred,3,2.5\n"
    let table = CsvTable.Read(new IO.StringReader(text), "t")
    let prepared = Preprocessing.Learn(table, [| "y" |], categories = [| "kind" |])
    Assert.That(prepared.FeatureNames, equalTo [ "kind=blue"; "kind=red"; "size" ])
