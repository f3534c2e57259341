module NtkDsl.Tests.Learning.ModelFitTests

open System.IO
open MathNet.Numerics.LinearAlgebra
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Text

let private read text =
    CsvTable.Read(new StringReader(text), "x.csv")

let private prices =
    read "area;district;price\n1,5;north;30,5\n2;south;44\n3,5;north;61\n5;south;101,5\n4;north;70\n"

let private net =
    Architecture.parse "dense(8, sigmaW=w, sigmaB=0.5) >> erf >> dense(1)"

let private few = FitOptions(Starts = 1, MaximumIterations = 20)

[<Test>]
let ``a model in one call is the same as step by step, and saves`` () =
    let model = Model.Fit(net, prices, "price", ModelSettings(Search = few))

    let preprocessing =
        Preprocessing.Learn(prices, [| "price" |], standardize = true, categories = [| "district" |])

    let x = preprocessing.PointsOf prices

    let report =
        GaussianProcess.Fit(
            net.Compile x.Features,
            x,
            preprocessing.TargetsOf prices,
            Ridge.Absolute 0.1,
            options = few
        )

    let wanted = read "district;area\nsouth;2,5\nnorth;2,5\n"
    let expected = FittedModel.Of(report.Best, preprocessing).Predict wanted
    let actual = model.Predict wanted
    Assert.That(actual.Mean, equalTo expected.Mean)
    Assert.That(actual.StandardDeviation, equalTo expected.StandardDeviation)
    use folder = new Folder()
    model.Save(folder.At "m.ntk")
    Assert.That(FittedModel.Load(folder.At "m.ntk", []).Predict(wanted).Mean, equalTo actual.Mean)

[<Test>]
let ``words are classes, and so are numbers if one says so`` () =
    let fixed' =
        FitOptions(Fixed = [| GaussianProcess.NoiseName |], Starts = 1, MaximumIterations = 5)

    let districts =
        Model.Fit(net, prices, "district", ModelSettings(Features = [| "area" |], Search = fixed'))

    Assert.That(districts.Preprocessing.ClassNames, equalTo [ "north"; "south" ])
    Assert.That(districts.Preprocessing.Features, equalTo [ "area" ])
    let counted = read "a,k\n1,0\n2,1\n3,1\n"

    let classes =
        Model.Fit(net, counted, "k", ModelSettings(Classify = true, Search = fixed'))

    Assert.That(classes.Preprocessing.ClassNames, equalTo [ "0"; "1" ])

[<Test>]
let ``targets are a matrix, an array, or a number for each point`` () =
    let kernel = (Architecture.parse "dense(8) >> erf >> dense(1)").Compile()
    let x = Points.Of(array2D [ [ 1.0; 2.0 ]; [ 0.5; -1.0 ] ])
    let column = [| 3.0; -1.0 |]
    let matrix = Matrix<float>.Build.Dense(2, 1, column)
    let rows: float[,] = array2D [ [ 3.0 ]; [ -1.0 ] ]
    let test = Points.Of(array2D [ [ 0.3; 0.4 ] ])

    let means =
        [
            GaussianProcess.Condition(kernel, x, matrix).Predict(test).Mean
            GaussianProcess.Condition(kernel, x, column).Predict(test).Mean
            GaussianProcess.Condition(kernel, x, Vector<float>.Build.Dense column).Predict(test).Mean
            GaussianProcess.Condition(kernel, x, rows).Predict(test).Mean
        ]

    Assert.That(means.Tail, Has.All.EqualTo means.Head)
    let targets = Targets.Of column
    Assert.That((targets.RowCount, targets.ColumnCount), equalTo (2, 1))
    Assert.That(targets.ToMatrix(), equalTo matrix)

    for empty in
        [
            (fun () -> Targets.Of(Array.empty<float>))
            (fun () -> Targets.Of(Array2D.zeroCreate<float> 0 2))
        ] do
        Assert.That(refusal empty, equalTo "There are no targets.")

    Assert.That(
        refusal (fun () -> GaussianProcess.Condition(kernel, x, Targets.Of [| 1.0 |])),
        equalTo (Messages.TargetsDiffer(2, 1))
    )
