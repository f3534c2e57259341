module NtkDsl.Tests.Learning.LinearSystemTests

open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data

let gram seed n =
    let a = normal seed n n in a * a.Transpose() + identity n

[<Test>]
let ``Cholesky solves, whitens and gives the determinant`` ([<Values(1, 7, 64, 65, 200)>] n: int) =
    let a = gram n n
    let b = normal 5 n 19
    let system = LinearSystem.PositiveDefinite(a, 0.5)
    let shifted = a + 0.5 * identity n
    shouldBeNear 1e-11 b (shifted * system.Solve b)
    let white = system.Whiten b
    shouldBeNear 1e-11 (b.Transpose() * shifted.Inverse() * b) (white.Transpose() * white)
    shouldBeClose 1e-12 (shifted.Cholesky().DeterminantLn) system.LogDeterminant
    Assert.That(system.Jitter, Is.Zero)

[<Test>]
let ``an asymmetric system goes through LU`` () =
    let a = normal 8 12 12
    let b = normal 9 12 3
    let system = LinearSystem.Of(a, 0.1, false)
    Assert.That(system, Is.InstanceOf<GeneralSystem>())
    shouldBeNear 1e-11 b ((a + 0.1 * identity 12) * system.Solve b)

[<Test>]
let ``the jitter that a singular matrix needs is reported`` () =
    let a = normal 4 6 2
    let singular = a * a.Transpose()

    for symmetric in [ true; false ] do
        let jitter = LinearSystem.Of(singular, 0.0, symmetric).Jitter
        let mean = singular.Diagonal() |> Seq.average
        Assert.That(jitter, Is.InRange(1e-13 * mean, 1e-9 * mean))

[<Test>]
let ``an indefinite matrix is refused`` () =
    let indefinite = Matrix<float>.Build.DenseOfDiagonalArray [| 1.0; -0.1; 2.0 |]
    shouldRefuse "not positive definite" (fun () -> LinearSystem.PositiveDefinite(indefinite, 0.0))

[<Test>]
let ``a matrix of zeros is refused`` () =
    let zero = Matrix<float>.Build.Dense(3, 3)
    shouldRefuse "not positive definite" (fun () -> LinearSystem.Of(zero, 0.0, true))
    shouldRefuse "singular" (fun () -> LinearSystem.Of(zero, 0.0, false))

[<Test>]
let ``a matrix with NaN or infinity is refused`` () =
    for bad in [ nan; infinity ] do
        let a = gram 3 4
        a[2, 1] <- bad
        shouldRefuse "points 3 and 2" (fun () -> LinearSystem.Of(a, 0.0, true))
        shouldRefuse "points 3 and 2" (fun () -> LinearSystem.Of(a, 0.0, false))
