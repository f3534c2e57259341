module NtkDsl.Tests.Cli.PredictTests

open System.IO
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Cli.Samples
open NtkDsl.Tests.Text

[<Test>]
let ``numbers come with standard deviations, in the order of the rows and by the names of the columns`` () =
    use folder = new Folder()
    let model = fitted folder [ "--target"; "y"; "--standardize" ]
    let points = folder.File("test.csv", test)
    let table = CsvTable.Read points
    let loaded = FittedModel.Load(model, [])

    for extra, noisy in [ [], false; [ "--noisy" ], true ] do
        let expected = loaded.Predict(table, noisy)
        let deviation = nonNull expected.StandardDeviation
        let lines = succeeds ([ "predict"; model; points ] @ extra) |> cells
        Assert.That(lines.Head, equalTo [ "y_mean"; "y_sd" ])

        for i in 0..1 do
            Assert.That(lines |> numberAt (i + 1) 0, equalTo expected.Mean[i, 0])
            Assert.That(lines |> numberAt (i + 1) 1, equalTo deviation[i, 0])

[<Test>]
let ``an interval holds a noisy observation with its probability`` () =
    use folder = new Folder()
    let model = fitted folder [ "--target"; "y"; "--standardize"; "--noise"; "0.2" ]
    let points = folder.File("test.csv", test)

    let noisy =
        FittedModel.Load(model, []).Predict(CsvTable.Read points, withNoise = true)

    let lines = succeeds [ "predict"; model; points; "--interval"; "0.9" ] |> cells
    Assert.That(lines.Head, equalTo [ "y_mean"; "y_sd"; "y_low"; "y_high" ])

    for i in 0..1 do
        // Φ(1.6448536269514722) = 0.95.
        let reach = 1.6448536269514722 * (nonNull noisy.StandardDeviation)[i, 0]
        Assert.That(lines |> numberAt (i + 1) 2, Is.EqualTo(noisy.Mean[i, 0] - reach).Within 1e-12)
        Assert.That(lines |> numberAt (i + 1) 3, Is.EqualTo(noisy.Mean[i, 0] + reach).Within 1e-12)

    Assert.That(refusal (fun () -> noisy.Interval 1.0), equalTo "A probability between 0 and 1 is needed, but got 1.")

    let usage message extra =
        refused 2 $"{message}\n'ntk predict --help' shows how it is used." ([ "predict"; model; points ] @ extra)

    usage "--interval takes a number between 0 and 1, such as --interval 0.9." [ "--interval"; "90" ]
    usage "--interval and --samples exclude each other." [ "--interval"; "0.9"; "--samples"; "1" ]
    let classes = fitted folder [ "--target"; "kind"; "--classify" ]

    refused
        1
        "--interval is for targets that are numbers; classes come with probabilities."
        [ "predict"; classes; points; "--interval"; "0.9" ]

[<Test>]
let ``classes come with probabilities`` () =
    use folder = new Folder()
    let model = fitted folder [ "--target"; "kind"; "--classify" ]
    let points = folder.File("test.csv", test)
    let lines = succeeds [ "predict"; model; points ] |> cells
    Assert.That(lines.Head, equalTo [ "kind"; "P(down)"; "P(up)" ])
    Assert.That([ for line in lines.Tail -> line.Head ], equalTo [ "up"; "down" ])

    for row in 1..2 do
        Assert.That(numberAt row 1 lines + numberAt row 2 lines, Is.EqualTo(1.0).Within 1e-12)

    let items = succeeds [ "predict"; model; points; "--format"; "json" ] |> json
    Assert.That(items.GetArrayLength(), equalTo 2)
    Assert.That(names items[0], equalTo lines.Head)
    Assert.That(items[0].GetProperty("kind").GetString(), equalTo "up")
    Assert.That(items[1].GetProperty("P(up)").GetDouble(), equalTo (numberAt 2 2 lines))

[<Test>]
let ``a file is written, and the score told if the truth is known`` () =
    use folder = new Folder()
    let model, points = fitted folder [ "--target"; "y" ], folder.File("test.csv", test)
    let printed = succeeds [ "predict"; model; points ]
    let saved = succeeds [ "predict"; model; points; "--output"; folder.At "p.csv" ]
    Assert.That(File.ReadAllText(folder.At "p.csv"), equalTo printed.Text)
    Assert.That(saved.Text, Does.Match @"^test\.csv: 2 points, predictions, RMSE [0-9.]+\. Written to ")
    let unknown = folder.File("x.csv", "b,a\n0.1,0.5\n")

    Assert.That(
        (succeeds [ "predict"; model; unknown; "--output"; folder.At "p.csv" ]).Text,
        Does.StartWith "x.csv: 1 point, predictions. Written"
    )

[<Test>]
let ``samples are joint draws that depend on the seed alone`` () =
    use folder = new Folder()
    let model, points = fitted folder [ "--target"; "y" ], folder.File("test.csv", test)

    let draw seed =
        succeeds [ "predict"; model; points; "--samples"; "3"; "--seed"; seed ]

    let lines = draw "7" |> cells
    Assert.That(lines.Head, equalTo [ "y_1"; "y_2"; "y_3" ])
    Assert.That((draw "7").Text, equalTo (draw "7").Text)
    Assert.That((draw "8").Text, Is.Not.EqualTo (draw "7").Text)
    let expected = FittedModel.Load(model, []).Sample(CsvTable.Read points, 3, 7L)
    Assert.That(lines |> numberAt 2 1, equalTo (expected[1][1, 0]))

[<Test>]
let ``kernel regression has scores but no deviations`` () =
    use folder = new Folder()
    let model = folder.At "model.ntk"
    let data, points = folder.File("train.csv", train), folder.File("test.csv", test)

    succeeds (
        [
            "fit"
            "dense(16) >> sign(surrogate=erf) >> dense(1)"
            "--train"
            data
            "--features"
            "a,b"
            "--kernel"
            "ntk"
            "--ridge"
            "0.1"
        ]
        @ [ "--target"; "kind"; "--classify"; "--output"; model ]
    )
    |> ignore

    Assert.That((succeeds [ "predict"; model; points ] |> cells).Head, equalTo [ "kind"; "down_score"; "up_score" ])

    refused
        1
        "Kernel regression predicts no variance. Use a Gaussian process."
        [ "predict"; model; points; "--samples"; "1" ]

    Assert.That(
        refusal (fun () -> FittedModel.Load(model, []).Predict(CsvTable.Read points).Interval 0.9),
        equalTo Messages.RegressionHasNoVariance
    )

    refused
        1
        "Classes are predicted with probabilities, which know of the noise, and without deviations. Leave --noisy out."
        [ "predict"; model; points; "--noisy" ]

[<Test>]
let ``noise is asked for in draws too, and refused where there is none`` () =
    use folder = new Folder()
    let model = fitted folder [ "--target"; "y"; "--noise"; "4" ]
    let points = folder.File("test.csv", test)
    let loaded, table = FittedModel.Load(model, []), CsvTable.Read points

    let draws extra =
        succeeds ([ "predict"; model; points; "--samples"; "3" ] @ extra) |> cells

    for extra, noisy in [ [], false; [ "--noisy" ], true ] do
        let expected = loaded.Sample(table, 3, 0L, noisy)
        let lines = draws extra

        for draw in 0..2 do
            let mean = expected[draw]
            Assert.That(lines |> numberAt 1 draw, equalTo mean[0, 0])

    let spread noisy =
        let values = [ for draw in loaded.Sample(table, 400, 1L, noisy) -> draw[0, 0] ]
        let mean = List.average values
        values |> List.averageBy (fun value -> (value - mean) ** 2.0)

    // The variance of a variance from 400 draws is 2 v²/400.
    let variance noisy =
        let prediction = loaded.Predict(table, noisy)
        let deviation = nonNull prediction.StandardDeviation
        deviation[0, 0] ** 2.0

    for noisy in [ false; true ] do
        Assert.That(spread noisy, Is.EqualTo(variance noisy).Within(4.0 * sqrt (2.0 / 400.0) * variance noisy))

    Assert.That(variance true, Is.EqualTo(variance false + 4.0).Within 1e-9)
    let regression = folder.At "regression.ntk"

    FittedModel
        .Of(
            KernelRegression.Train(
                Architecture.Parse("dense(1)", []).Compile(1),
                Points.Of [ [| 1.0 |] ],
                MathNet.Numerics.LinearAlgebra.Matrix<float>.Build.Dense(1, 1, 2.0)
            )
        )
        .Save
        regression

    refused
        1
        "Kernel regression predicts no variance. Use a Gaussian process."
        [ "predict"; regression; folder.File("one.csv", "2\n"); "--noisy" ]

[<Test>]
let ``refused inputs end in 1 and one message`` () =
    use folder = new Folder()
    let model, points = fitted folder [ "--target"; "y" ], folder.File("test.csv", test)

    refused
        1
        "few.csv has no columns 'a', 'b'; it has c, d, e."
        [ "predict"; model; folder.File("few.csv", "c,d,e\n1,2,3\n") ]

    refused
        1
        "text.csv, line 3, column 1 (a): 'x' is not a number. Words can be classes (--classify) or categories (--one-hot); or leave the column out (--features)."
        [ "predict"; model; folder.File("text.csv", "a,b\n1,2\nx,3\n") ]

    refused 1 $"""Could not find file '{folder.At "none.ntk"}'.""" [ "predict"; folder.At "none.ntk"; points ]
    refused 1 $"{points} is not a model that NtkDsl saved, or it is cut off." [ "predict"; points; points ]
    let text = File.ReadAllText model
    let damaged = folder.File("damaged.ntk", text.Replace("sigmaB=0.3", "sigmaB=0.4"))

    refused
        1
        $"{damaged} is a damaged model: its content does not fit its checksum, or lacks a part."
        [ "predict"; damaged; points ]

    let half = folder.File("half.ntk", text[.. text.Length / 2])
    refused 1 $"{half} is not a model that NtkDsl saved, or it is cut off." [ "predict"; half; points ]

[<Test>]
let ``wrong usage ends in 2`` () =
    refused
        2
        "--samples takes a whole number from 1.\n'ntk predict --help' shows how it is used."
        [ "predict"; "m"; "x"; "--samples"; "0" ]

    Assert.That((NtkDsl.Tests.Cli.Run.ntk [ "predict"; "m" ]).ExitCode, equalTo 2)
