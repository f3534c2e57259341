module NtkDsl.Tests.Learning.PreprocessingTests

open System.IO
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data
open NtkDsl.Tests.Text

let private read (text: string) =
    CsvTable.Read(new StringReader(text), "x.csv")

let private numbers = "a,b,y\n1,2,3\n3,5,5\n5,2,10\n"
let private labels = "a,kind\n1,red\n2,blue\n3,red\n"

let private same (expected: float list list) (actual: Matrix<float>) =
    shouldBeNear 1e-12 (Matrix<float>.Build.DenseOfRows(expected |> Seq.map Seq.ofList)) actual

let private pointsOf (preprocessing: Preprocessing) (table: Table) = preprocessing.PointsOf table

let private rowsOf (points: Points) =
    Matrix<float>.Build.DenseOfRowArrays [ for i in 0 .. points.Count - 1 -> points[i].ToArray() ]

[<Test>]
let ``features are all columns but the targets, or those that are named`` () =
    let all = Preprocessing.Learn(read numbers, [| "y" |], center = false)
    Assert.That(all.Features, equalTo [ "a"; "b" ])
    all.PointsOf(read numbers) |> rowsOf |> same [ [ 1; 2 ]; [ 3; 5 ]; [ 5; 2 ] ]
    all.TargetsOf(read numbers) |> same [ [ 3 ]; [ 5 ]; [ 10 ] ]
    let one = Preprocessing.Learn(read numbers, [| "y"; "a" |], [| "b" |])
    one.PointsOf(read numbers) |> rowsOf |> same [ [ 2 ]; [ 5 ]; [ 2 ] ]
    one.TargetsOf(read numbers) |> same [ [ -3; -2 ]; [ -1; 0 ]; [ 4; 2 ] ]

    one.TargetsOf(read numbers)
    |> one.Restore
    |> same [ [ 3; 1 ]; [ 5; 3 ]; [ 10; 5 ] ]

[<Test>]
let ``new data are matched by name, and by place where there are no names`` () =
    let named = Preprocessing.Learn(read numbers, [| "y" |])
    named.PointsOf(read "b,other,a\n7,text,8\n") |> rowsOf |> same [ [ 8; 7 ] ]
    named.PointsOf(read "8,7\n") |> rowsOf |> same [ [ 8; 7 ] ]
    Assert.That(named.HasTargets(read "y\n1\n"))
    Assert.That(named.HasTargets(read "b\n1\n"), Is.False)
    let nameless = Preprocessing.Learn(read "1,2,3\n3,5,5\n", [| "1" |])
    nameless.PointsOf(read "9,8,7\n") |> rowsOf |> same [ [ 8; 7 ] ]
    nameless.PointsOf(read "8,7\n") |> rowsOf |> same [ [ 8; 7 ] ]
    Preprocessing().PointsOf(read "8,7\n") |> rowsOf |> same [ [ 8; 7 ] ]

    Assert.That(
        refusal (fun () -> named.PointsOf(read "c,d\n1,2\n")),
        equalTo "x.csv has no columns 'a', 'b'; it has c, d."
    )

    Assert.That(refusal (fun () -> named.PointsOf(read "1\n2\n")), equalTo "x.csv has no columns 'a', 'b'; it has 1.")

[<Test>]
let ``long lists of columns are cut`` () =
    let wide = String.concat "," [ for i in 1..14 -> $"c{i}" ]
    let values = String.concat "," [ for i in 1..14 -> string i ]

    Assert.That(
        refusal (fun () -> (read $"{wide}\n{values}\n")["z"]),
        equalTo "x.csv has no column 'z'; it has c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, … (14 in all)."
    )

[<Test>]
let ``columns are standardized and points scaled as in training`` () =
    let learned =
        Preprocessing.Learn(read numbers, [| "y" |], standardize = true, onSphere = true)

    let z = (read numbers).ToMatrix [ "a"; "b" ] |> (nonNull learned.Inputs).Apply

    let expected =
        z.EnumerateRows() |> Seq.map (fun row -> row * (sqrt 2.0 / row.L2Norm()))

    learned.PointsOf(read numbers)
    |> rowsOf
    |> shouldBeNear 1e-12 (Matrix<float>.Build.DenseOfRowVectors expected)

    learned.TargetsOf(read numbers)
    |> learned.Restore
    |> same [ [ 3 ]; [ 5 ]; [ 10 ] ]

    Assert.That(
        refusal (fun () -> Preprocessing(OnSphere = true).PointsOf(read "1,1\n0,0\n")),
        equalTo "Row 2 is a point at 0, which has no direction and cannot be scaled to |x|² = d."
    )

[<Test>]
let ``classes have names, in order`` () =
    let learned = Preprocessing.Learn(read labels, [| "kind" |], classify = true)
    Assert.That(learned.ClassNames, equalTo [ "blue"; "red" ])
    Assert.That(learned.ClassesOf(read labels), Is.EqualTo<int seq> [ 1; 0; 1 ])

    learned.TargetsOf(read labels)
    |> same [ [ -0.5; 0.5 ]; [ 0.5; -0.5 ]; [ -0.5; 0.5 ] ]

    let digits = Preprocessing.Learn(read "1,10\n2,9\n", [| "2" |], classify = true)
    Assert.That(digits.ClassNames, equalTo [ "9"; "10" ])

    Assert.That(
        refusal (fun () -> learned.TargetsOf(read "a,kind\n1,green\n")),
        equalTo "x.csv has the class 'green' in column 'kind', which was not in the training data; those are blue, red."
    )

let private mixed = "size,color,y\n1,red,3\n2,blue,5\n6,red,10\n"

[<Test>]
let ``words become a feature for each category`` () =
    let learn standardize =
        Preprocessing.Learn(read mixed, [| "y" |], categories = [| "color" |], standardize = standardize)

    let plain = learn false
    Assert.That(plain.Features, equalTo [ "size"; "color" ])
    Assert.That(plain.Categories["color"], equalTo [ "blue"; "red" ])

    plain.PointsOf(read mixed)
    |> rowsOf
    |> same [ [ 1; 0; 1 ]; [ 2; 1; 0 ]; [ 6; 0; 1 ] ]
    // Found by name in new data, and by place where there are no names.
    plain.PointsOf(read "color,size\nblue,7\n") |> rowsOf |> same [ [ 7; 1; 0 ] ]

    plain.PointsOf(CsvTable.Read(new StringReader "7,blue\n", "x.csv"))
    |> rowsOf
    |> same [ [ 7; 1; 0 ] ]
    // Numbers are scaled, and categories stay 0 and 1.
    let scaled = (learn true).PointsOf(read mixed) |> rowsOf

    let z =
        (Standardization.Of(Matrix<float>.Build.DenseOfRows [ [ 1.0 ]; [ 2.0 ]; [ 6.0 ] ]))
            .Apply((read mixed).ToMatrix [ "size" ])

    scaled |> same [ [ z[0, 0]; 0; 1 ]; [ z[1, 0]; 1; 0 ]; [ z[2, 0]; 0; 1 ] ]

    Assert.That(
        refusal (fun () -> pointsOf plain (read "size,color\n1,green\n")),
        equalTo
            "x.csv has 'green' in column 'color', which was not among the categories of the training data; those are blue, red."
    )

    Assert.That(
        refusal (fun () -> Preprocessing.Learn(read mixed, [| "y" |], categories = [| "y" |])),
        equalTo "The column 'y' is no feature, so it cannot be one of categories."
    )

    Assert.That(
        refusal (fun () ->
            Preprocessing.Learn(read "when,y\n2024-01-31,1\n2024-02-01,2\n", [| "y" |], categories = [| "when" |])),
        equalTo (Messages.IsDate("x.csv, when", "2024-01-31"))
    )

[<Test>]
let ``numbers can be categories, too`` () =
    let zip =
        Preprocessing.Learn(read "zip,y\n10,1\n20,2\n10,3\n", [| "y" |], categories = [| "zip" |])

    zip.PointsOf(read "zip\n20\n") |> rowsOf |> same [ [ 0; 1 ] ]

[<Test>]
let ``missing values are the means of the training data, also in new data`` () =
    let text = "size,color,y\n1,red,3\n?,blue,5\n6,,10\n2,red,1\n"

    let learn standardize =
        Preprocessing.Learn(
            read text,
            [| "y" |],
            categories = [| "color" |],
            standardize = standardize,
            fillMissing = true
        )

    let third = 1.0 / 3.0

    let filled =
        [
            [ 1.0; 0.0; 1.0 ]
            [ 3.0; 1.0; 0.0 ]
            [ 6.0; third; 2.0 * third ]
            [ 2.0; 0.0; 1.0 ]
        ]

    (learn false).PointsOf(read text) |> rowsOf |> same filled

    (learn false).PointsOf(read "size,color\n,\n")
    |> rowsOf
    |> same [ [ 3.0; third; 2.0 * third ] ]

    let z =
        (Standardization.Of(Matrix<float>.Build.DenseOfRows [ for row in filled -> [ row.Head ] ])).Apply

    let sizes =
        z (Matrix<float>.Build.DenseOfRows [ for row in filled -> [ row.Head ] ])

    ((learn true).PointsOf(read text) |> rowsOf).Column(0).ToColumnMatrix()
    |> shouldBeNear 1e-12 sizes

    Assert.That(
        refusal (fun () -> Preprocessing.Learn(read text, [| "y" |], [| "size" |], standardize = true)),
        Does.StartWith "x.csv, line 3, column 1 (size): the value is missing."
    )

[<Test>]
let ``points alone have features and no targets`` () =
    let points = Preprocessing.Learn(read "b,a\n1,2\n", [||])
    points.PointsOf(read "a,b,c\n3,4,5\n") |> rowsOf |> same [ [ 4; 3 ] ]
    Assert.That(points.HasTargets(read "a,b\n1,2\n"), Is.False)

[<Test>]
let ``a column without a name is no feature by itself`` () =
    Assert.That(
        refusal (fun () -> Preprocessing.Learn(read ",a,y\n0,1,2\n1,2,3\n", [| "y" |])),
        equalTo
            "x.csv has no name for column 1, which may but number the rows. Name it, or say which columns are features (--features)."
    )

    Assert.That((Preprocessing.Learn(read ",a,y\n0,1,2\n1,2,3\n", [| "y" |], [| "a" |])).Features, equalTo [ "a" ])

[<Test>]
let ``targets that are not all there are no truth`` () =
    let learned = Preprocessing.Learn(read numbers, [| "y" |])
    Assert.That(learned.HasTargets(read "a,b,y\n1,2,3\n"))
    Assert.That(learned.HasTargets(read "a,b,y\n1,2,3\n1,2,?\n"), Is.False)

[<Test>]
let ``what cannot be learned from is refused`` () =
    let refuses (expected: string) text targets features classify =
        Assert.That(
            refusal (fun () -> Preprocessing.Learn(read text, List.toArray targets, features, classify)),
            equalTo expected
        )

    numbers
    |> fun text -> refuses "x.csv has no column 'z'; it has a, b, y." text [ "z" ] null false

    Assert.That(
        refusal (fun () -> Preprocessing.Learn(read "a,y\n1,2\n", [| "y" |], standardize = true)),
        equalTo "x.csv has 1 row of data, but at least 2 are needed."
    )

    Preprocessing.Learn(read "a,y\n1,2\n", [| "y" |]).TargetsOf(read "a,y\n1,2\n")
    |> same [ [ 0 ] ]

    refuses "x.csv has no column to predict from: all of them are targets." "1\n2\n" [ "1" ] null false
    refuses "The column 'y' is a target, and cannot be a feature too." numbers [ "y" ] [| "y" |] false
    refuses "Classes are read from one column, but there are 2 target columns." numbers [ "y"; "a" ] null true

    refuses
        "Every row of x.csv has the class 'red' in column 'kind', so there is nothing to tell apart."
        "a,kind\n1,red\n2,red\n"
        [ "kind" ]
        null
        true

    Assert.That(
        refusal (fun () -> pointsOf (Preprocessing.Learn(read "a,y\n1,2\nx,3\n", [| "y" |])) (read "a\nx\n")),
        equalTo
            "x.csv, line 2, column 1 (a): 'x' is not a number. Words can be classes (--classify) or categories (--one-hot); or leave the column out (--features)."
    )

let private process' (preprocessing: Preprocessing) (table: Table) =
    GaussianProcess.Condition(relu1, preprocessing.PointsOf table, preprocessing.TargetsOf table, Ridge.Absolute 0.1)

[<Test>]
let ``a saved model keeps its columns and transforms`` () =
    use folder = new Folder()

    let gaps = mixed + ",red,4\n"

    for text, targets, classify, categories in
        [
            numbers, "y", false, [||]
            labels, "kind", true, [||]
            gaps, "y", false, [| "color" |]
        ] do
        let table = read text

        let preprocessing =
            Preprocessing.Learn(
                table,
                [| targets |],
                classify = classify,
                standardize = true,
                categories = categories,
                fillMissing = (text = gaps)
            )

        let model = FittedModel.Of(process' preprocessing table, preprocessing)
        model.Save(folder.At "model")
        let loaded = FittedModel.Load(folder.At "model", [])
        let before, after = model.Predict table, loaded.Predict table
        Assert.That(after.Mean, Is.EqualTo before.Mean)
        Assert.That(after.StandardDeviation, Is.EqualTo before.StandardDeviation)
        Assert.That(after.Probabilities, Is.EqualTo before.Probabilities)
        Assert.That(loaded.Preprocessing.Features, equalTo preprocessing.Features)
        Assert.That(loaded.Preprocessing.Targets, equalTo preprocessing.Targets)
        Assert.That(loaded.Preprocessing.ClassNames, equalTo preprocessing.ClassNames)

        for a, b in Seq.zip (model.Sample(table, 2, 5L)) (loaded.Sample(table, 2, 5L)) do
            Assert.That(b, Is.EqualTo a)

[<Test>]
let ``predictions of a table are in the units of the targets`` () =
    let table = read numbers
    let preprocessing = Preprocessing.Learn(table, [| "y" |], standardize = true)
    let gp = process' preprocessing table
    let model = FittedModel.Of(gp, preprocessing)
    let posterior = gp.Predict(preprocessing.PointsOf table)
    let plain, noisy = model.Predict table, model.Predict(table, true)
    let outputs = nonNull preprocessing.Outputs

    let deviation (prediction: Prediction) i =
        (nonNull prediction.StandardDeviation)[i, 0]

    shouldBeNear 1e-12 (outputs.Invert posterior.Mean) plain.Mean

    for i in 0..2 do
        shouldBeClose 1e-12 (outputs.Scales[0] * sqrt posterior.Variance[i]) (deviation plain i)
        shouldBeClose 1e-12 (outputs.Scales[0] * sqrt (posterior.Variance[i] + 0.1)) (deviation noisy i)

    Assert.That(plain.Classes, Is.Null)

[<Test>]
let ``the probability of a class is that its output is the largest`` () =
    let means = ofArray2 (array2D [ [ 0.3; 0.1; -0.2 ]; [ 0.0; 0.0; 0.0 ] ])
    let variances = Vector<float>.Build.Dense [| 0.04; 2.0 |]
    let probabilities = LargestOutput.Probabilities(means, variances)
    let draws = 200000
    let noise = normal 9 draws 3

    let counted =
        noise.EnumerateRows()
        |> Seq.countBy (fun z -> (means.Row 0 + 0.2 * z).MaximumIndex())
        |> Map

    for c in 0..2 do
        let p = probabilities[0, c]
        let error = sqrt (p * (1.0 - p) / float draws)
        Assert.That(float counted[c] / float draws, Is.EqualTo(p).Within(4.0 * error))
        shouldBeClose 1e-8 (1.0 / 3.0) probabilities[1, c]

    shouldBeNear
        0.0
        (ofArray2 (array2D [ [ 1.0; 0.0; 0.0 ] ]))
        (LargestOutput.Probabilities(means.SubMatrix(0, 1, 0, 3), Vector<float>.Build.Dense 1))
