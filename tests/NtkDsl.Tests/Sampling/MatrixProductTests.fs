module NtkDsl.Tests.Sampling.MatrixProductTests

open NUnit.Framework
open FsCheck
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Tests.Sampling.Matrices

/// The definition, entry by entry.
let private slow (a: Matrix) (b: Matrix) transposeA transposeB =
    let at transposed (m: Matrix) i j = if transposed then m[j, i] else m[i, j]
    let rows, depth = if transposeA then a.Columns, a.Rows else a.Rows, a.Columns
    let columns = if transposeB then b.Rows else b.Columns

    [|
        for i in 0 .. rows - 1 do
            for j in 0 .. columns - 1 do
                Seq.sum (seq { for p in 0 .. depth - 1 -> at transposeA a i p * at transposeB b p j })
    |]
    |> ofEntries rows columns

[<Property>]
let ``the product equals its definition for all shapes and transpositions``
    (m: PositiveInt)
    (k: PositiveInt)
    (n: PositiveInt)
    ta
    tb
    =
    let m, k, n = m.Get % 23 + 1, k.Get % 40 + 1, n.Get % 23 + 1
    let a = if ta then normal 1 k m else normal 1 m k
    let b = if tb then normal 2 n k else normal 2 k n
    MatrixProduct.Multiply(a, b, ta, tb) |> shouldBeNear 1e-14 (slow a b ta tb)

[<Test>]
let ``a product of shapes that do not fit says so`` () =
    shouldRefuse (fun () -> MatrixProduct.Multiply(normal 1 2 3, normal 2 4 5)) "3 columns meet 4 rows"

[<Test>]
let ``matrices of different shapes do not add`` () =
    shouldRefuse (fun () -> traced (normal 1 2 3) .+ traced (normal 2 2 4)) "2 × 3 and a 2 × 4"

[<Test>]
let ``a matrix needs one number for each entry`` () =
    shouldRefuse (fun () -> ofEntries 2 3 [| 1.0; 2.0 |]) "6 entries, not 2"
