module NtkDsl.Tests.Cli.CompareTests

open System.IO
open System.Threading
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Cli.Run
open NtkDsl.Tests.Cli.Samples
open NtkDsl.Tests.Text

let private linear = "dense(1, sigmaB=b)"

let private compare (folder: Folder) (arguments: string list) =
    [
        "compare"
        linear
        network
        "--train"
        folder.File("train.csv", train)
        "--features"
        "a,b"
        "--starts"
        "1"
    ]
    @ arguments

[<Test>]
let ``a table to read ranks the architectures, and names their parameters`` () =
    use folder = new Folder()

    let text =
        (compare folder [ "--target"; "y"; "--standardize"; "--kernel"; "nngp" ]
         |> succeeds)
            .Text

    let lines = text.Split '\n'
    Assert.That(lines[0], equalTo "train.csv: 12 points, 2 features; target y.")
    Assert.That(lines[2], Does.Match @"^ +kernel +log evidence +LOO log density +LOO RMSE +noise$")
    Assert.That(lines[3], Does.StartWith "1    NNGP")
    Assert.That(text, Does.Match @"\n1  dense\(1, sigmaB=b\)   with b = ")

[<Test>]
let ``CSV and JSON hold every number`` () =
    use folder = new Folder()

    let arguments =
        [
            "--target"
            "kind"
            "--classify"
            "--by"
            "validation"
            "--folds"
            "3"
            "--noise"
            "0.1"
        ]

    let rows = compare folder (arguments @ [ "--format"; "csv" ]) |> succeeds |> cells

    let columns =
        [
            "architecture"
            "kernel"
            "logEvidence"
            "looLogDensity"
            "looRmse"
            "looAccuracy"
            "validationRmse"
            "validationAccuracy"
            "noise"
            "b"
            "s"
        ]

    let measured = List.filter ((<>) "remarks")
    Assert.That(measured rows.Head, equalTo columns)
    Assert.That(rows, Has.Length.EqualTo 5)
    let items = compare folder (arguments @ [ "--format"; "json" ]) |> succeeds |> json
    Assert.That(measured (names items[0]), equalTo columns)
    Assert.That(items[0].GetProperty("noise").GetDouble(), equalTo 0.1)

    let accuracies =
        [
            for item in items.EnumerateArray() -> item.GetProperty("validationAccuracy").GetDouble()
        ]

    Assert.That(accuracies, equalTo (List.sortDescending accuracies))

[<Test>]
let ``standardization is learned without the points that are kept back, and units are told`` () =
    use folder = new Folder()

    let arguments =
        [
            "--target"
            "y"
            "--standardize"
            "--by"
            "validation"
            "--folds"
            "3"
            "--set"
            "b=1"
            "--set"
            "s=1"
            "--noise"
            "0.1"
        ]

    let text = (compare folder arguments |> succeeds).Text

    Assert.That(
        text,
        Does.Contain
            "\n\nRMSEs are in the units of the target; evidence, densities and noise are those of the standardized target."
    )

    let rows = compare folder (arguments @ [ "--format"; "json" ]) |> succeeds |> json

    let row =
        rows.EnumerateArray()
        |> Seq.find (fun row -> row.GetProperty("architecture").GetString() = linear)

    let table = CsvTable.Read(folder.At "train.csv")

    let learn rows =
        Preprocessing.Learn(table.Rows rows, [| "y" |], [| "a"; "b" |], standardize = true)

    let kernel = Architecture.Parse(linear, []).Compile(2).Bind("b", 1.0)

    let errors =
        [
            for struct (training, held) in Validation.Folds(3, 0L).Splits 12 do
                let preprocessing = learn training
                let points (rows: int[]) = preprocessing.PointsOf(table.Rows rows)

                let process' =
                    GaussianProcess.Condition(
                        kernel,
                        points training,
                        preprocessing.TargetsOf(table.Rows training),
                        Ridge.Absolute 0.1
                    )

                let mean = preprocessing.Restore(process'.Predict(points held).Mean)
                yield! (mean - (table.Rows held).ToMatrix [| "y" |]).Enumerate()
        ]

    Assert.That(
        row.GetProperty("validationRmse").GetDouble(),
        Is.EqualTo(errors |> List.averageBy (fun e -> e * e) |> sqrt).Within 1e-12
    )

[<Test>]
let ``what there is to be said about a row is in every format, and failures come last`` () =
    use folder = new Folder()
    let arguments = [ "--target"; "y"; "--bounds"; "s=1e170:1e200" ]
    let text = (compare folder arguments |> succeeds).Text
    Assert.That(text, Does.Match @"\n–  dense\(16, sigmaW=s.*\n   No start of the fit succeeded\.")
    let rows = compare folder (arguments @ [ "--format"; "json" ]) |> succeeds |> json
    Assert.That(rows[2].GetProperty("remarks").GetString(), Does.StartWith "No start of the fit succeeded.")
    Assert.That(rows[2].GetProperty("logEvidence").ValueKind, equalTo System.Text.Json.JsonValueKind.Null)

[<Test>]
let ``a part can be kept back, by the seed`` () =
    use folder = new Folder()

    let hold seed =
        (compare
            folder
            [
                "--target"
                "y"
                "--by"
                "validation"
                "--holdout"
                "0.3"
                "--seed"
                seed
                "--format"
                "csv"
            ]
         |> succeeds)
            .Text

    Assert.That(hold "1", equalTo (hold "1"))
    Assert.That(hold "2", Is.Not.EqualTo(hold "1"))

[<Test>]
let ``wrong inputs end in 1, wrong usage in 2, an interruption in 130`` () =
    use folder = new Folder()
    let help = "\n'ntk compare --help' shows how it is used."

    compare folder [ "--target"; "z" ]
    |> refused 1 "train.csv has no column 'z'; it has a, b, y, kind."

    compare folder [ "--target"; "y"; "--by"; "validation"; "--folds"; "50" ]
    |> refused 1 "Cross-validation of 12 points needs from 2 to 12 folds, not 50."

    compare folder [ "--target"; "y"; "--folds"; "3" ]
    |> refused 2 ("--folds needs --by validation." + help)

    compare folder [ "--target"; "y"; "--holdout"; "0.5" ]
    |> refused 2 ("--holdout needs --by validation." + help)

    compare folder [ "--target"; "y"; "--by"; "validation"; "--holdout"; "0.5"; "--folds"; "3" ]
    |> refused 2 ("--folds and --holdout exclude each other." + help)

    let output = folder.File("table.csv", "earlier")

    let stopped =
        ntkUntil (CancellationToken true) (compare folder [ "--target"; "y"; "--output"; output ])

    Assert.That(stopped.ExitCode, equalTo 130)
    Assert.That(File.ReadAllText output, equalTo "earlier")

[<Test>]
let ``relevances are fitted for each architecture and called by their features`` () =
    use folder = new Folder()

    let arguments =
        [ "--target"; "y"; "--standardize"; "--by"; "validation"; "--folds"; "3" ]

    let best extra =
        let rows =
            compare folder (arguments @ extra @ [ "--format"; "json" ]) |> succeeds |> json

        Seq.max
            [
                for row in rows.EnumerateArray() -> row.GetProperty("logEvidence").GetDouble()
            ]

    Assert.That(best [ "--ard" ], Is.GreaterThan(best []))
    let misused = compare folder (arguments @ [ "--ard"; "--sphere" ]) |> ntk
    Assert.That(misused.Error, Does.StartWith "--ard and --sphere exclude each other.")
    Assert.That(misused.ExitCode, equalTo 2)

[<Test>]
let ``Ctrl-C between architectures ends in 130 with nothing told`` () =
    use folder = new Folder()
    let many = List.replicate 500 "dense(64, sigmaW=s) >> erf >> dense(1, sigmaW=a)"

    let result =
        "compare" :: many
        @ [ "--train"; folder.File("long.csv", longTrain); "--target"; "y" ]
        |> ntkUntilProgress

    Assert.That(result.Error, Does.Contain "%")
    Assert.That(result.ExitCode, equalTo 130)
    Assert.That(result.Output, Is.Empty)
