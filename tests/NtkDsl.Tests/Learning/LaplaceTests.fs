module NtkDsl.Tests.Learning.LaplaceTests

open System
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data

let three = [| 0; 1; 2; 0; 1; 2; 2; 1; 0 |]
let two = [| 0; 1; 1; 0; 1; 0; 0; 1; 0 |]
let k = 3.0 * relu1.EvaluateSymmetric(points x).Nngp
let sigmoid f = 1.0 / (1.0 + exp -f)

/// K for each class on the diagonal, and the Hessian W of the softmax, for outputs stacked class by class.
let stacked (probabilities: Matrix<float>) =
    let n, classes = probabilities.RowCount, probabilities.ColumnCount
    let big = Matrix<float>.Build.Dense(n * classes, n * classes)

    for c in 0 .. classes - 1 do
        big.SetSubMatrix(c * n, c * n, k)

    let w =
        Matrix<float>
            .Build.Dense(
                n * classes,
                n * classes,
                fun a b ->
                    let i, c, j, d = a % n, a / n, b % n, b / n

                    if i <> j then
                        0.0
                    else
                        (if c = d then probabilities[i, c] else 0.0)
                        - probabilities[i, c] * probabilities[i, d]
            )

    big, w

[<Test>]
let ``the mode is a stationary point, its Gaussian and evidence those of the dense formulas`` () =
    let targets = OneHot.Of(3).Encode three
    let mode = LaplaceMode.Find(k, targets)
    let f = k * mode.Coefficients
    let p = Softmax.Of f
    shouldBeNear 1e-6 (targets - p) mode.Coefficients
    let big, w = stacked p
    let prior = (mode.Coefficients.PointwiseMultiply f).Enumerate() |> Seq.sum
    let determinant = (identity 27 + big * w).Determinant()
    shouldBeClose 1e-6 (-Loss.CrossEntropy.Value(f, targets) - 0.5 * prior - 0.5 * log determinant) mode.LogEvidence
    let cross = 3.0 * relu1.Evaluate(points (rows [ 0 ] xNew), points x).Nngp

    let kStar =
        Matrix<float>.Build.Dense(27, 3, fun a c -> if a / 9 = c then cross[0, a % 9] else 0.0)

    let expected =
        5.0 * identity 3
        - kStar.Transpose() * w * inverse (identity 27 + big * w) * kStar

    shouldBeNear 1e-6 expected (mode.LatentCovariance(cross.Row 0, 5.0))

[<Test>]
let ``the logistic likelihood is one latent function`` () =
    let kernel =
        kernel "dense(64, sigmaW=sqrt(2), sigmaB=0.3) >> relu >> dense(1, sigmaW=2)"

    let k = kernel.EvaluateSymmetric(points x).Nngp
    let y = Vector<float>.Build.Dense(9, fun i -> float two[i])
    let mutable f = 0.0 * y

    for _ in 1..50 do
        let p = f.Map(fun v -> sigmoid v)
        let w = p.Map(fun v -> v * (1.0 - v))
        let b = w.PointwiseMultiply f + y - p
        f <- (identity 9 + k * Matrix<float>.Build.DenseOfDiagonalVector w).Solve(k * b)

    let p = f.Map(fun v -> sigmoid v)
    let w = Matrix<float>.Build.DenseOfDiagonalVector(p.Map(fun v -> v * (1.0 - v)))

    let likelihood =
        Seq.map2 (fun label value -> log (if label = 1 then sigmoid value else sigmoid -value)) two f
        |> Seq.sum

    let evidence =
        likelihood
        - 0.5 * ((y - p) * f)
        - 0.5 * log ((identity 9 + k * w).Determinant())

    let classifier =
        LaplaceClassifier.Train(kernel, points x, two, ClassLikelihood.Logistic)

    shouldBeClose 1e-7 evidence classifier.LogMarginalLikelihood
    let cross = kernel.Evaluate(points xNew, points x).Nngp
    let probabilities = classifier.Probabilities(points xNew)

    for i in 0..4 do
        let mean = cross.Row(i) * (y - p)

        let variance =
            kernel.EvaluateDiagonal(points xNew).Nngp[i]
            - cross.Row(i) * (w * inverse (identity 9 + k * w) * cross.Row(i))

        let density z =
            exp (-0.5 * z * z) / sqrt (2.0 * Math.PI)

        let expected =
            Seq.sum (seq { for z in -8.0 .. 0.01..8.0 -> 0.01 * density z * sigmoid (mean + sqrt variance * z) })

        shouldBeClose 1e-6 expected probabilities[i, 1]
        shouldBeClose 1e-12 1.0 (probabilities.Row(i).Sum())

[<Test>]
let ``a linear kernel of huge variance is logistic regression on the weights`` () =
    // log p(y | w) − ½ |w|²/s² − ½ log |I + s² XᵀWX| in the three weights of the difference, whose prior variance is 2 s².
    let noisy = [| 0; 1; 1; 0; 1; 0; 1; 1; 0 |]

    for s in [ 1.0; 1e2; 1e5 ] do
        let variance = 2.0 * s * s / 3.0
        let mutable w = Vector<float>.Build.Dense 3
        let probabilities () = (x * w).Map(fun f -> sigmoid f)

        let curvature () =
            let p = probabilities ()

            x.Transpose()
            * Matrix<float>.Build.DenseOfDiagonalVector(p.PointwiseMultiply(1.0 - p))
            * x
            + identity 3 / variance

        for _ in 1..60 do
            let error =
                Vector<float>.Build.Dense(9, fun i -> float noisy[i] - (probabilities ())[i])

            let step = (curvature ()).Solve(x.Transpose() * error - w / variance)
            w <- w + step / max 1.0 (step.L2Norm())

        let likelihood =
            Seq.map2 (fun label f -> log (if label = 1 then sigmoid f else sigmoid -f)) noisy (x * w)
            |> Seq.sum

        let evidence =
            likelihood
            - 0.5 * (w * w) / variance
            - 0.5 * log ((variance * curvature ()).Determinant())

        let linear = (kernel "dense(1, sigmaW=s)").Bind("s", s)
        let classifier = LaplaceClassifier.Train(linear, points x, noisy)
        shouldBeClose 1e-7 evidence classifier.LogMarginalLikelihood
        Assert.That(classifier.Remarks, Is.Empty)

        for i in 0..4 do
            let mean, deviation =
                xNew.Row i * w, sqrt (xNew.Row i * inverse (curvature ()) * xNew.Row i)

            let expected =
                Seq.sum (
                    seq {
                        for z in -8.0 .. 0.001..8.0 ->
                            0.001 * exp (-0.5 * z * z) / sqrt (2.0 * Math.PI)
                            * sigmoid (mean + deviation * z)
                    }
                )

            let actual = classifier.Probabilities(points xNew)
            shouldBeClose 1e-6 expected actual[i, 1]

[<Test>]
let ``prior variances that rounding shows in are told`` () =
    let linear = (kernel "dense(1, sigmaW=s)").Bind("s", 1e9)
    let classifier = LaplaceClassifier.Train(linear, points x, three)
    Assert.That(classifier.Remarks, Is.EqualTo<string seq> [ Messages.LaplaceRounded ])

    shouldRefuse "The kernel between points 1 and 1 is " (fun () ->
        LaplaceClassifier.Train(linear.Bind("s", 1e200), points x, three))

[<Test>]
let ``a pivoted factor has the rank of the kernel, the largest pivots first`` () =
    let gram = x * x.Transpose()
    let root = PivotedCholesky.Of gram
    Assert.That(root.Factor.ColumnCount, Is.EqualTo 3)
    shouldBeNear 1e-14 gram (root.Factor * root.Factor.Transpose())

    for i in 0..8 do
        let whitened = root.Whiten(gram.Row i)
        shouldBeClose 1e-12 0.0 ((root.Factor.Row i - whitened).AbsoluteMaximum())

    let full = PivotedCholesky.Of k
    Assert.That(full.Factor.ColumnCount, Is.EqualTo 9)
    shouldBeNear 1e-14 k (full.Factor * full.Factor.Transpose())

/// E softmax by a fine trapezoidal rule in all dimensions of the factor, the slow way.
let private averaged (mean: float list) (factor: Matrix<float>) step =
    let axis = [ for z in -7.0 .. step .. 7.0 -> z, exp (-0.5 * z * z) ]
    let places = List.allPairs axis axis

    let terms =
        [
            for (z1, p1), (z2, p2) in places do
                let f =
                    Matrix<float>
                        .Build.Dense(1, mean.Length, fun _ c -> mean[c] + z1 * factor[c, 0] + z2 * factor[c, 1])

                p1 * p2, (Softmax.Of f).Row 0
        ]

    let total = List.sumBy fst terms

    terms
    |> List.fold (fun sum (weight, p) -> sum + weight / total * p) (Vector<float>.Build.Dense mean.Length)

[<Test>]
let ``averages of three classes are right to their error`` () =
    for scale, step in [ 0.3, 0.2; 1.5, 0.1; 4.0, 0.02 ] do
        let factor =
            scale * ofArray2 (array2D [ [ 1.0; 0.2 ]; [ -0.4; 0.9 ]; [ 0.1; -0.8 ] ])

        let mean = [ 0.3; 1.0; -0.5 ]

        let average =
            (SoftmaxAverage 3).Of(Vector<float>.Build.DenseOfEnumerable mean, factor * factor.Transpose())

        Assert.That(average.Error, Is.LessThanOrEqualTo 1e-8)
        Assert.That((average.Values - averaged mean factor step).AbsoluteMaximum(), Is.LessThan 2e-8)
        shouldBeClose 1e-12 1.0 (average.Values.Sum())

[<Test>]
let ``averages of many classes state their error`` () =
    // Two dimensions among six classes, told to the rule as five by a variance that is too small to see.
    let factor = normal 61 6 2
    let mean = List.ofSeq ((normal 62 6 1).Column 0)
    let exact = averaged mean (3.0 * factor) 0.02
    let covariance = 9.0 * factor * factor.Transpose() + 1e-10 * identity 6

    let average =
        (SoftmaxAverage 6).Of(Vector<float>.Build.DenseOfEnumerable mean, covariance)

    Assert.That(average.Error, Is.InRange(1e-7, 2e-4))
    Assert.That((average.Values - exact).AbsoluteMaximum(), Is.LessThan(1.5 * average.Error))
    // A variance that both classes share moves nothing.
    let shared =
        (SoftmaxAverage 3).Of(Vector<float>.Build.Dense([| 0.3; 1.0; 0.0 |]), Matrix<float>.Build.Dense(3, 3, 5.0))

    shouldBeNear
        1e-12
        (Softmax.Of(Matrix<float>.Build.DenseOfRowArrays([| 0.3; 1.0; 0.0 |])))
        (shared.Values.ToRowMatrix())

[<Test>]
let ``two classes are three of which one is impossible`` () =
    let covariance =
        Matrix<float>.Build.DenseOfRowArrays([| 2.0; 0.5; 0.0 |], [| 0.5; 1.5; 0.0 |], [| 0.0; 0.0; 1e-9 |])

    let exact =
        (SoftmaxAverage 2).Of(Vector<float>.Build.Dense([| 0.3; 1.0 |]), covariance.SubMatrix(0, 2, 0, 2))

    let three =
        (SoftmaxAverage 3).Of(Vector<float>.Build.Dense([| 0.3; 1.0; -1000.0 |]), covariance)

    Assert.That(abs (exact.Values[1] - three.Values[1]), Is.LessThan 2e-8)

[<Test>]
let ``classes that are far apart are told apart, with less certainty far away`` () =
    let centres = [ [| 3.0; 0.0; 0.0 |]; [| 0.0; 3.0; 0.0 |]; [| 0.0; 0.0; 3.0 |] ]
    let noise = normal 11 30 3

    let at i =
        Vector<float>.Build.Dense(centres[i % 3]) + 0.3 * noise.Row i

    let train = Matrix<float>.Build.DenseOfRowVectors [ for i in 0..20 -> at i ]
    let test = Matrix<float>.Build.DenseOfRowVectors [ for i in 21..29 -> at i ]

    let classifier =
        LaplaceClassifier.Train(relu1, points train, [| for i in 0..20 -> i % 3 |])

    Assert.That(classifier.Classify(points test), Is.EqualTo<int seq> [| for i in 21..29 -> i % 3 |])
    let between = Matrix<float>.Build.DenseOfRowArrays([| 1.5; 1.5; 0.0 |])

    let most (m: Matrix<float>) =
        (classifier.Probabilities(points m)).Row(0).Maximum()

    Assert.That(most between, Is.LessThan(most test))

[<Test>]
let ``what does not fit is refused`` () =
    shouldRefuse "two classes" (fun () -> LaplaceClassifier.Train(relu1, points x, three, ClassLikelihood.Logistic))

    shouldRefuse "example 3 has class 5" (fun () ->
        LaplaceClassifier.Train(relu1, points x, [| 0; 1; 5; 0; 0; 0; 0; 0; 0 |], classCount = Nullable 3))

    shouldRefuse "9 points and 2 rows" (fun () -> LaplaceClassifier.Train(relu1, points x, [| 0; 1 |]))
    shouldRefuse "not symmetric" (fun () -> LaplaceClassifier.Train(surrogate, points x, two, kind = KernelKind.Ntk))

let private free =
    kernel "dense(64, sigmaW=w, sigmaB=0.3) >> erf >> dense(1, sigmaW=s)"

[<Test>]
let ``the gradient of the evidence is that of central differences`` ([<Values>] kind: KernelKind) =
    for classes, likelihood in
        [
            three, ClassLikelihood.Softmax
            two, ClassLikelihood.Softmax
            two, ClassLikelihood.Logistic
        ] do
        let at (w: float) (s: float) =
            LaplaceClassifier.Train(free.Bind("w", w).Bind("s", s), points x, classes, likelihood, kind)

        let gradient = (at 1.5 4.0).EvidenceGradient()
        shouldBeClose 1e-8 (derivative (fun w -> (at w 4.0).LogMarginalLikelihood) 1.5) gradient["w"]
        shouldBeClose 1e-8 (derivative (fun s -> (at 1.5 s).LogMarginalLikelihood) 4.0) gradient["s"]

[<Test>]
let ``a fit finds more evidence, keeps what is fixed, and needs nothing free`` () =
    let classes = [| for i in 0..8 -> if x[i, 0] > 0.0 then 1 else 0 |]
    let options = FitOptions(Starts = 2, Fixed = [| "s" |])

    let report =
        LaplaceClassifier.Fit(free.Bind("s", 4.0), points x, classes, options = options)

    Assert.That(report.Best.Kernel.Bindings["s"], Is.EqualTo 4.0)
    Assert.That(report.Starts.Count, Is.EqualTo 2)
    shouldBeClose 1e-9 report.Best.LogMarginalLikelihood (report.Starts |> Seq.map _.Evidence |> Seq.max)

    for w in [ 0.1; 1.0; 5.0 ] do
        let other =
            LaplaceClassifier.Train(free.Bind("w", w).Bind("s", 4.0), points x, classes)

        Assert.That(report.Best.LogMarginalLikelihood, Is.GreaterThanOrEqualTo other.LogMarginalLikelihood)

    Assert.That(LaplaceClassifier.Fit(relu1, points x, classes).Starts, Is.Empty)

[<Test>]
let ``a saved classifier has the same probabilities`` () =
    for likelihood in [ ClassLikelihood.Softmax; ClassLikelihood.Logistic ] do
        let model =
            FittedModel.Of(LaplaceClassifier.Train(relu1, points x, two, likelihood))

        ModelTests.withFile (fun path ->
            model.Save path
            let loaded = FittedModel.Load(path, [])
            Assert.That(loaded.Predict xNew, Is.EqualTo(model.Predict xNew))
            Assert.That((nonNull loaded.Classifier).Likelihood, Is.EqualTo likelihood)
            shouldRefuse "no variance of their own" (fun () -> loaded.Variance xNew))
