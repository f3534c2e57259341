/// Kernels evaluated into files.
module NtkDsl.Tests.Data.KernelFileTests

open System
open System.Collections.Generic
open System.IO
open System.Threading
open MathNet.Numerics.LinearAlgebra
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Given
open NtkDsl.Tests.Text

let private kernel =
    (parse "dense(8, sigmaW=s, sigmaB=0.3) >> relu >> dense(1)").Compile().Bind("s", 1.5)

let private points seed n : Points =
    let random = Random(seed: int)
    Points.Of [| for _ in 1..n -> [| for _ in 1..3 -> random.NextDouble() - 0.5 |] |]

let private x, y = points 1 50, points 2 37

let private shouldBe (expected: Matrix<float>) (actual: Matrix<float>) = Assert.That(actual, equalTo expected)

let private blockCount = 7

/// The fractions that a run of seven blocks of eight rows tells, and what ended it after some of them.
let private evaluate (file: string) (stopAfter: int) =
    use cancellation = new CancellationTokenSource()
    let told = List<float>()

    let progress =
        { new IProgress<float> with
            member _.Report value =
                told.Add value

                if told.Count = stopAfter then
                    cancellation.Cancel()
        }

    let run () =
        kernel.EvaluateToFile(file, x, rows = 8, progress = progress, cancellation = cancellation.Token)

    if stopAfter < blockCount then
        Assert.That(Action(fun () -> run().Dispose()), Throws.InstanceOf<OperationCanceledException>())
    else
        run().Dispose()

    told.Count

let private journal (file: string) = File.ReadAllLines(file + ".journal")

let private flipByte (file: string) (position: int64) =
    use stream = File.Open(file, FileMode.Open)
    stream.Position <- position
    let value = stream.ReadByte()
    stream.Position <- position
    stream.WriteByte(byte value ^^^ 1uy)

[<Test>]
let ``a file holds what an evaluation gives, and NumPy's format holds it`` () =
    use folder = new Folder()

    for evaluate, expected in
        [
            (fun (path, kind) -> kernel.EvaluateToFile(path, x, kind = kind, rows = 8)), kernel.EvaluateSymmetric x
            (fun (path, kind) -> kernel.EvaluateToFile(path, x, y, kind, rows = 8)), kernel.Evaluate(x, y)
        ] do
        let both, one =
            folder.At $"both{expected.Ntk.ColumnCount}.npy", folder.At $"one{expected.Ntk.ColumnCount}.npy"

        use file = evaluate (both, Nullable())
        shouldBe expected.Nngp (file.ReadMatrix KernelKind.Nngp)
        shouldBe expected.Ntk (file.ReadMatrix KernelKind.Ntk)

        shouldBe
            expected.Ntk
            (file.ReadBlocks()
             |> Seq.map _.Ntk
             |> Seq.reduce (fun above below -> above.Stack below))

        Assert.That(file.Progress, Is.EqualTo 1.0)
        use nngp = evaluate (one, Nullable KernelKind.Nngp)
        shouldBe (Npy.Read one) (nngp.ReadMatrix KernelKind.Nngp)
        Assert.That((Npy.Read one - expected.Nngp).FrobeniusNorm(), Is.LessThan 1e-14)

[<Test>]
let ``an interrupted evaluation goes on with the blocks that are not finished`` () =
    use folder = new Folder()
    let file = folder.At "k.npy"
    evaluate file 3 |> ignore
    Assert.That((journal file).Length, Is.EqualTo 4)
    Assert.That(refusal (fun () -> KernelFile.Open file), equalTo (Messages.UnfinishedKernelFile(file, 4, 7)))
    let before = journal file
    evaluate file blockCount |> ignore
    Assert.That(Array.take 4 (journal file), equalTo before)
    Assert.That((journal file).Length, Is.EqualTo 8)
    use complete = KernelFile.Open file
    shouldBe (kernel.EvaluateSymmetric x).Ntk (complete.ReadMatrix KernelKind.Ntk)

[<Test>]
let ``a line of the journal that was cut off counts as not there`` () =
    use folder = new Folder()
    let file = folder.At "k.npy"
    evaluate file blockCount |> ignore
    let whole = File.ReadAllText(file + ".journal")
    File.WriteAllText(file + ".journal", whole[.. whole.Length - 20])
    evaluate file blockCount |> ignore
    Assert.That(File.ReadAllText(file + ".journal"), equalTo whole)

/// A byte of a finished block, and of its mirror image above the diagonal.
[<TestCase(20, 3)>]
[<TestCase(3, 20)>]
let ``a flipped byte is found, and its block evaluated again`` (row: int, column: int) =
    use folder = new Folder()
    let file = folder.At "k.npy"
    evaluate file blockCount |> ignore
    flipByte file (128L + 8L * int64 (row * 50 + column))
    Assert.That(refusal (fun () -> KernelFile.Open file), equalTo (Messages.DamagedBlocks(file, 1, 7)))
    evaluate file blockCount |> ignore
    Assert.That((journal file).Length, Is.EqualTo 9)
    use repaired = KernelFile.Open file
    shouldBe (kernel.EvaluateSymmetric x).Nngp (repaired.ReadMatrix KernelKind.Nngp)

/// Blocks of 512 rows have 1024 columns of two kernels.
[<Test>]
let ``rows that are longer than a block have the bits of an evaluation, and their blocks are told apart`` () =
    use folder = new Folder()
    let x, y = points 3 1100, points 4 600

    let same (expected: KernelPair) (file: KernelFile) =
        shouldBe expected.Nngp (file.ReadMatrix KernelKind.Nngp)
        shouldBe expected.Ntk (file.ReadMatrix KernelKind.Ntk)

    let symmetric, rectangular = folder.At "symmetric.npy", folder.At "rectangular.npy"
    (use file = kernel.EvaluateToFile(rectangular, y, x) in same (kernel.Evaluate(y, x)) file)
    (use file = kernel.EvaluateToFile(symmetric, x) in same (kernel.EvaluateSymmetric x) file)

    // K(1050, 700) and its mirror image lie in a block of their own, and the square that ends the diagonal in another.
    let position i j = 128L + 8L * (int64 i * 1100L + int64 j)

    for i, j in [ 1050, 700; 700, 1050; 1050, 1060 ] do
        flipByte symmetric (position i j)
        Assert.That(refusal (fun () -> KernelFile.Open symmetric), equalTo (Messages.DamagedBlocks(symmetric, 1, 4)))
        flipByte symmetric (position i j)

    (KernelFile.Open symmetric).Dispose()

[<Test>]
let ``a matrix that is not symmetric is written whole`` () =
    use folder = new Folder()

    let asymmetric =
        (Architecture.Sequence [ Layers.Dense 8; Layers.Sign.WithSurrogate Layers.Tanh; Layers.Dense 1 ]).Compile()

    let few = points 5 4
    use file = asymmetric.EvaluateToFile(folder.At "k.npy", few, rows = 3)
    shouldBe (asymmetric.EvaluateSymmetric few).Ntk (file.ReadMatrix KernelKind.Ntk)

[<Test>]
let ``a file that cannot be written tells so`` () =
    use folder = new Folder()
    let nowhere = Path.Combine(folder.At "none", "k.npy")
    Assert.That(Action(fun () -> kernel.EvaluateToFile(nowhere, x) |> ignore), Throws.InstanceOf<IOException>())

[<Test>]
let ``single precision is the rounding of double precision`` () =
    use folder = new Folder()
    let path = folder.At "k.npy"

    use file =
        kernel.EvaluateToFile(path, x, kind = KernelKind.Ntk, elementType = ElementType.Binary32)

    use double = kernel.EvaluateToFile(folder.At "d.npy", x, kind = KernelKind.Ntk)

    let rounded =
        (double.ReadMatrix KernelKind.Ntk).Map(fun value -> float (float32 value))

    shouldBe rounded (file.ReadMatrix KernelKind.Ntk)
    shouldBe rounded (Npy.Read path)
    Assert.That(FileInfo(path).Length, Is.EqualTo(128L + 50L * 50L * 4L))

[<Test>]
let ``a file of something else is refused`` () =
    use folder = new Folder()
    let file = folder.At "k.npy"
    (kernel.EvaluateToFile(file, x)).Dispose()

    let refused difference (evaluate: unit -> KernelFile) =
        Assert.That(refusal evaluate, equalTo (Messages.OtherKernelFile(file, difference)))

    refused "other points" (fun () -> kernel.EvaluateToFile(file, y))
    refused "other points" (fun () -> kernel.EvaluateToFile(file, x, x))
    refused "other values of the parameters" (fun () -> kernel.Bind("s", 2).EvaluateToFile(file, x))
    refused "other kernels" (fun () -> kernel.EvaluateToFile(file, x, kind = KernelKind.Ntk))
    refused "elements of type Binary64" (fun () -> kernel.EvaluateToFile(file, x, elementType = ElementType.Binary32))
    let other = (parse "dense(8) >> erf >> dense(1)").Compile()
    refused $"the architecture {kernel.Architecture}" (fun () -> other.EvaluateToFile(file, x))
    other.EvaluateToFile(file, x, resume = false).Dispose()
    use replaced = KernelFile.Open file
    shouldBe (other.EvaluateSymmetric x).Ntk (replaced.ReadMatrix KernelKind.Ntk)
    Assert.That(replaced.Architecture, equalTo (string other.Architecture))

[<Test>]
let ``a file whose array was deleted is begun again, whatever its journal says`` () =
    use folder = new Folder()
    let file = folder.At "k.npy"
    kernel.EvaluateToFile(file, x).Dispose()
    File.Delete file
    kernel.EvaluateToFile(file, x, kind = KernelKind.Nngp).Dispose()
    use again = KernelFile.Open file
    shouldBe (kernel.EvaluateSymmetric x).Nngp (again.ReadMatrix KernelKind.Nngp)

[<Test>]
let ``a foreign or damaged file is refused`` () =
    use folder = new Folder()
    let file = folder.At "k.npy"

    let evaluate () =
        kernel.EvaluateToFile(file, x, kind = KernelKind.Nngp)

    Npy.Write(file, (kernel.EvaluateSymmetric x).Nngp)
    Assert.That(refusal evaluate, equalTo (Messages.ForeignKernelFile file))
    kernel.EvaluateToFile(file, x, kind = KernelKind.Nngp, resume = false).Dispose()

    Assert.That(
        refusal (fun () -> (evaluate ()).ReadMatrix KernelKind.Ntk),
        equalTo (Messages.KindNotInFile(file, KernelKind.Ntk))
    )

    let journal = file + ".journal"
    let header = (File.ReadAllLines journal)[0]

    for text, message in
        [
            "no journal\n", Messages.ForeignKernelFile file
            "{\"format\":1}\n", Messages.ForeignKernelFile file
            header.Replace("\"version\":1", "\"version\":2") + "\n", Messages.KernelFileVersion(file, 2, 1)
            header.Replace("\"blockRows\":50", "\"blockRows\":0") + "\n", Messages.DamagedKernelFile file
            header.Replace("\"blockRows\":50", "\"blockRows\":49") + "\n", Messages.DamagedKernelFile file
            header.Replace("\"rowCount\":50", "\"rowCount\":51") + "\n", Messages.OtherKernelFile(file, "other points")
        ] do
        File.WriteAllText(journal, text)
        Assert.That(refusal evaluate, equalTo message)

    File.WriteAllText(journal, header + "\n")
    File.AppendAllText(file, "x")
    Assert.That(refusal evaluate, equalTo (Messages.DamagedKernelFile file))
