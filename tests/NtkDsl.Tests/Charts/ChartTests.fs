module NtkDsl.Tests.Charts.ChartTests

open System
open System.IO
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Charts
open NtkDsl.Tests.Text

let private refused (message: string) (action: unit -> Chart) =
    Assert.That(refusal action, Is.EqualTo message)

let private matrix n f =
    Matrix<float>.Build.Dense(n, n, Func<int, int, float> f)

let private decaying n =
    matrix n (fun i j -> exp (-abs(float (i - j))))

/// Width and height of the bitmap in a heat map, from the header of the PNG.
let private cells picture =
    let image = (Picture.elements "image" picture).Head
    let data = Picture.attribute "{http://www.w3.org/1999/xlink}href" image
    let png = Convert.FromBase64String(data.Substring(data.IndexOf(',') + 1))
    int png[18] * 256 + int png[19], int png[22] * 256 + int png[23]

[<TestCase(2, 2)>]
[<TestCase(7, 7)>]
[<TestCase(80, 80)>]
[<TestCase(81, 41)>]
[<TestCase(250, 63)>]
let ``a heat map has a cell for each pair of points, or of blocks of them`` (points: int, expected: int) =
    let chart = Chart.HeatMap(decaying points, "NTK Θ")
    let picture = Picture.ofText (chart.ToSvg())
    Assert.That(cells picture, Is.EqualTo((expected, expected)))
    Assert.That(Picture.texts picture, Does.Contain "NTK Θ")
    Assert.That(chart.Description, Does.Contain $"among {points} points")
    Assert.That(chart.Description.Contains "the mean of", Is.EqualTo(points > 80))

[<Test>]
let ``a heat map in the order of labels names them, and draws a border between two`` () =
    let labels = [| for i in 0..9 -> if i % 2 = 0 then "even" else "odd" |]
    let plain = Picture.ofText (Chart.HeatMap(decaying 10).ToSvg())
    let chart = Chart.HeatMap(decaying 10, "K", labels)
    let picture = Picture.ofText (chart.ToSvg())
    Assert.That(Picture.texts picture |> List.filter ((=) "even"), Has.Length.EqualTo 2)
    Assert.That(Picture.texts plain, Does.Contain "point")
    Assert.That(chart.Description, Does.Contain "even (5), odd (5)")

    let white =
        Picture.elements "line" picture @ Picture.elements "polyline" picture
        |> List.filter (fun line -> (Picture.attribute "style" line).Contains "stroke:rgb(255,255,255)")

    Assert.That(white, Has.Length.EqualTo 2)

[<Test>]
let ``many narrow groups with long names leave no labels on top of each other`` () =
    let labels = [| for i in 0..59 -> $"a rather long name {i / 2:D2}" |]
    let picture = Picture.ofText (Chart.HeatMap(decaying 60, "K", labels).ToSvg())
    let names = Picture.texts picture |> List.filter _.EndsWith('…')
    Assert.That(names.Length, Is.InRange(4, 20))
    Assert.That(names |> List.forall (fun name -> name.Length = 10))

[<Test>]
let ``constant, tiny and zero kernels have heat maps, too`` () =
    for value in [ 0.0; 3.0; -2.0; 1e-300 ] do
        Chart.HeatMap(matrix 3 (fun _ _ -> value)).ToSvg() |> Picture.ofText |> ignore

[<Test>]
let ``a spectrum has a marker for each eigenvalue that is not zero`` () =
    let full, rank2 = decaying 12, matrix 12 (fun i j -> 1.0 + float (i * j))

    let chart =
        Chart.Spectrum [ NamedKernel("NNGP K", full); NamedKernel("NTK Θ", rank2) ]

    let picture = Picture.ofText (chart.ToSvg())
    Picture.holds chart.Description [ "NNGP K: 12 from"; "NTK Θ: 2 from" ]
    Assert.That(chart.Description, Does.Contain "10 that are 0 to working precision")

    // The circles of the first kernel, and one in the legend.
    Assert.That(Picture.elements "ellipse" picture, Has.Length.EqualTo 13)

    for text in [ "NNGP K"; "NTK Θ"; "eigenvalue"; "index of the eigenvalue" ] do
        Assert.That(Picture.texts picture, Does.Contain text)

let private times = [| for k in 0..100 -> 0.1 * float k |]

let private losses scale : Collections.Generic.IReadOnlyList<float> = [| for t in times -> scale * exp -t |]

[<Test>]
let ``loss curves hold every time of the theory, and points for the networks`` () =
    let chart = Chart.Loss(times, losses 2.0, [ losses 1.5; losses 2.0; losses 2.5 ])

    let picture = Picture.ofText (chart.ToSvg())
    let lines = Picture.elements "polyline" picture

    let theory =
        lines
        |> List.filter (fun line -> (Picture.attribute "style" line).Contains "stroke:rgb(0,114,178)")
        |> List.maxBy (fun line -> (Picture.corners line).Length)

    // Time 0 has no place on a logarithmic scale, and corners that nobody can tell apart are left out.
    Assert.That((Picture.corners theory).Length, Is.InRange(60, 100))
    Assert.That(Picture.isInside picture theory)
    let xs, ys = List.unzip (Picture.corners theory)
    Assert.That(List.pairwise xs |> List.forall (fun (a, b) -> b > a))
    Assert.That(List.pairwise ys |> List.forall (fun (a, b) -> b > a))
    Assert.That((Picture.elements "ellipse" picture).Length, Is.InRange(15, 26))
    Assert.That(Picture.texts picture, Does.Contain "mean of 3 networks")
    Assert.That(chart.Description, Does.Contain "from 2 to 9.08·10⁻⁵")

[<Test>]
let ``the theory alone, and one network`` () =
    for networks in [ [||]; [| losses 3.0 |] ] do
        let picture =
            Chart.Loss([| 0.0; 1.0; 2.0 |], [| 3.0; 2.0; 1.0 |], []).ToSvg()
            |> Picture.ofText

        Assert.That(Picture.texts picture, Does.Not.Contain "middle 80 %")
        Chart.Loss(times, losses 2.0, networks).ToSvg() |> Picture.ofText |> ignore

let private posterior noise =
    let kernel =
        Architecture.Parse("dense(8, sigmaW=2, sigmaB=1) >> erf >> dense(1)", []).Compile()

    let x = [| -1.0; 0.0; 2.0 |]
    let y = [| 1.0; -1.0; 0.5 |]

    let conditioned =
        GaussianProcess.Condition(
            kernel,
            Points.Of [ for place in x -> [| place |] ],
            Matrix<float>.Build.DenseOfColumnArrays [| y |],
            noise
        )

    let places = [| for k in 0..60 -> -3.0 + float k / 10.0 |]
    places, conditioned.Predict(Points.Of [ for place in places -> [| place |] ]), x, y

[<Test>]
let ``a posterior has its mean at every place, the data as points, and samples`` () =
    let places, predicted, x, y = posterior (Ridge.Absolute 1e-4)

    let chart =
        Chart.Posterior(places, predicted, x, y, xName = "time in s", yName = "height in m")

    let picture = Picture.ofText (chart.ToSvg())

    for text in [ "time in s"; "height in m"; "mean"; "± 2 s.d."; "samples"; "data" ] do
        Assert.That(Picture.texts picture, Does.Contain text)

    // The data, and one in the legend.
    Assert.That(Picture.elements "ellipse" picture, Has.Length.EqualTo 4)

    let long =
        Picture.elements "polyline" picture
        |> List.filter (fun line -> (Picture.corners line).Length >= 61)

    Assert.That(long.Length, Is.GreaterThanOrEqualTo 4)
    Assert.That(long |> List.forall (Picture.isInside picture))

[<Test>]
let ``trained networks have a mean and two standard deviations beside those of the theory`` () =
    let places, predicted, x, y = posterior (Ridge.Absolute 1e-4)
    let net = Architecture.Parse("dense(8, sigmaW=2, sigmaB=1) >> erf >> dense(1)", [])

    let column (values: float[]) =
        Matrix<float>.Build.DenseOfColumnArrays [| values |]

    let points values =
        Points.Of [ for value in values -> [| value |] ]

    let networks test =
        FiniteEnsemble.Train(net, points x, column y, 0.01, 3, points test, 5)

    let chart = Chart.Ensemble(places, predicted, networks places, x, y)
    let picture = Picture.ofText (chart.ToSvg())
    Picture.holds chart.Description [ "5 finite networks"; "the means differ by at most" ]

    let dashed =
        Picture.elements "polyline" picture
        |> List.filter (fun line ->
            (Picture.attribute "style" line).Contains "stroke:rgb(213,94,0)"
            && (Picture.corners line).Length > 20)

    Assert.That(dashed, Has.Length.EqualTo 3)
    Assert.That(dashed |> List.forall (Picture.isInside picture))

    refused (ChartMessages.PosteriorShape(61, 3)) (fun () ->
        Chart.Ensemble(places, predicted, networks [| 0.0; 1.0; 2.0 |], x, y))

[<Test>]
let ``predictions in other units`` () =
    let _, predicted, _, _ = posterior (Ridge.Absolute 1e-4)
    let scaled = predicted.InUnits(10.0, 3.0)
    Assert.That(scaled.Mean[7, 0], Is.EqualTo(10.0 * predicted.Mean[7, 0] + 3.0).Within 1e-12)
    Assert.That(scaled.Variance[7], Is.EqualTo(100.0 * predicted.Variance[7]).Within 1e-12)
    Assert.That(scaled.Covariance[7, 9], Is.EqualTo(100.0 * predicted.Covariance[7, 9]).Within 1e-12)

[<Test>]
let ``two pictures in one page share no id`` () =
    let ids (chart: Chart) =
        [
            for element in Picture.ofText(chart.ToSvg()).DescendantsAndSelf() do
                match Picture.attribute "id" element with
                | "" -> ()
                | id -> id
        ]

    let one, other =
        ids (Chart.HeatMap(decaying 3, "K")), ids (Chart.HeatMap(decaying 4, "K"))

    Assert.That(one, Is.Not.Empty)
    Assert.That(Set.intersect (set one) (set other) |> Set.isEmpty)

[<Test>]
let ``a picture is saved as it is`` () =
    use folder = new Folder()
    let chart = Chart.HeatMap(decaying 3)
    chart.Save(folder.At "k.svg")
    Assert.That(File.ReadAllText(folder.At "k.svg"), Is.EqualTo(chart.ToSvg()))
    Assert.That(folder.Files, equalTo [| "k.svg" |])

[<Test>]
let ``what cannot be drawn is refused`` () =
    let rectangle = Matrix<float>.Build.Dense(2, 3)
    refused (ChartMessages.NotSquare("K", 2, 3)) (fun () -> Chart.HeatMap(rectangle, "K"))
    refused (ChartMessages.NotSquare("K", 1, 1)) (fun () -> Chart.HeatMap(decaying 1, "K"))
    refused (ChartMessages.NotFinite "K") (fun () -> Chart.HeatMap(matrix 2 (fun _ _ -> nan), "K"))
    refused (ChartMessages.LabelsDiffer(3, 1)) (fun () -> Chart.HeatMap(decaying 3, "K", [| "a" |]))
    refused ChartMessages.NoKernels (fun () -> Chart.Spectrum [])
    refused (ChartMessages.NoEigenvalues "K") (fun () -> Chart.Spectrum [ NamedKernel("K", matrix 2 (fun _ _ -> 0.0)) ])
    refused ChartMessages.TooFewTimes (fun () -> Chart.Loss([| 0.0 |], [| 1.0 |], []))
    refused (ChartMessages.LossesDiffer(101, 1)) (fun () -> Chart.Loss(times, losses 1.0, [ [| 1.0 |] ]))
    refused (ChartMessages.NotFinite "A loss curve") (fun () -> Chart.Loss(times, losses nan, []))
    let places, predicted, x, y = posterior Ridge.None
    refused (ChartMessages.PosteriorShape(60, 61)) (fun () -> Chart.Posterior(places[1..], predicted, x, y))
    refused (ChartMessages.DataShape(3, 2)) (fun () -> Chart.Posterior(places, predicted, x, y[1..]))
    refused (ChartMessages.NotFinite "The data") (fun () -> Chart.Posterior(places, predicted, x, [| 1.0; nan; 0.0 |]))

[<TestCase(0.0, "0")>]
[<TestCase(0.5, "0.5")>]
[<TestCase(-12.25, "−12.25")>]
[<TestCase(0.001, "0.001")>]
[<TestCase(1e-5, "10⁻⁵")>]
[<TestCase(2.5e-7, "2.5·10⁻⁷")>]
[<TestCase(-1e12, "−10¹²")>]
[<TestCase(3e6, "3·10⁶")>]
let ``numbers as a person would write them`` (value: float, expected: string) =
    Assert.That(Axes.Number value, Is.EqualTo expected)

[<Test>]
let ``relevances have a bar each, the first twenty of many`` () =
    let relevances count =
        [|
            for k in 1..count -> FeatureRelevance(k - 1, $"feature number {k} of all", null, 1.0)
        |]

    let chart = Chart.Relevances(relevances 3)
    let picture = Picture.ofText (chart.ToSvg())

    Assert.That(
        Picture.texts picture
        |> List.filter (fun text -> text.StartsWith "feature number"),
        Has.Length.EqualTo 3
    )

    Assert.That(chart.Description, Does.Contain "feature number 1 of all 0 %")

    Assert.That(
        Chart.Relevances(relevances 25).Description,
        Does.EndWith "The 5 least relevant of 25 features are left out."
    )

    refused ChartMessages.NoRelevances (fun () -> Chart.Relevances [||])
