module NtkDsl.Tests.Cli.FitTests

open System
open System.IO
open System.Threading
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Cli.Run
open NtkDsl.Tests.Cli.Samples
open NtkDsl.Tests.Text

let private fit (folder: Folder) (arguments: string list) =
    [
        "fit"
        network
        "--train"
        folder.File("train.csv", train)
        "--features"
        "a,b"
        "--output"
        folder.At "model.ntk"
    ]
    @ arguments

let private load (folder: Folder) =
    FittedModel.Load(folder.At "model.ntk", [])

[<Test>]
let ``parameters and noise are fitted, told and saved`` () =
    use folder = new Folder()

    let result =
        fit folder [ "--target"; "y"; "--standardize"; "--starts"; "2" ] |> succeeds

    Assert.That(result.Text, Does.StartWith "train.csv: 12 points, 2 features; target y.\n\nstart ")
    Assert.That(result.Text, Does.Match @"start +s +noise +log evidence +evaluations +ended")
    Assert.That(result.Text, Does.Contain "Leave-one-out: log density")
    Assert.That(result.Text, Does.EndWith $"""Saved to {folder.At "model.ntk"}.{'\n'}""")
    let model = load folder
    let process' = nonNull model.Process
    Assert.That(process'.Kernel.Bindings.Keys, equalTo [ "s" ])
    Assert.That(model.Preprocessing.Outputs, Is.Not.Null)
    let table = CsvTable.Read(folder.At "train.csv")
    let errors = model.Predict(table).Mean - table.ToMatrix [ "y" ]
    Assert.That(errors.FrobeniusNorm(), Is.LessThan 0.5)

[<Test>]
let ``JSON tells what was found and tried`` () =
    use folder = new Folder()
    let format = [ "--format"; "json"; "--starts"; "2" ]

    let told =
        fit folder ([ "--target"; "y"; "--standardize" ] @ format) |> succeeds |> json

    let process' = nonNull (load folder).Process
    let number (name: string) (element: Text.Json.JsonElement) = element.GetProperty(name).GetDouble()
    Assert.That(told.GetProperty("architecture").GetString(), equalTo (string process'.Kernel.Architecture))
    Assert.That(told.GetProperty("model").GetString(), equalTo (folder.At "model.ntk"))
    Assert.That(told |> number "noise", equalTo process'.NoiseVariance)
    Assert.That(told |> number "jitter", equalTo process'.Jitter)
    Assert.That(told |> number "logEvidence", equalTo process'.LogMarginalLikelihood)
    Assert.That(told.GetProperty "parameters" |> number "s", equalTo process'.Kernel.Bindings["s"])
    Assert.That(told.GetProperty "leaveOneOut" |> number "logDensity", equalTo (process'.Evidence Evidence.LeaveOneOut))
    // In the units of the target, as 'ntk predict' has it.
    let table = CsvTable.Read(folder.At "train.csv")
    let errors = (load folder).Predict(table).Mean - table.ToMatrix [ "y" ]

    Assert.That(
        told.GetProperty "training" |> number "rmse",
        Is.EqualTo(errors.FrobeniusNorm() / sqrt 12.0).Within 1e-9
    )

    Assert.That(told.GetProperty("objective").GetString(), equalTo "evidence")
    let starts = told.GetProperty "starts"
    Assert.That(starts.GetArrayLength(), equalTo 2)

    Assert.That(
        names starts[0],
        equalTo
            [
                "initial"
                "final"
                "evidence"
                "evaluations"
                "atBounds"
                "outcome"
                "succeeded"
            ]
    )

    let estimates = told.GetProperty "estimates"
    Assert.That(estimates[0].GetProperty("name").GetString(), equalTo "s")
    Assert.That(estimates[0] |> number "value", equalTo process'.Kernel.Bindings["s"])

    Assert.That(
        Seq.max [ for start in starts.EnumerateArray() -> start |> number "evidence" ],
        equalTo process'.LogMarginalLikelihood
    )

[<Test>]
let ``JSON leaves out what a model does not have`` () =
    use folder = new Folder()

    let told extra =
        fit folder ([ "--format"; "json"; "--set"; "s=1.5" ] @ extra)
        |> succeeds
        |> json

    let always = [ "architecture"; "kernel"; "model"; "points"; "features"; "targets" ]
    let conditioned = told [ "--target"; "y"; "--noise"; "0.1" ]

    Assert.That(
        names conditioned,
        equalTo (
            always
            @ [
                "parameters"
                "noise"
                "jitter"
                "logEvidence"
                "leaveOneOut"
                "training"
                "starts"
                "remarks"
            ]
        )
    )

    Assert.That(conditioned.GetProperty("starts").GetArrayLength(), Is.Zero)
    let softmax = told [ "--target"; "kind"; "--classify"; "--likelihood"; "softmax" ]

    Assert.That(
        names softmax,
        equalTo (
            always
            @ [ "classes"; "parameters"; "logEvidence"; "training"; "starts"; "remarks" ]
        )
    )

    Assert.That(names (softmax.GetProperty "training"), equalTo [ "accuracy" ])

    let regression =
        told [ "--target"; "kind"; "--classify"; "--kernel"; "ntk"; "--ridge"; "0.1" ]

    Assert.That(names (regression.GetProperty "leaveOneOut"), equalTo [ "accuracy"; "logDensity" ])

[<Test>]
let ``JSON has no infinity and no NaN`` () =
    for value in [ nan; infinity; -infinity ] do
        use stream = new MemoryStream()
        NtkDsl.Cli.Records.WriteObject(stream, NtkDsl.Cli.Score(Nullable(), Nullable value, Nullable 0.5))
        let score = Text.Json.JsonDocument.Parse(stream.ToArray()).RootElement
        Assert.That(names score, equalTo [ "rmse"; "logDensity" ])
        Assert.That(score.GetProperty("rmse").ValueKind, equalTo Text.Json.JsonValueKind.Null)

[<Test>]
let ``what is given is not fitted`` () =
    use folder = new Folder()
    let given = [ "--target"; "y"; "--set"; "s=1.5"; "--kernel"; "ntk" ]
    let result = fit folder (given @ [ "--noise"; "0.25" ]) |> succeeds
    Assert.That(result.Text, Does.Not.Contain "start")
    let process' = nonNull (load folder).Process
    Assert.That(process'.Kernel.Bindings["s"], equalTo 1.5)
    Assert.That(process'.NoiseVariance, equalTo 0.25)
    Assert.That(process'.Kind, equalTo KernelKind.Ntk)
    fit folder (given @ [ "--ridge"; "0.25" ]) |> succeeds |> ignore
    Assert.That((nonNull (load folder).Process).Noise, equalTo (Ridge.Relative 0.25))

[<Test>]
let ``bounds hold, and leave-one-out can be maximised`` () =
    use folder = new Folder()

    fit
        folder
        [
            "--target"
            "kind"
            "--classify"
            "--by"
            "loo"
            "--bounds"
            "s=0.5:0.6"
            "--bounds"
            "noise=0.01:0.02"
            "--starts"
            "1"
        ]
    |> succeeds
    |> fun result ->
        Assert.That(result.Text, Does.Contain "target kind (down, up)")
        Assert.That(result.Text, (Does.Contain "leave-one-out").And.Contain "accuracy")

    let process' = nonNull (load folder).Process
    Assert.That(process'.Kernel.Bindings["s"], Is.InRange(0.5, 0.6))
    Assert.That(process'.NoiseVariance, Is.InRange(0.01, 0.02))

[<Test>]
let ``a raw target is fitted in its own scale, and what stays open is said`` () =
    use folder = new Folder()

    let fits extra (rows: (float * float) list) =
        let data =
            folder.File("raw.csv", "x,y\n" + String.concat "" [ for x, y in rows -> $"{x},{y}\n" ])

        succeeds (
            [
                "fit"
                "dense(16, sigmaW=w, sigmaB=b) >> erf >> dense(1, sigmaW=a)"
                "--train"
                data
                "--target"
                "y"
                "--output"
                folder.At "model.ntk"
            ]
            @ extra
        )

    let predicted () =
        (load folder).Predict(CsvTable.Read(folder.At "raw.csv")).Mean.Column 0

    let places = [ for i in 0..19 -> -3.0 + 6.0 * float i / 19.0 ]
    let wave = [ for x in places -> x, 5500.0 + 14500.0 * sin x ]

    let told = fits [] wave
    Assert.That(told.Text, Does.Contain "At the bounds of the search: ")

    for (_, y), mean in Seq.zip wave (predicted ()) do
        Assert.That(mean, Is.EqualTo(y).Within 300.0)

    let line = [ for x in places -> x, -50000.0 * x ]
    fits [] line |> ignore

    for (_, y), mean in Seq.zip line (predicted ()) do
        Assert.That(mean, Is.EqualTo(y).Within 1000.0)

    let flat = fits [] [ for x in places -> x, 5.0 ]
    Assert.That(flat.Text, Does.Contain "All targets are equal to the prior's mean")

    for mean in predicted () do
        Assert.That(mean, Is.EqualTo(5.0).Within 1e-9)

    fits [ "--no-center" ] wave |> ignore
    Assert.That((load folder).Preprocessing.Outputs, Is.Null)
    let told = fits [ "--format"; "json"; "--noise"; "0" ] ((3.0, 1.0) :: wave) |> json

    let remarks =
        [
            for remark in (told.GetProperty "remarks").EnumerateArray() -> remark.GetString()
        ]

    Assert.That(remarks, Has.Some.StartsWith "Points 1 and 21 are the same to the kernel")
    let starts = told.GetProperty "starts"
    let bounds = starts[0].GetProperty "atBounds"
    Assert.That([ for bound in bounds.EnumerateObject() -> bound.Value.GetString() ], Is.SubsetOf [ "lower"; "upper" ])

[<Test>]
let ``one row is conditioned on, if nothing is fitted`` () =
    use folder = new Folder()
    let one = folder.File("one.csv", "a,b,y\n1,2,5\n")

    succeeds
        [
            "fit"
            network
            "--train"
            one
            "--target"
            "y"
            "--set"
            "s=1"
            "--noise"
            "0.1"
            "--output"
            folder.At "model.ntk"
        ]
    |> ignore

    Assert.That((load folder).Predict(CsvTable.Read one).Mean[0, 0], equalTo 5.0)

[<Test>]
let ``classes of one number, and one feature on a sphere, get a word`` () =
    use folder = new Folder()
    let data = folder.File("spelled.csv", "x,kind\n1,1\n2,1.0\n-3,2\n-4,1\n")

    let result =
        succeeds
            [
                "fit"
                network
                "--train"
                data
                "--target"
                "kind"
                "--classify"
                "--sphere"
                "--noise"
                "0.1"
                "--starts"
                "1"
                "--output"
                folder.At "model.ntk"
            ]

    Assert.That(
        result.Text,
        Does.Contain
            "Scaled to |x|² = d, the one feature x keeps nothing but its sign. Leave the scaling out, unless that is meant.\nThe classes '1' and '1.0' are one number in two spellings, and count as two classes. Spell them alike, unless that is meant."
    )

[<Test>]
let ``an asymmetric tangent kernel takes kernel regression`` () =
    use folder = new Folder()

    let surrogate extra =
        [
            "fit"
            "dense(16) >> sign(surrogate=erf) >> dense(1)"
            "--train"
            folder.File("train.csv", train)
        ]
        @ [
            "--features"
            "a,b"
            "--target"
            "y"
            "--kernel"
            "ntk"
            "--output"
            folder.At "model.ntk"
        ]
        @ extra

    Assert.That(
        (succeeds (surrogate [ "--ridge"; "0.1" ])).Text,
        Does.Contain "Kernel regression with ridge 0.1 · mean diagonal. Leave-one-out: RMSE "
    )

    Assert.That((load folder).Process, Is.Null)

    surrogate []
    |> refused
        1
        "The NTK of this architecture is not symmetric, so it has no evidence to fit anything to. Give --ridge for kernel regression, and --set for its parameters."

[<Test>]
let ``an asymmetric tangent kernel is no covariance of classes`` () =
    use folder = new Folder()

    [
        "fit"
        "dense(16) >> sign(surrogate=erf) >> dense(1)"
        "--train"
        folder.File("train.csv", train)
        "--features"
        "a,b"
        "--target"
        "kind"
        "--classify"
        "--kernel"
        "ntk"
        "--likelihood"
        "softmax"
        "--output"
        folder.At "model.ntk"
    ]
    |> refused
        1
        "The NTK of an architecture with surrogate gradients is not symmetric, so it is no covariance. Use kernel regression, which takes it, or the NNGP kernel."

[<Test>]
let ``a softmax gives calibrated probabilities`` () =
    use folder = new Folder()

    let softmax =
        [ "--target"; "kind"; "--classify"; "--likelihood"; "softmax"; "--starts"; "1" ]

    let result = fit folder softmax |> succeeds
    Assert.That(result.Text, Does.Match @"start +s +log evidence")
    Assert.That(result.Text, Does.Contain "by Laplace's approximation.")
    Assert.That((load folder).Classifier, Is.Not.Null)
    let points = folder.File("test.csv", test)
    let lines = succeeds [ "predict"; folder.At "model.ntk"; points ] |> cells
    Assert.That(lines.Head, equalTo [ "kind"; "P(down)"; "P(up)" ])
    Assert.That(numberAt 1 2 lines, Is.InRange(0.5, 0.99))

[<Test>]
let ``refused inputs end in 1 and one message, and write nothing`` () =
    use folder = new Folder()
    let data = folder.File("train.csv", train)
    let file = folder.At "model.ntk"

    let refuses message train arguments =
        refused 1 message ([ "fit"; network; "--train"; train; "--output"; file ] @ arguments)
        Assert.That(File.Exists file, Is.False)

    refuses $"""Could not find file '{folder.At "none.csv"}'.""" (folder.At "none.csv") [ "--target"; "y" ]
    refuses "train.csv has no column 'z'; it has a, b, y, kind." data [ "--target"; "z" ]
    refuses "train.csv has no columns 'p', 'q'; it has a, b, y, kind." data [ "--target"; "y"; "--features"; "p,q" ]

    refuses
        "train.csv, line 2, column 4 (kind): 'down' is not a number. Words can be classes (--classify) or categories (--one-hot); or leave the column out (--features)."
        data
        [ "--target"; "y" ]

    refuses
        "one.csv has 1 row of data, but at least 2 are needed."
        (folder.File("one.csv", "a,y\n1,2\n"))
        [ "--target"; "y"; "--standardize" ]

    refuses
        "A fit needs at least 2 points, but there is 1. Give s, noise a value (FitOptions.Fixed; --set and --noise of 'ntk'), and one point will do."
        (folder.File("one.csv", "a,y\n1,2\n"))
        [ "--target"; "y" ]

    refuses
        "gap.csv, line 3, column 1 (a): the value is missing. Fill it in, leave such rows out (--missing drop; in code table.WithoutMissing), or take the mean of a feature (--missing mean; fillMissing)."
        (folder.File("gap.csv", "a,y\n1,2\n,3\n"))
        [ "--target"; "y" ]

    refuses
        "The architecture has no free parameter t; it has s."
        data
        [ "--target"; "y"; "--features"; "a"; "--set"; "t=1" ]

    refuses
        "A ridge or noise variance must be a finite number from 0, but this one is -1."
        data
        [ "--target"; "y"; "--features"; "a"; "--noise=-1" ]

    Assert.That(
        (ntk
            [
                "fit"
                network
                "--train"
                data
                "--output"
                file
                "--target"
                "y"
                "--features"
                "a"
                "--bounds"
                "t=1:2"
            ])
            .Error,
        Does.Contain "t"
    )

[<Test>]
let ``wrong usage ends in 2`` () =
    let usage message arguments =
        refused
            2
            (message + "\n'ntk fit --help' shows how it is used.")
            ([ "fit"; network; "--train"; "x"; "--target"; "y"; "--output"; "m" ] @ arguments)

    usage "--noise and --ridge exclude each other." [ "--noise"; "1"; "--ridge"; "1" ]
    usage "--starts takes a whole number from 1." [ "--starts"; "0" ]

    for bad in [ "s"; "s=1"; "s=2:1"; "s=1:x"; "=1:2" ] do
        usage $"--bounds takes NAME=LOW:HIGH, such as --bounds s=0.1:10, but got '{bad}'." [ "--bounds"; bad ]

    let softmax = [ "--likelihood"; "softmax" ]
    usage "--likelihood softmax needs --classify." softmax
    usage "--likelihood softmax and --noise or --ridge exclude each other." (softmax @ [ "--classify"; "--ridge"; "1" ])
    usage "--likelihood softmax and --by loo exclude each other." (softmax @ [ "--classify"; "--by"; "loo" ])

    refused
        2
        "Option '--target' is required.\nOption '--output' is required.\n'ntk fit --help' shows how it is used."
        [ "fit"; network; "--train"; "x" ]

[<Test>]
let ``an interruption ends in 130 and leaves an earlier model as it was`` () =
    use folder = new Folder()
    let arguments = fit folder [ "--target"; "y" ]
    folder.File("model.ntk", "earlier") |> ignore
    let result = ntkUntil (CancellationToken true) arguments
    Assert.That(result.ExitCode, equalTo 130)
    Assert.That(File.ReadAllText(folder.At "model.ntk"), equalTo "earlier")
    Assert.That(folder.Files, Has.Length.EqualTo 2)

[<Test>]
let ``Ctrl-C between starts ends in 130, and no model is there`` () =
    use folder = new Folder()

    let result =
        [
            "fit"
            "dense(64, sigmaW=s, sigmaB=b) >> erf >> dense(1, sigmaW=a)"
            "--train"
            folder.File("long.csv", longTrain)
            "--target"
            "y"
            "--starts"
            "1000"
            "--output"
            folder.At "model.ntk"
        ]
        |> ntkUntilProgress

    Assert.That(result.Error, Does.Contain "%")
    Assert.That(result.ExitCode, equalTo 130)
    Assert.That(File.Exists(folder.At "model.ntk"), Is.False)

[<Test>]
let ``relevances are ranked, drawn and kept`` () =
    use folder = new Folder()

    let arguments =
        fit folder [ "--target"; "y"; "--standardize"; "--starts"; "1"; "--ard" ]

    let picture = folder.At "relevances.svg"
    let result = arguments @ [ "--chart"; picture ] |> succeeds
    Assert.That(result.Text, Does.Match @"feature +relevance +share +± of its log\na +")
    Assert.That(File.ReadAllText picture, Does.Contain "Relevance of the features")
    let told = arguments @ [ "--format"; "json" ] |> succeeds |> json

    let relevances =
        [
            for relevance in told.GetProperty("relevances").EnumerateArray() -> relevance
        ]

    Assert.That([ for relevance in relevances -> relevance.GetProperty("name").GetString() ], equalTo [ "a"; "b" ])
    Assert.That(relevances |> List.sumBy _.GetProperty("share").GetDouble(), Is.EqualTo(1.0).Within 1e-12)
    let scales = nonNull (nonNull (load folder).Process).InputScales
    Assert.That(scales[0] / scales[1], Is.GreaterThan 1.0)

    let predicted =
        [ "predict"; folder.At "model.ntk"; folder.File("test.csv", test) ]
        |> succeeds
        |> cells

    Assert.That(numberAt 1 0 predicted, Is.EqualTo(11.4).Within 0.5)

[<Test>]
let ``what does not go with relevances is misuse`` () =
    use folder = new Folder()

    let misuse (message: string) arguments =
        let result = ntk (fit folder ([ "--target"; "kind" ] @ arguments))
        Assert.That(result.ExitCode, Is.EqualTo 2)
        Assert.That(result.Error, Does.StartWith message)

    misuse "--chart needs --ard." [ "--chart"; "a.svg" ]
    misuse "--ard and --sphere exclude each other." [ "--ard"; "--sphere"; "--classify" ]
    misuse "--ard and --likelihood softmax exclude each other." [ "--ard"; "--classify"; "--likelihood"; "softmax" ]
