module NtkDsl.Tests.Sampling.MonteCarloTests

open System
open System.Threading
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Sampling

let private x = Language.points

let private mlp =
    Language.parse "dense(512, sigmaW=sqrt(2)) >> relu >> dense(512, sigmaW=sqrt(2)) >> relu >> dense(1)"

[<Test>]
let ``the estimate is the same to the last bit for every number of threads`` () =
    for text in Language.layers @ Language.jumps do
        let estimate (threads: int) =
            MonteCarlo.Estimate(Language.parse text, x, draws = 130, width = 6, seed = 3, threads = threads)

        let one, three = estimate 1, estimate 3

        let numbers (kernel: KernelEstimate | null) =
            match kernel with
            | null -> [||]
            | kernel -> Array.append (kernel.Mean.ToRowMajorArray()) (kernel.StandardError.ToRowMajorArray())

        Assert.That(numbers three.Nngp, Is.EqualTo<float[]>(numbers one.Nngp))
        Assert.That(numbers three.Ntk, Is.EqualTo<float[]>(numbers one.Ntk))

[<Test>]
let ``means and standard errors are those of all draws at once`` () =
    // 33 numbers split unevenly, one part empty of spread.
    let numbers = Array.init 33 (fun i -> 1e6 + sin (float (i * i)))
    let whole, merged = StreamingMoments 1, StreamingMoments 1

    for number in numbers do
        whole.Add(ReadOnlySpan [| number |])

    for part in Array.splitInto 5 numbers do
        let moments = StreamingMoments 1

        for number in part do
            moments.Add(ReadOnlySpan [| number |])

        merged.Add moments

    let mean = Array.average numbers
    let variance = Array.sumBy (fun v -> (v - mean) ** 2.0) numbers / 32.0

    for moments in [ whole; merged ] do
        Assert.That(moments.Mean[0], Is.EqualTo(mean).Within(1e-9))
        Assert.That(moments.StandardError 0, Is.EqualTo(sqrt (variance / 33.0)).Within(1e-9))

[<Test>]
let ``the NTK of a bias-free ReLU network with an example itself is unbiased at every width`` () =
    // Θ(x, x) = (L + 1) |x|²/d × 2, as the output layer has σ_w = 1, and by 2.5 its relative variance is known.
    let square = Seq.sumBy (fun v -> v * v) [ 0.8; -0.3; 0.5 ] / 3.0
    let expected = 3.0 * square

    for width in [ 4; 16 ] do
        let ntk = MonteCarlo.Estimate(mlp, x, draws = 20_000, width = width).Ntk |> nonNull
        let z = (ntk.Mean[0, 0] - expected) / ntk.StandardError[0, 0]
        Assert.That(abs z, Is.LessThan 4.0)

type private Recorder() =
    member val Reports = ResizeArray<MonteCarloProgress>()

    interface IProgress<MonteCarloProgress> with
        member this.Report progress = this.Reports.Add progress

[<Test>]
let ``it stops at the wanted precision and tells its progress`` () =
    let recorder = Recorder()

    let estimate =
        MonteCarlo.Estimate(mlp, x, draws = 1_000_000, width = 8, precision = 0.05, progress = recorder)

    Assert.That(estimate.Draws, Is.LessThan 100_000)
    let last = recorder.Reports[recorder.Reports.Count - 1]
    Assert.That(last.Draws, Is.EqualTo estimate.Draws)
    Assert.That(last.RelativeError, Is.LessThan 0.05)
    let errors = estimate.Nngp.StandardError.Enumerate() |> Seq.max
    Assert.That(errors / (estimate.Nngp.Mean.Enumerate() |> Seq.max), Is.LessThan 0.05)

[<Test>]
let ``it can be cancelled in the middle`` () =
    use source = new CancellationTokenSource()

    let cancelling =
        { new IProgress<MonteCarloProgress> with
            member _.Report _ = source.Cancel()
        }

    let estimate () =
        MonteCarlo.Estimate(mlp, x, draws = 1_000_000, width = 8, progress = cancelling, cancellation = source.Token)
        |> ignore

    Assert.Throws<OperationCanceledException>(Action estimate) |> ignore

[<Test>]
let ``examples of two sets are different ones, also where dropout tells`` () =
    let architecture = Language.parse "dense(16) >> relu >> dropout(0.5) >> dense(1)"

    let diagonal (x2: Points | null) =
        MonteCarlo.Estimate(architecture, x, x2, draws = 4_000, width = 16).Nngp.Mean[0, 0]

    Assert.That(diagonal null / diagonal x, Is.EqualTo(2.0).Within(15.0).Percent)

[<Test>]
let ``the kernel between two sets is a block of the kernel among all`` () =
    let all = Points.Of [| for i in 0..2 -> x[i].ToArray() |]

    let first, rest =
        Points.Of [| x[0].ToArray() |], Points.Of [| x[1].ToArray(); x[2].ToArray() |]

    for text in [ "dense(8) >> tanh >> dense(1)"; "dense(8) >> erf(surrogate=sin) >> dense(1)" ] do
        let architecture = Language.parse text
        let whole = MonteCarlo.Estimate(architecture, all, draws = 50).Ntk |> nonNull

        let block =
            MonteCarlo.Estimate(architecture, first, rest, draws = 50).Ntk |> nonNull

        let expected = whole.Mean.SubMatrix(0, 1, 1, 2)
        Assert.That((block.Mean - expected).L2Norm(), Is.LessThan 1e-13)

[<Test>]
let ``too few draws are refused`` () =
    let estimate () =
        MonteCarlo.Estimate(mlp, x, draws = 1) |> ignore

    let error = Assert.Throws<NtkDslException>(Action estimate)
    Assert.That((nonNull error).Message, Does.Contain "two draws")

[<Test; NonParallelizable>]
let ``30 000 draws of a 6 × 6 NTK of three hidden layers of width 32 take seconds`` () =
    let architecture =
        Language.parse "dense(32) >> relu >> dense(32) >> relu >> dense(32) >> relu >> dense(1)"

    let x =
        Points.Of [| for i in 1..6 -> [| for j in 1..4 -> sin (float (7 * i + 3 * j)) |] |]

    let seconds () =
        let clock = Diagnostics.Stopwatch.StartNew()
        MonteCarlo.Estimate(architecture, x, draws = 30_000, width = 32) |> ignore
        clock.Elapsed.TotalSeconds

    let best = Seq.min [ for _ in 1..2 -> seconds () ]
    TestContext.Out.WriteLine $"{best:F2} s"
    // About 1.2 s on two free cores; the bound leaves room for a busy machine.
    Assert.That(best, Is.LessThan 10.0)
