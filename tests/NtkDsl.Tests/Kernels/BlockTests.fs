/// Kernels a block of rows at a time against the whole.
module NtkDsl.Tests.Kernels.BlockTests

open System
open System.Collections.Generic
open System.Threading
open MathNet.Numerics.LinearAlgebra
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Given
open NtkDsl.Tests.Text

let private compile (text: string) = (parse text).Compile()

/// Two rows are the same, two opposite, one is 0.
let private points seed n d : Points =
    let random = Random(seed: int)

    let rows =
        [|
            for i in 1..n -> [| for _ in 1..d -> (0.3 + float (i % 5)) * (random.NextDouble() - 0.5) |]
        |]

    if n > 4 then
        rows[1] <- rows[0]
        rows[2] <- Array.map (~-) rows[0]
        rows[3] <- Array.zeroCreate d

    Points.Of rows

/// Collapses to a table; is evaluated pair by pair; has a series.
let private architectures =
    [
        "repeat(2, dense(8) >> relu) >> dense(1)"
        "repeat(2, dense(8, sigmaB=0.3) >> relu) >> dense(1)"
        "dense(8, sigmaW=0.3) >> tanh >> dense(1)"
    ]

/// The NTK of a surrogate gradient is not symmetric.
let private asymmetric =
    (Architecture.Sequence [ Layers.Dense 8; Layers.Sign.WithSurrogate Layers.Tanh; Layers.Dense 1 ]).Compile()

let private assemble (columns: int) (select: KernelBlock -> Matrix<float>) (blocks: KernelBlock seq) =
    let parts = [ for block in blocks -> select block ]

    for part in parts do
        Assert.That(part.ColumnCount, Is.EqualTo columns)

    parts |> List.reduce (fun above below -> above.Stack below)

let private shouldBeSame (expected: Matrix<float>) (actual: Matrix<float>) =
    Assert.That(actual.RowCount, Is.EqualTo expected.RowCount)

    for i, j, value in expected.EnumerateIndexed() do
        Assert.That(
            BitConverter.DoubleToInt64Bits actual[i, j],
            Is.EqualTo(BitConverter.DoubleToInt64Bits value),
            $"({i}, {j})"
        )

let private sameInBlocks (kernel: Kernel) (x1: Points) (x2: Points) rows =
    let symmetric = kernel.EvaluateSymmetric x1
    let blocks = kernel.EvaluateBlocks(x1, rows = Nullable rows) |> Seq.toList
    shouldBeSame symmetric.Nngp (assemble x1.Count _.Nngp blocks)
    shouldBeSame symmetric.Ntk (assemble x1.Count _.Ntk blocks)
    shouldBeSame (kernel.Evaluate(x1, x2).Ntk) (kernel.EvaluateBlocks(x1, x2, Nullable rows) |> assemble x2.Count _.Ntk)

[<TestCaseSource(nameof architectures)>]
let ``blocks have the bits of the whole`` (text: string) =
    sameInBlocks (compile text) (points 1 301 3) (points 2 270 3) 100

[<Test>]
let ``blocks of an asymmetric kernel have the bits of the whole`` () =
    sameInBlocks asymmetric (points 7 4 3) (points 8 3 3) 3

[<Test>]
let ``the lower triangle holds each entry once`` () =
    let kernel = compile architectures[1]
    let x = points 3 150 4
    let whole = kernel.EvaluateSymmetric x

    for block in kernel.EvaluateBlocks(x, rows = 64, lowerTriangle = true) do
        let last = block.FirstRow + block.RowCount
        shouldBeSame (whole.Nngp.SubMatrix(block.FirstRow, block.RowCount, 0, last)) block.Nngp
        shouldBeSame (whole.Ntk.SubMatrix(block.FirstRow, block.RowCount, 0, last)) block.Ntk

[<Test>]
let ``one kernel alone is close to the one of both, and the other is refused`` () =
    let kernel = compile architectures[1]
    let x = points 4 70 4
    let whole = kernel.EvaluateSymmetric x

    for kind, expected in [ KernelKind.Nngp, whole.Nngp; KernelKind.Ntk, whole.Ntk ] do
        let block = kernel.EvaluateBlocks(x, kind = kind) |> Seq.exactlyOne
        let actual = if kind = KernelKind.Nngp then block.Nngp else block.Ntk
        Assert.That((actual - expected).FrobeniusNorm(), Is.LessThan(1e-14 * expected.FrobeniusNorm()))

    let nngp = kernel.EvaluateBlocks(x, kind = KernelKind.Nngp) |> Seq.exactlyOne

    Assert.That(
        Action(fun () -> ignore nngp.Ntk),
        Throws.TypeOf<NtkDslException>().With.Message.EqualTo(Messages.KindNotEvaluated KernelKind.Ntk)
    )

[<Test>]
let ``blocks are evaluated as they are asked for, with progress, until cancelled`` () =
    let kernel = compile architectures[0]
    let x = points 5 100 2
    let told = List<float>()

    let progress =
        { new IProgress<float> with
            member _.Report value = told.Add value
        }

    use cancellation = new CancellationTokenSource()

    use blocks =
        kernel.EvaluateBlocks(x, rows = 30, progress = progress, cancellation = cancellation.Token).GetEnumerator()

    Assert.That(told, Is.Empty)
    Assert.That(blocks.MoveNext(), Is.True)
    Assert.That(blocks.MoveNext(), Is.True)
    Assert.That(List.ofSeq told, equalTo [ 0.3; 0.6 ])
    cancellation.Cancel()
    Assert.That(Action(fun () -> blocks.MoveNext() |> ignore), Throws.InstanceOf<OperationCanceledException>())

[<Test>]
let ``what cannot be had in blocks is refused at once`` () =
    let x = points 6 10 2

    let refused (message: string) (action: unit -> unit) =
        Assert.That(Action action, Throws.TypeOf<NtkDslException>().With.Message.EqualTo message)

    let kernel = compile architectures[0]
    refused (Messages.NoBlockRows 0) (fun () -> kernel.EvaluateBlocks(x, rows = 0) |> ignore)
    refused Messages.NotSymmetricBlocks (fun () -> kernel.EvaluateBlocks(x, x, lowerTriangle = true) |> ignore)
    refused Messages.NotSymmetricBlocks (fun () -> asymmetric.EvaluateBlocks(x, lowerTriangle = true) |> ignore)
    let jump = compile "dense(8) >> sign >> dense(1)"

    Assert.That(
        Action(fun () -> jump.EvaluateBlocks(x, kind = KernelKind.Ntk) |> ignore),
        Throws.TypeOf<NtkDslException>()
    )

    Assert.That((jump.EvaluateBlocks x |> Seq.exactlyOne).Nngp.RowCount, Is.EqualTo 10)
