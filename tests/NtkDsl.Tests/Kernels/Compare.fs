/// Kernels of two architectures side by side, at given points.
module internal NtkDsl.Tests.Kernels.Compare

open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Given

/// A few generic points, a duplicate, an antipode and zero.
let points: float[][] =
    [|
        [| 0.3; -0.7; 1.1 |]
        [| 1.0; 2.0; 3.0 |]
        [| 0.3; -0.7; 1.1 |]
        [| -0.3; 0.7; -1.1 |]
        [| 0.0; 0.0; 0.0 |]
    |]

/// The kernels among points, and with entry (i, i) as one example.
let kernelsAt (points: float[][]) text =
    (parse text).Compile().EvaluateSymmetric points

/// The largest |A − B| relative to the largest |A|.
let difference (a: Matrix<float>) (b: Matrix<float>) =
    (a - b).Enumerate()
    |> Seq.map abs
    |> Seq.max
    |> fun d -> d / max 1e-300 (a.Enumerate() |> Seq.map abs |> Seq.max)

/// Asserts that two matrices agree, relative to the largest entry.
let sameMatrix tolerance (expected: Matrix<float>) (actual: Matrix<float>) =
    Assert.That(
        difference expected actual,
        Is.LessThanOrEqualTo(tolerance: float),
        $"expected\n{expected}\nbut was\n{actual}"
    )

/// Asserts that two pairs of kernels agree.
let sameKernels tolerance (expected: KernelPair) (actual: KernelPair) =
    sameMatrix tolerance expected.Nngp actual.Nngp
    sameMatrix tolerance expected.Ntk actual.Ntk

/// Asserts that two architectures have the same kernels.
let equivalent left right =
    sameKernels 1e-13 (kernelsAt points left) (kernelsAt points right)
