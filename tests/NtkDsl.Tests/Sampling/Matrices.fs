/// What the tests of the tape share: random matrices, distances and inner products.
module internal NtkDsl.Tests.Sampling.Matrices

open System
open NUnit.Framework
open NtkDsl

let normal (seed: int) rows columns =
    NormalStream(uint64 seed, 0UL).Matrix(rows, columns)

let traced (m: Matrix) = Traced m

// F# does not find the operators of an internal type by itself.
let (.+) (x: Traced) (y: Traced) = Traced.op_Addition (x, y)
let (.-) (x: Traced) (y: Traced) = Traced.op_Subtraction (x, y)
let (.*) (x: Traced) (y: Traced) = Traced.op_Multiply (x, y)
let (./) (x: Traced) (y: Traced) = Traced.op_Division (x, y)
let scale (s: float) (x: Traced) = Traced.op_Multiply (s, x)

/// The gradients of the sum of all entries.
let gradients (y: Traced) (inputs: Traced list) =
    Autodiff.Vjp(y, Traced.Ones(y.Rows, y.Columns), inputs)

let entries (m: Matrix) = m.Entries.ToArray()

let ofEntries rows columns (values: float[]) = Matrix(rows, columns, values)

/// a x + b y, computed without the tape.
let combine a (x: Matrix) b (y: Matrix) =
    Array.map2 (fun u v -> a * u + b * v) (entries x) (entries y)
    |> ofEntries x.Rows x.Columns

let inner (x: Matrix) (y: Matrix) =
    Array.map2 (*) (entries x) (entries y) |> Array.sum

let maxAbs (m: Matrix) =
    entries m |> Array.map abs |> Array.fold max 0.0

/// Fails unless the matrices agree to the given tolerance, relative to the larger of 1 and the largest entry.
let shouldBeNear tolerance (expected: Matrix) (actual: Matrix) =
    Assert.That((actual.Rows, actual.Columns), Is.EqualTo((expected.Rows, expected.Columns)))
    let error = maxAbs (combine 1.0 actual -1.0 expected) / max 1.0 (maxAbs expected)
    Assert.That(error, Is.LessThanOrEqualTo tolerance)

let shouldBeClose tolerance (expected: float) (actual: float) =
    Assert.That(actual, Is.EqualTo(expected).Within(tolerance * Math.Max(1.0, abs expected)))

let shouldRefuse (action: unit -> 'a) (text: string) =
    let error = Assert.Throws<ArgumentException>(Action(action >> ignore))
    Assert.That((nonNull error).Message, Does.Contain text)

/// Fails unless the mean of f(z) is within 4.5 standard errors of what it should be.
let shouldAverage name expected (values: float[]) =
    let mean = Array.average values
    let variance = values |> Array.averageBy (fun v -> (v - mean) ** 2.0)
    let standardErrors = abs (mean - expected) / sqrt (variance / float values.Length)
    Assert.That(standardErrors, Is.LessThan 4.5, (fun () -> name))
