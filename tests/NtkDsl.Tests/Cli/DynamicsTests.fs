module NtkDsl.Tests.Cli.DynamicsTests

open System
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Cli.Samples
open NtkDsl.Tests.Text

let private dynamics (folder: Folder) (arguments: string list) =
    [
        "dynamics"
        network
        "--set"
        "s=1.5"
        "--train"
        folder.File("train.csv", train)
        "--features"
        "a,b"
    ]
    @ arguments

let private toTest (folder: Folder) =
    [ "--test"; folder.File("test.csv", test) ]

let private ensemble (folder: Folder) =
    let table = CsvTable.Read(folder.At "train.csv")
    let kernel = (Architecture.Parse(network, [])).Compile().Bind("s", 1.5)
    TrainedEnsemble.Train(kernel, Points.Of(table.ToMatrix [ "a"; "b" ]), table.ToMatrix [ "y" ])

[<Test>]
let ``tables tell rates, directions, losses and predictions`` () =
    use folder = new Folder()
    let text = (dynamics folder ([ "--target"; "y" ] @ toTest folder) |> succeeds).Text

    for part in
        [
            "train.csv: 12 points, 2 features; target y."
            "Largest stable learning rate: "
            "Eigen-directions of the training kernel, the fastest first"
            "  the first 10 of 12; --format csv or json has all"
            "time "
            "training, one network"
            "he test loss is least at "
            "Predictions for test.csv at the end"
            "y_sd"
        ] do
        Assert.That(text, Does.Contain part)

[<Test>]
let ``losses and predictions are those of the ensemble`` () =
    use folder = new Folder()

    let all =
        dynamics folder ([ "--target"; "y"; "--times"; "0,0.5,inf"; "--format"; "json" ] @ toTest folder)
        |> succeeds
        |> json

    let trained, x = ensemble folder, Points.Of [ [| 0.5; 0.1 |]; [| -0.3; 0.6 |] ]
    Assert.That(all.GetProperty("largestLearningRate").GetDouble(), equalTo trained.LargestLearningRate)
    Assert.That(all.GetProperty("directions").GetArrayLength(), equalTo 12)
    let losses = all.GetProperty "losses"
    Assert.That(names losses[1], equalTo [ "time"; "training"; "test"; "networkTraining"; "networkTest" ])
    Assert.That(losses[1].GetProperty("training").GetDouble(), equalTo (trained.LossOfMean(Training.Flow 0.5) / 12.0))
    Assert.That((dynamics folder [ "--target"; "y"; "--times"; "inf" ] |> succeeds).Text, Does.Contain "\n∞ ")

    let least =
        nonNull (LossCurve.OfFlow(trained, [ 1.0 ], x, (CsvTable.Read(folder.At "test.csv")).ToMatrix [ "y" ])).Least

    let told = all.GetProperty "leastTestLoss"
    Assert.That(names told, equalTo [ "time"; "loss"; "atEnd" ])
    Assert.That(told.GetProperty("loss").GetDouble(), equalTo least.Loss)
    Assert.That(told.GetProperty("atEnd").GetDouble(), equalTo least.AtEnd.Value)
    Assert.That(losses[2].GetProperty("time").ValueKind, equalTo Text.Json.JsonValueKind.Null)
    let predictions = all.GetProperty "predictions"
    Assert.That(predictions.GetArrayLength(), equalTo 6)
    let posterior = trained.After(Training.Flow 0.5, x)
    Assert.That(predictions[3].GetProperty("point").GetInt32(), equalTo 2)
    Assert.That(predictions[3].GetProperty("y_mean").GetDouble(), equalTo posterior.Mean[1, 0])
    Assert.That(predictions[3].GetProperty("y_sd").GetDouble(), equalTo (sqrt posterior.Variance[1]))

[<Test>]
let ``steps of descent take a rate and momentum`` () =
    use folder = new Folder()

    let steps extra =
        dynamics folder ([ "--target"; "y"; "--steps"; "1,10"; "--format"; "csv" ] @ extra)
        |> succeeds
        |> cells

    let lines = steps [ "--rate"; "0.01"; "--momentum"; "0.5" ]
    Assert.That(lines.Head, equalTo [ "steps"; "training"; "networkTraining" ])
    let trained = ensemble folder
    Assert.That(lines |> numberAt 2 1, equalTo (trained.LossOfMean(Training.Momentum(10, 0.01, 0.5)) / 12.0))
    let half = Training.Descent(10, trained.LargestLearningRate / 2.0)
    Assert.That(steps [] |> numberAt 2 1, equalTo (trained.LossOfMean half / 12.0))

[<Test>]
let ``CSV holds the part that is asked for`` () =
    use folder = new Folder()

    let part name =
        dynamics
            folder
            ([ "--target"; "y"; "--times"; "1,2"; "--format"; "csv"; "--get"; name ]
             @ toTest folder)
        |> succeeds
        |> cells

    Assert.That((part "directions").Head, equalTo [ "eigenvalue"; "timeScale"; "targetShare" ])
    Assert.That(part "directions", Has.Length.EqualTo 13)
    Assert.That((part "predictions").Head, equalTo [ "time"; "point"; "y_mean"; "y_sd" ])
    Assert.That(part "predictions", Has.Length.EqualTo 5)

[<Test>]
let ``classes train on cross-entropy, too`` () =
    use folder = new Folder()

    let lines =
        dynamics
            folder
            ([
                "--target"
                "kind"
                "--classify"
                "--loss"
                "cross-entropy"
                "--times"
                "0,1"
                "--format"
                "csv"
             ]
             @ toTest folder)
        |> succeeds
        |> cells

    Assert.That(lines.Head, equalTo [ "time"; "training"; "test"; "trainingAccuracy"; "testAccuracy" ])
    Assert.That(lines |> numberAt 1 1, Is.EqualTo(log 2.0).Within 1e-12)
    Assert.That(lines |> numberAt 2 1, Is.LessThan(log 2.0))
    Assert.That(lines |> numberAt 2 3, Is.GreaterThan 0.9)

[<Test>]
let ``classes have accuracies over time`` () =
    use folder = new Folder()

    let told extra =
        dynamics folder ([ "--target"; "kind"; "--classify"; "--times"; "0.1,inf" ] @ extra)
        |> succeeds

    let lines = told ([ "--format"; "csv" ] @ toTest folder) |> cells
    Assert.That(List.skip 4 lines.Head, equalTo [ "networkTest"; "trainingAccuracy"; "testAccuracy" ])
    // Interpolation has every training point right.
    Assert.That(lines |> numberAt 2 5, Is.EqualTo 1.0)
    Assert.That(lines |> numberAt 2 6, Is.EqualTo 1.0)

    Assert.That(
        (told []).Text,
        (Does.Match @"training accuracy\n0\.1 ").And.Contain("100.0 %").And.Not.Contain "test accuracy"
    )

[<Test>]
let ``wrong inputs end in 1, wrong usage in 2`` () =
    use folder = new Folder()
    let help = "\n'ntk dynamics --help' shows how it is used."

    let usage message arguments =
        dynamics folder ([ "--target"; "y" ] @ arguments) |> refused 2 (message + help)

    usage "--times and --steps exclude each other." [ "--times"; "1"; "--steps"; "1" ]
    usage "--rate needs --steps." [ "--rate"; "0.1" ]
    usage "--momentum needs --steps." [ "--momentum"; "0.1" ]
    usage "--loss cross-entropy needs --classify." [ "--loss"; "cross-entropy" ]

    usage
        "--steps and --loss cross-entropy exclude each other."
        [ "--loss"; "cross-entropy"; "--steps"; "1"; "--classify" ]

    usage
        "--times takes numbers from 0, separated by commas, such as --times 0.1,1,inf, but got '1,x'."
        [ "--times"; "1,x" ]

    usage
        "--steps takes whole numbers from 0, separated by commas, such as --steps 1,10,100, but got '1.5'."
        [ "--steps"; "1.5" ]

    dynamics folder [ "--target"; "y"; "--format"; "csv"; "--get"; "predictions" ]
    |> refused 1 "There are no predictions without test points. Give them with --test."

    dynamics folder [ "--target"; "y"; "--steps"; "1000000"; "--rate"; "100" ]
    |> fun arguments -> Assert.That((NtkDsl.Tests.Cli.Run.ntk arguments).Error, Does.StartWith "The training diverged")

    [
        "dynamics"
        "dense(8) >> sign(surrogate=erf) >> dense(1)"
        "--train"
        folder.At "train.csv"
        "--target"
        "y"
        "--features"
        "a"
    ]
    |> fun arguments -> Assert.That((NtkDsl.Tests.Cli.Run.ntk arguments).Error, Does.Contain "not symmetric")
