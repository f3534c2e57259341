module NtkDsl.Tests.Facade.LearningTests

open System
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
    let same (targets: Targets) =
        Assert.That(Targets.toMatrix targets, equalTo column)

    Targets.from y |> same
    Targets.from (List.toArray y) |> same
    Targets.from [ for value in y -> [| value |] ] |> same
    Targets.from (array2D [ for value in y -> [ value ] ]) |> same
    Targets.from [ for value in y -> [ value ] ] |> same
    Targets.from column |> same
    Targets.from (Targets.Of column) |> same
    Assert.That((Targets.from [ 1; -2 ]).ToMatrix().ToRowMajorArray(), equalTo [| 1.0; -2.0 |])

[<Test>]
let ``what is no target is refused`` () =
    let refused (message: string) (targets: unit -> Targets) =
        Assert.That(Action(targets >> ignore), Throws.TypeOf<NtkDslException>().With.Message.EqualTo message)

    refused (FacadeMessages.notTargets "y") (fun () -> Targets.from "y")
    refused (FacadeMessages.raggedTargets 1 2 1) (fun () -> Targets.from [ [ 1.0 ]; [ 1.0; 2.0 ] ])
    refused Messages.NoTargets (fun () -> Targets.from ([]: float list))
    refused Messages.NoTargets (fun () -> Targets.from ([]: float list list))

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
    let report = free |> GaussianProcess.fitWith (FitOptions(Starts = 1)) noise x y
    Assert.That(report.Best.Kernel.Bindings.Keys, equalTo [ "b" ])

    let table =
        [ free; kernel ]
        |> Comparison.rankWith (ComparisonOptions(Fit = FitOptions(Starts = 1))) noise x y

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

    let report = kernel |> LaplaceClassifier.fit x classes
    Assert.That(report.Best.LogMarginalLikelihood, equalTo expected.LogMarginalLikelihood)

[<Test>]
let ``options, noise and bounds have defaults`` () =
    let free = Dense(1, sigmaB = Expr.parameter "b") |> Kernel.compile
    let report = free |> GaussianProcess.fit x y
    let expected = GaussianProcess.Fit(free, Points.Of x, Targets.Of column, null)
    Assert.That(report.Best.LogMarginalLikelihood, equalTo expected.Best.LogMarginalLikelihood)
    let table = [ free ] |> Comparison.rank x y
    Assert.That(table.Rows[0].LogMarginalLikelihood, equalTo expected.Best.LogMarginalLikelihood)
    let classes = [ 0; 1; 0 ]

    let classifier =
        free |> LaplaceClassifier.fitWith (FitOptions(Starts = 1)) x classes

    Assert.That(classifier.Starts.Count, Is.EqualTo 1)

[<Test>]
let ``evidence, its gradient and leave-one-out are those of the process`` () =
    let free =
        Dense(1, sigmaW = Expr.parameter "w") |> Kernel.compile |> Kernel.bind "w" 0.7

    let model = free |> GaussianProcess.condition noise x y
    Assert.That(GaussianProcess.logEvidence model, equalTo model.LogMarginalLikelihood)
    Assert.That(model |> GaussianProcess.evidence Evidence.LeaveOneOut, equalTo (model.Evidence Evidence.LeaveOneOut))
    Assert.That((GaussianProcess.leaveOneOut model).Mean, equalTo (model.LeaveOneOut().Mean))

    let gradient =
        model |> GaussianProcess.evidenceGradient Evidence.LogMarginalLikelihood

    Assert.That(gradient["w"], equalTo (model.EvidenceGradient(Evidence.LogMarginalLikelihood)["w"]))
    let regression = kernel |> KernelRegression.train noise x y
    Assert.That(KernelRegression.leaveOneOut regression, equalTo (regression.LeaveOneOut()))

[<Test>]
let ``moments of an output that is not there are refused`` () =
    let posterior =
        kernel |> GaussianProcess.condition noise x y |> GaussianProcess.predict test

    Assert.That(
        Action(fun () -> posterior |> Posterior.moments 1 |> ignore),
        Throws.TypeOf<NtkDslException>().With.Message.EqualTo(FacadeMessages.noSuchOutput 1 1)
    )

[<Test>]
let ``tables are prepared, fitted in one call, saved and predicted`` () =
    use folder = new Folder()
    let rows = [ for i in 0..7 -> [ float i; 3.0 + 2.0 * float i ] ]
    let table = rows |> Table.ofRows [ "x"; "price" ]
    Assert.That(Table.columns table, equalTo [ "x"; "price" ])
    Assert.That((table |> Table.rows [ 1; 2 ] |> Table.toMatrix [ "price" ]).ToRowMajorArray(), equalTo [| 5.0; 7.0 |])
    Assert.That((table |> Table.withoutMissing [ "x" ]).RowCount, Is.EqualTo 8)
    CsvTable.Write(folder.At "t.csv", table.ToMatrix(), table.Columns)
    Assert.That((Table.read (folder.At "t.csv")).RowCount, Is.EqualTo 8)
    Assert.That((Table.readAs CsvFormat.Detected (folder.At "t.csv")).Columns, equalTo table.Columns)
    let centred = table |> Preprocessing.learn [ "price" ]
    Assert.That((centred |> Preprocessing.targets table).ToMatrix().ColumnSums()[0], Is.EqualTo(0.0).Within 1e-12)
    let standard = table |> Preprocessing.standardize [ "price" ]
    let points = standard |> Preprocessing.points table |> Points.toMatrix
    Assert.That(points.ColumnSums()[0], Is.EqualTo(0.0).Within 1e-12)

    let linear = Dense(1, sigmaW = Expr.parameter "w", sigmaB = Expr.parameter "b")

    let model = linear |> Model.fit table "price"
    model |> FittedModel.save (folder.At "m.ntk")
    let later = Table.ofRows [ "x" ] [ [ 10.0 ] ]

    let predicted = FittedModel.load (folder.At "m.ntk") |> FittedModel.predict later

    Assert.That(refusal (fun () -> model |> FittedModel.predict (table |> Table.rows [])), Is.EqualTo Messages.NoPoints)

    Assert.That(predicted.Mean[0, 0], Is.EqualTo(23.0).Within 0.05)
    let again = FittedModel.loadWith [] (folder.At "m.ntk")
    Assert.That((again |> FittedModel.sample 2 7L later |> List.length), Is.EqualTo 2)

    let raw =
        linear
        |> Model.fitWith (ModelSettings(Standardize = false, Search = FitOptions(Starts = 1))) table "price"

    Assert.That(raw.Preprocessing.Inputs, Is.Null)
    let kernels = [ Kernel.compile linear ]
    Assert.That((kernels |> Comparison.rankTable table standard).Rows.Count, Is.EqualTo 1)

[<Test>]
let ``finite networks are drawn, differentiated and trained`` () =
    let net = Dense(16, sigmaW = sqrt 2.0) --> Erf --> Dense 1
    let network = net |> FiniteNetwork.sample 2 7
    let expected = FiniteNetwork.Sample(net, 2, 7)
    Assert.That(network |> FiniteNetwork.forward x, equalTo (expected.Forward(Points.Of x)))
    Assert.That(network |> FiniteNetwork.jacobian x, equalTo (expected.Jacobian(Points.Of x)))
    Assert.That(network |> FiniteNetwork.ntk x, equalTo (expected.Ntk(Points.Of x)))
    Assert.That((net |> FiniteNetwork.sampleAt 5 2 7).ParameterCount, Is.LessThan network.ParameterCount)
    let trained = network |> FiniteNetwork.train 0.05 20 x y
    Assert.That(trained.LossOf(Points.Of x, column), Is.LessThan(network.LossOf(Points.Of x, column)))
    Assert.That((FiniteNetwork.linearize network).Network, Is.SameAs network)
    let ensemble = net |> FiniteEnsemble.train 3 0.05 20 x y test
    Assert.That(ensemble.Predictions.Count, Is.EqualTo 3)

[<Test>]
let ``charts pipe`` () =
    use folder = new Folder()
    let places = [ -1.0; 0.0; 1.0; 2.0 ]

    let line =
        Dense(8, sigmaW = 1.5, sigmaB = 0.5) --> Erf --> Dense 1 |> Kernel.compile

    let model =
        line
        |> GaussianProcess.condition noise [ for place in places -> [ place ] ] places

    let grid = [ -1.0 .. 0.25..2.0 ]
    let posterior = model |> GaussianProcess.predict [ for place in grid -> [ place ] ]

    posterior
    |> Chart.posterior grid places places
    |> Chart.save (folder.At "p.svg")

    let svg = File.ReadAllText(folder.At "p.svg")

    Assert.That(
        svg,
        equalTo (Chart.Posterior(List.toArray grid, posterior, [| yield! places |], [| yield! places |]).ToSvg())
    )

    let pair = line |> Kernel.evaluateSymmetric [ for place in places -> [ place ] ]
    Assert.That(pair.Ntk |> Chart.heatMap "NTK" |> Chart.toSvg, equalTo (Chart.HeatMap(pair.Ntk, "NTK").ToSvg()))

    Assert.That(
        (Chart.spectrum [ "NTK", pair.Ntk ]).Title,
        equalTo (Chart.Spectrum([| NamedKernel("NTK", pair.Ntk) |]).Title)
    )

    Assert.That((Chart.loss [ 0.1; 1.0; 2.0 ] [] [ 1.0; 0.5; 0.2 ]).ToSvg(), Does.StartWith "<svg")
    let net = Dense(8, sigmaW = 1.5, sigmaB = 0.5) --> Erf --> Dense 1

    let networks =
        net
        |> FiniteEnsemble.train 3 0.01 5 [ for place in places -> [ place ] ] places [ for place in grid -> [ place ] ]

    Assert.That((posterior |> Chart.ensemble grid places places networks).ToSvg(), Does.StartWith "<svg")
