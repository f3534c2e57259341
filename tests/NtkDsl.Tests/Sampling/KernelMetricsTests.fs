module NtkDsl.Tests.Sampling.KernelMetricsTests

open System
open NUnit.Framework
open FsCheck.NUnit
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Sampling

let private matrix (rows: float list list) =
    Matrix<float>.Build.DenseOfRows(rows |> Seq.map Seq.ofList)

let private vector (entries: float list) =
    Vector<float>.Build.DenseOfEnumerable entries

let private near (tolerance: float) (a: float) (b: float) = abs (a - b) <= tolerance

let private k = matrix [ [ 2.0; 1.0 ]; [ 1.0; 2.0 ] ]
let private unit = matrix [ [ 1.0; 0.0 ]; [ 0.0; 1.0 ] ]

[<Test>]
let ``values by hand`` () =
    // ‖K − I‖ = 2, ‖K‖ = √10, ⟨K, I⟩ = 4; y = (1, 1) is an eigenvector of K for 3, (1, −1) for 1.
    Assert.That(KernelMetrics.RelativeChange(k, unit), Is.EqualTo(2.0 / sqrt 10.0).Within 1e-15)
    Assert.That(KernelMetrics.RelativeChange(unit, k), Is.EqualTo(2.0 / sqrt 2.0).Within 1e-15)
    Assert.That(KernelMetrics.Distance(k, unit), Is.EqualTo(1.0 - 4.0 / sqrt 20.0).Within 1e-15)
    Assert.That(KernelMetrics.Alignment(k, vector [ 1.0; 1.0 ]), Is.EqualTo(3.0 / sqrt 10.0).Within 1e-15)
    Assert.That(KernelMetrics.Alignment(k, vector [ 5.0; -5.0 ]), Is.EqualTo(1.0 / sqrt 10.0).Within 1e-15)

[<Test>]
let ``kernels that are very close keep their distance`` () =
    // K and K + εE with E ⟂ K: ε²‖E‖²/(2‖K‖²), which 1 − cosine would round to 0.
    let moved = matrix [ [ 2.0 + 1e-9; 1.0 ]; [ 1.0; 2.0 - 1e-9 ] ]
    Assert.That(KernelMetrics.Distance(k, moved), Is.EqualTo(1e-19).Within(0.001).Percent)

/// A positive semidefinite kernel of rank 1 to 5 on five points.
let private kernel seed =
    let a = Matrix<float>.Build.Random(5, 1 + abs (seed % 5), seed) in a.TransposeAndMultiply a

[<Property(MaxTest = 50)>]
let ``distances of kernels`` (seed: int) =
    let a, b = kernel seed, kernel (seed + 1)

    let cosine =
        (a.PointwiseMultiply b |> fun product -> product.RowSums().Sum())
        / (a.FrobeniusNorm() * b.FrobeniusNorm())

    let distance = KernelMetrics.Distance(a, b)

    near 1e-13 (1.0 - cosine) distance
    && near 1e-13 (KernelMetrics.Distance(b, a)) distance
    && near 1e-13 (KernelMetrics.Distance(3.0 * a, 0.1 * b)) distance
    && distance <= 1.0 + 1e-13
    && near 1e-13 (KernelMetrics.Distance(a, 2.0 * a)) 0.0
    && near 1e-13 (KernelMetrics.RelativeChange(a, 3.0 * a)) 2.0

[<Property(MaxTest = 50)>]
let ``alignment is the cosine with y yᵀ`` (seed: int) =
    let a, y = kernel seed, Vector<float>.Build.Random(5, seed + 2)
    let alignment = KernelMetrics.Alignment(a, y)

    near 1e-13 alignment (1.0 - KernelMetrics.Distance(a, y.OuterProduct y))
    && near 1e-13 alignment (KernelMetrics.Alignment(7.0 * a, -2.0 * y))
    && alignment >= -1e-13
    && near 1e-13 (KernelMetrics.Alignment(y.OuterProduct y, y)) 1.0

[<Test>]
let ``the NTK moves less in training the wider the network`` () =
    let x = Language.points
    let y = matrix [ [ 1.0 ]; [ -1.0 ]; [ 0.5 ] ]

    let change (width: int) =
        let network =
            FiniteNetwork.Sample(
                Language.parse "dense(8) >> tanh >> dense(8) >> tanh >> dense(1)",
                3,
                1,
                width = Nullable width
            )

        let trained = network.Train(x, y, 0.1, 100)
        KernelMetrics.RelativeChange(network.Ntk x, trained.Ntk x)

    Assert.That(change 256, Is.LessThan(change 8 / 4.0).And.GreaterThan 0.0)

[<Test>]
let ``what does not fit is refused`` () =
    let refused (message: string) (action: unit -> float) =
        Assert.That(Action(action >> ignore), Throws.TypeOf<NtkDslException>().With.Message.EqualTo message)

    let wide, zero = matrix [ [ 1.0; 2.0; 3.0 ] ], matrix [ [ 0.0; 0.0 ]; [ 0.0; 0.0 ] ]
    refused (Messages.KernelSizesDiffer(2, 2, 1, 3)) (fun () -> KernelMetrics.RelativeChange(k, wide))
    refused (Messages.KernelSizesDiffer(1, 3, 2, 2)) (fun () -> KernelMetrics.Distance(wide, k))
    refused (Messages.LabelsDoNotFit(2, 2, 3)) (fun () -> KernelMetrics.Alignment(k, vector [ 1.0; 2.0; 3.0 ]))
    refused Messages.ZeroKernel (fun () -> KernelMetrics.RelativeChange(zero, k))
    refused Messages.ZeroKernel (fun () -> KernelMetrics.Distance(k, zero))
    refused Messages.ZeroKernel (fun () -> KernelMetrics.Alignment(zero, vector [ 1.0; 2.0 ]))
    refused Messages.ZeroLabels (fun () -> KernelMetrics.Alignment(k, vector [ 0.0; 0.0 ]))
