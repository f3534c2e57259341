/// What takes time in linear algebra, by a native library and by managed code alike.
module NtkDsl.Tests.Learning.NativeBlasTests

open System
open MathNet.Numerics
open MathNet.Numerics.LinearAlgebra
open MathNet.Numerics.Providers.LinearAlgebra
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Learning.Data

let private managed = ManagedLinearAlgebraProvider()

let private provider library =
    LinearAlgebraProxy.Create(managed, FastAlgebra(managed, library))

let private withoutNative = provider (lazy null)

let private native =
    lazy
        (match NativeBlas.Library with
         | null ->
             Assert.Ignore "There is no native BLAS on this machine, or NTKDSL_BLAS is off."
             failwith "ignored"
         | library -> library)

let private withNative () =
    let library = native.Value
    provider (lazy library)

let private near (expected: float[]) (actual: float[]) =
    let scale = expected |> Array.map abs |> Array.max
    let difference = Array.map2 (fun x y -> abs (x - y)) expected actual |> Array.max
    Assert.That(difference, Is.LessThanOrEqualTo(1e-12 * scale))

let private positive n =
    let a = normal n n (n + 3)
    a.TransposeAndMultiply a + 0.1 * identity n

let private product (algebra: ILinearAlgebraProvider) transposeA transposeB alpha beta m n k =
    let shape flip rows columns =
        if flip then columns, rows else rows, columns

    let (rowsA, columnsA), (rowsB, columnsB) =
        shape transposeA m k, shape transposeB k n

    let a, b, c =
        normal 1 rowsA columnsA, normal 2 rowsB columnsB, (normal 3 m n).ToColumnMajorArray()

    let op flip =
        if flip then
            Transpose.Transpose
        else
            Transpose.DontTranspose

    algebra.MatrixMultiplyWithUpdate(
        op transposeA,
        op transposeB,
        alpha,
        a.ToColumnMajorArray(),
        rowsA,
        columnsA,
        b.ToColumnMajorArray(),
        rowsB,
        columnsB,
        beta,
        c
    )

    c

let private productsAgree algebra =
    for transposeA in [ false; true ] do
        for transposeB in [ false; true ] do
            for alpha, beta in [ 1.0, 0.0; -0.5, 2.0 ] do
                for m, n, k in [ 3, 4, 5; 40, 30, 50; 129, 201, 67; 1, 300, 20 ] do
                    near
                        (product managed transposeA transposeB alpha beta m n k)
                        (product algebra transposeA transposeB alpha beta m n k)

[<Test>]
let ``products are those of the managed provider`` () = productsAgree withoutNative

[<Test>]
let ``native products are those of the managed provider`` () = productsAgree (withNative ())

[<TestCase(5)>]
[<TestCase(80)>]
let ``native factorisations are those of the managed provider`` (n: int) =
    let algebra = withNative ()
    let a, b = positive n, (normal 4 n 3).ToColumnMajorArray()

    let both (run: ILinearAlgebraProvider -> float[] list) =
        List.iter2 near (run managed) (run algebra)

    both (fun algebra ->
        let factor, solution = a.ToColumnMajorArray(), Array.copy b
        algebra.CholeskyFactor(factor, n)
        algebra.CholeskySolveFactored(factor, n, solution, 3)
        [ factor; solution ])

    both (fun algebra ->
        let factor, pivots, solution =
            (normal 5 n n).ToColumnMajorArray(), Array.zeroCreate n, Array.copy b

        algebra.LUFactor(factor, n, pivots)
        algebra.LUSolveFactored(3, factor, n, pivots, solution)
        [ factor; Array.map float pivots; solution ])

    both (fun algebra ->
        let vectors, values, diagonal =
            Array.zeroCreate (n * n), Array.zeroCreate n, Array.zeroCreate (n * n)

        algebra.EigenDecomp(true, n, a.ToColumnMajorArray(), vectors, values, diagonal)
        let u = Matrix.Build.Dense(n, n, vectors)
        near (a.ToColumnMajorArray()) ((u * Matrix.Build.Dense(n, n, diagonal) * u.Transpose()).ToColumnMajorArray())
        [ values |> Array.map _.Real; diagonal ])

let private hasNoFactor (algebra: ILinearAlgebraProvider) =
    Assert.That(
        Action(fun () -> algebra.CholeskyFactor((-(identity 50)).ToColumnMajorArray(), 50)),
        Throws.TypeOf<ArgumentException>()
    )

[<Test>]
let ``a matrix that is not positive definite has no factor`` () = hasNoFactor withoutNative

[<Test>]
let ``a matrix that is not positive definite has no native factor`` () = hasNoFactor (withNative ())

[<Test>]
let ``native and managed Cholesky factors agree, and refuse alike`` () =
    let a, b = positive 150, normal 6 150 7
    let managed = nonNull (ManagedCholesky.TryFactorise(a, 0.0))
    let factor = nonNull (NativeCholesky.TryFactorise(native.Value, a, 0.0))
    near (Seq.toArray managed.Diagonal) (Seq.toArray factor.Diagonal)
    shouldBeNear 1e-11 (managed.SolveLower b) (factor.SolveLower b)
    shouldBeNear 1e-11 (managed.SolveUpper b) (factor.SolveUpper b)
    let tooLarge = 1.01 * (managed.Diagonal |> Seq.map (fun l -> l * l) |> Seq.min)
    Assert.That(ManagedCholesky.TryFactorise(a, tooLarge), Is.Null)
    Assert.That(NativeCholesky.TryFactorise(native.Value, a, tooLarge), Is.Null)

[<Test>]
let ``the variable turns it off or names a file`` () =
    Assert.That(NativeBlas.Names "off", Is.Empty)
    Assert.That(NativeBlas.Names "/opt/blas.so", Is.EqualTo<string seq> [ "/opt/blas.so" ])
    Assert.That(NativeBlas.Names null, Is.Not.Empty)
    Assert.That(BlasLibrary.TryLoad [ "no-such-library-here" ], Is.Null)

    for path in [ "libc.so.6"; "libm.so.6" ] do
        Assert.That(BlasLibrary.TryLoad [ path ], Is.Null)

[<Test>]
let ``learning makes MathNet use it`` () =
    LinearSystem.PositiveDefinite(positive 3, 0.0) |> ignore
    Assert.That(LinearAlgebraControl.Provider, Is.InstanceOf<LinearAlgebraProxy>())
