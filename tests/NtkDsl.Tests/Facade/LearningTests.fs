module NtkDsl.Tests.Facade.LearningTests

open System.IO
open MathNet.Numerics.LinearAlgebra
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Text
open type NtkDsl.Layers

let private kernel =
    Dense(8, sigmaW = 1.5, sigmaB = 0.3) --> Erf --> Dense 1 |> Kernel.compile

let private x = [ [| 1.0; 2.0 |]; [| -0.5; 3.0 |]; [| 0.0; 1.0 |] ]
let private y = [ 1.0; -1.0; 0.5 ]
let private column = Matrix<float>.Build.DenseOfColumns [ y ]
let private test = [ [| 0.3; 0.3 |]; [| -1.0; 0.5 |] ]
let private noise = Ridge.Absolute 0.1

[<Test>]
let ``targets may be numbers, rows, an array or a matrix`` () =
    let same (targets: Matrix<float>) = Assert.That(targets, equalTo column)
    Targets.from y |> same
    Targets.from (List.toArray y) |> same
    Targets.from [ for value in y -> [| value |] ] |> same
    Targets.from (array2D [ for value in y -> [ value ] ]) |> same
    Targets.from column |> same

[<Test>]
let ``processes condition, predict and draw`` () =
    let model = kernel |> GaussianProcess.condition noise x y
    let posterior = model |> GaussianProcess.predict test

    let expected =
        GaussianProcess.Condition(kernel, Points.Of x, column, noise).Predict(Points.Of test)

    Assert.That(posterior.Mean, equalTo expected.Mean)

    Assert.That(
        posterior |> Posterior.moments 0,
        equalTo [ for i in 0..1 -> expected.Mean[i, 0], sqrt expected.Variance[i] ]
    )

    Assert.That((posterior |> Posterior.withNoise 0.5).Variance[0], equalTo (expected.Variance[0] + 0.5))
    Assert.That(posterior |> Posterior.sample 3 7L |> List.last, equalTo (expected.Sample(3, 7L)[2]))
    let tangent = kernel |> GaussianProcess.conditionOn KernelKind.Ntk noise x y
    Assert.That(tangent.Kind, equalTo KernelKind.Ntk)

[<Test>]
let ``regressions and ensembles train`` () =
    let regression = kernel |> KernelRegression.train noise x y
    let expected = KernelRegression.Train(kernel, Points.Of x, column, noise)
    Assert.That(regression |> KernelRegression.predict test, equalTo (expected.Predict(Points.Of test)))
    let ensemble = kernel |> TrainedEnsemble.train x y
    let after = ensemble |> TrainedEnsemble.after (Training.Flow 1.0) test

    Assert.That(after.Mean, equalTo (ensemble.After(Training.Flow 1.0, Points.Of test).Mean))

    Assert.That(
        [
            for point in ensemble |> TrainedEnsemble.lossCurve [ 0.0; 1.0 ] -> 3.0 * point.TrainingLoss
        ],
        equalTo [ for t in [ 0.0; 1.0 ] -> 3.0 * (ensemble.LossOfMean(Training.Flow t) / 3.0) ]
    )

[<Test>]
let ``many points have modules of their own`` () =
    let iterative = kernel |> IterativeRegression.train noise x y
    let expected = IterativeRegression.Train(kernel, Points.Of x, column, noise)
    Assert.That(iterative |> IterativeRegression.predict test, equalTo (expected.Predict(Points.Of test)))
    let landmarks = Landmarks.Uniform 2
    let nystrom = kernel |> NystromProcess.condition landmarks noise x y

    let posterior =
        NystromProcess.Condition(kernel, Points.Of x, column, noise, landmarks).Predict(Points.Of test)

    Assert.That((nystrom |> NystromProcess.predict test).Mean, equalTo posterior.Mean)

[<Test>]
let ``parameters are fitted, kernels ranked and models saved`` () =
    use folder = new Folder()
    let free = Dense(1, sigmaB = Expr.parameter "b") |> Kernel.compile
    let report = free |> GaussianProcess.fit (FitOptions(Starts = 1)) noise x y
    Assert.That(report.Best.Kernel.Bindings.Keys, equalTo [ "b" ])

    let table =
        [ free; kernel ]
        |> Comparison.rank (ComparisonOptions(Fit = FitOptions(Starts = 1))) noise x y

    Assert.That(table.Rows.Count, equalTo 2)

    report.Best
    |> FittedModel.ofProcess (Preprocessing())
    |> FittedModel.save (folder.At "m")

    let rows = CsvTable.Read(new StringReader "0.3,0.3\n-1,0.5\n", "x")
    let prediction = FittedModel.load (folder.At "m") |> FittedModel.predict rows
    Assert.That(prediction.Mean, equalTo (report.Best |> GaussianProcess.predict test).Mean)

[<Test>]
let ``classifiers train and fit`` () =
    let classes = [ 0; 1; 0 ]
    let expected = LaplaceClassifier.Train(kernel, Points.Of x, [| 0; 1; 0 |])

    Assert.That(
        kernel
        |> LaplaceClassifier.train x classes
        |> LaplaceClassifier.probabilities test,
        equalTo (expected.Probabilities(Points.Of test))
    )

    let report = kernel |> LaplaceClassifier.fit (FitOptions()) x classes
    Assert.That(report.Best.LogMarginalLikelihood, equalTo expected.LogMarginalLikelihood)
