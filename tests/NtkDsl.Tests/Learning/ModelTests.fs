module NtkDsl.Tests.Learning.ModelTests

open System
open System.IO
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data

let withFile (action: string -> unit) =
    let path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())

    try
        action path
    finally
        File.Delete path

let free =
    (kernel "dense(64, sigmaW=w, sigmaB=0.1) >> erf >> dense(1, sigmaW=1/3)").Bind("w", Math.PI)

[<Test>]
let ``standardised columns have mean 0 and deviation 1, and come back`` () =
    let data = 5.0 * x + 2.0
    let transform = Standardization.Of data
    let z = transform.Apply data

    for column in z.EnumerateColumns() do
        shouldBeClose 1e-12 0.0 (Seq.average column)
        shouldBeClose 1e-12 1.0 (column |> Seq.averageBy (fun v -> v * v))

    shouldBeNear 1e-12 data (transform.Invert z)
    let constant = Matrix<float>.Build.Dense(4, 1, 0.1)
    Assert.That((Standardization.Of constant).Scales[0], Is.EqualTo 1.0)
    shouldRefuse "learned from 3 columns, but the data have 1" (fun () -> transform.Apply constant)

[<Test>]
let ``classes come back from one-hot rows`` () =
    let classes = [| 2; 0; 1; 2 |]

    for centered in [ false; true ] do
        let encoding = OneHot.Of(3, centered)
        let rows = encoding.Encode classes
        Assert.That(encoding.Decode rows, Is.EqualTo<int seq> classes)
        shouldBeClose 1e-15 (if centered then 0.0 else 1.0) (rows.Row(0).Sum())

    shouldRefuse "example 2 has class 3" (fun () -> OneHot.Of(3).Encode [| 0; 3 |])
    shouldRefuse "3 classes, but 2 outputs" (fun () -> OneHot.Of(3).Decode y)
    shouldRefuse "at least one class" (fun () -> OneHot.Of 0)

[<Test>]
let ``a process saves and loads with identical predictions in the user's units`` () =
    let data, targets = 5.0 * x + 2.0, 100.0 * y - 7.0
    let inputs, outputs = Standardization.Of data, Standardization.Of targets
    let ridge = Ridge.Relative 0.1

    let process' =
        GaussianProcess.Condition(free, points (inputs.Apply data), outputs.Apply targets, ridge)

    let model =
        FittedModel.Of(process', Preprocessing(Inputs = inputs, Outputs = outputs))

    shouldBeNear 1e-12 (outputs.Invert(process'.Predict(points (inputs.Apply xNew)).Mean)) (model.Predict xNew)

    shouldBeClose
        1e-12
        (process'.Predict(points (inputs.Apply xNew)).Variance[2]
         * outputs.Scales[1] ** 2.0)
        (model.Variance(xNew)[2, 1])

    withFile (fun path ->
        model.Save path
        let loaded = FittedModel.Load(path, [])
        Assert.That(loaded.Predict xNew, Is.EqualTo(model.Predict xNew))
        Assert.That(loaded.Variance xNew, Is.EqualTo(model.Variance xNew)))

[<Test>]
let ``a classifying regression saves and loads`` () =
    let classes = OneHot.Of(3, true)

    let regression =
        KernelRegression.Train(surrogate, points x, classes.Encode [| 0; 1; 2; 0; 1; 2; 0; 1; 2 |], Ridge.Absolute 0.01)

    let model = FittedModel.Of(regression, Preprocessing(Classes = classes))

    withFile (fun path ->
        model.Save path
        let loaded = FittedModel.Load(path, [])
        Assert.That(loaded.Predict xNew, Is.EqualTo(model.Predict xNew))
        Assert.That(loaded.Classify xNew, Is.EqualTo<int seq>(model.Classify xNew))
        shouldRefuse "no variance" (fun () -> loaded.Variance xNew))

    shouldRefuse "not classes" (fun () -> FittedModel.Of(KernelRegression.Train(relu1, points x, y)).Classify xNew)

[<Test>]
let ``damaged, foreign and later files are refused`` () =
    withFile (fun path ->
        FittedModel.Of(GaussianProcess.Condition(free, points x, y, Ridge.Absolute 0.1)).Save path
        let text = File.ReadAllText path

        let refused (expected: string) (changed: string) =
            File.WriteAllText(path, changed)
            shouldRefuse expected (fun () -> FittedModel.Load(path, []))

        refused "damaged" (text.Replace("\"Ridge\":0.1", "\"Ridge\":0.2"))
        refused "not a model" text[.. text.Length / 2]
        refused "not a model" "a,b\n1,2\n"
        refused "not a model" "[1, 2]"
        refused "not a model" "{\"format\":\"other\"}"
        refused "damaged" "{\"format\":\"ntkdsl-model\",\"version\":1}"
        refused "version 2" (text.Replace("\"version\":1", "\"version\":2")))

[<Test>]
let ``a mean function cannot be saved`` () =
    let regression =
        KernelRegression.Train(relu1, points x, y, mean = fun p -> Matrix<float>.Build.Dense(p.Count, 2))

    shouldRefuse "mean function" (fun () -> FittedModel.Of regression)

[<Test>]
let ``cross-validation is refitting without a fold`` () =
    for kernel in [ erf2; surrogate ] do
        let regression = KernelRegression.Train(kernel, points x, y, Ridge.Absolute 0.2)
        let predictions = regression.CrossValidate(4, 5L)
        let folds = KernelRegression.Folds(9, 4, 5L)
        Assert.That(folds |> Seq.concat |> Seq.sort, Is.EqualTo<int seq> [ 0..8 ])

        for fold in folds do
            let others = [ 0..8 ] |> List.except fold

            let refit =
                KernelRegression.Train(kernel, points (rows others x), rows others y, Ridge.Absolute 0.2)

            shouldBeNear 1e-10 (refit.Predict(points (rows fold x))) (rows fold predictions)

        shouldBeNear 1e-11 (regression.LeaveOneOut()) (regression.CrossValidate(9, 0L))
        shouldRefuse "folds" (fun () -> regression.CrossValidate(1, 0L))
        shouldRefuse "folds" (fun () -> regression.CrossValidate(10, 0L))
