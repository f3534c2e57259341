/// What the tests of learning share: small data sets, architectures, and dense linear algebra that is slow and obviously right.
module internal NtkDsl.Tests.Learning.Data

open System
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl

let ofArray2 (rows: float[,]) = Matrix<float>.Build.DenseOfArray rows

/// Independent normal numbers.
let normal (seed: int) rows columns =
    NormalStream(uint64 seed, 0UL).Matrix(rows, columns).Entries.ToArray()
    |> fun entries -> Matrix<float>.Build.DenseOfRowMajor(rows, columns, entries)

let points (m: Matrix<float>) = Points.Of m

/// A kernel from the text form of an architecture.
let kernel (text: string) = Architecture.Parse(text, []).Compile()

let erf2 =
    kernel
        "dense(64, sigmaW=1.5, sigmaB=0.1) >> erf >> dense(64, sigmaW=1.5, sigmaB=0.1) >> erf >> dense(1, sigmaW=1.5, sigmaB=0.1)"

let relu1 = kernel "dense(64, sigmaW=sqrt(2), sigmaB=0.3) >> relu >> dense(1)"

/// An asymmetric tangent kernel.
let surrogate =
    kernel "dense(64, sigmaW=1.5, sigmaB=0.2) >> sign(surrogate=erf) >> dense(64) >> sign(surrogate=erf) >> dense(1)"

let inverse (m: Matrix<float>) = m.Inverse()

let identity n = Matrix<float>.Build.DenseIdentity n

/// exp(m) by the Taylor series of m/2^k, squared k times.
let exponential (m: Matrix<float>) =
    let k = max 0 (int (ceil (Math.Log2(max 1e-300 (m.InfinityNorm())))) + 4)
    let small = m / Math.Pow(2.0, float k)
    let mutable term = identity m.RowCount
    let mutable sum = identity m.RowCount

    for i in 1..20 do
        term <- term * small / float i
        sum <- sum + term

    for _ in 1..k do
        sum <- sum * sum

    sum

/// Fails unless the matrices agree, relative to the largest entry of the expected one.
let shouldBeNear tolerance (expected: Matrix<float>) (actual: Matrix<float>) =
    Assert.That((actual.RowCount, actual.ColumnCount), Is.EqualTo((expected.RowCount, expected.ColumnCount)))
    let error = (actual - expected).Enumerate() |> Seq.map abs |> Seq.max
    let scale = max 1.0 (expected.Enumerate() |> Seq.map abs |> Seq.max)
    Assert.That(error / scale, Is.LessThanOrEqualTo tolerance)

let shouldBeClose tolerance (expected: float) (actual: float) =
    Assert.That(actual, Is.EqualTo(expected).Within(tolerance * Math.Max(1.0, abs expected)))

/// Fails unless the action is refused with a message that contains the text.
let shouldRefuse (text: string) (action: unit -> 'a) =
    let error = Assert.Throws<NtkDslException>(Action(action >> ignore))
    Assert.That((nonNull error).Message, Does.Contain text)

/// The derivative of f by central differences, with Richardson's extrapolation.
let derivative (f: float -> float) x =
    let central h = (f (x + h) - f (x - h)) / (2.0 * h)
    let h = 1e-3 * max 1.0 (abs x)
    (4.0 * central (h / 2.0) - central h) / 3.0

/// Rows of a matrix.
let rows (indices: int seq) (m: Matrix<float>) =
    Matrix<float>.Build.DenseOfRowVectors(indices |> Seq.map m.Row)

let x = normal 1 9 3
let y = normal 2 9 2
let xNew = normal 3 5 3
