/// Texts from the whole grammar compile or are refused within a bound, and what an independent evaluation can do is compared with it.
module NtkDsl.Tests.Kernels.RandomTextTests

open System
open System.Diagnostics
open System.Threading.Tasks
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Kernels

type private Outcome =
    | Compiled of Kernel
    | Refused of string

/// What became of a text, the seconds that it took (of the clock, or of the processor where others hold it up), and the gigabytes
/// that were allocated.
let private compile text =
    let clock, processor = Stopwatch.StartNew(), Environment.CpuUsage.TotalTime
    let before = GC.GetAllocatedBytesForCurrentThread()

    let outcome =
        try
            Compiled((Architecture.Parse text).Compile())
        with :? NtkDslException as refusal ->
            Refused refusal.Message

    let elapsed = min clock.Elapsed (Environment.CpuUsage.TotalTime - processor)
    outcome, elapsed.TotalSeconds, 1e-9 * float (GC.GetAllocatedBytesForCurrentThread() - before)

/// A deep residual network. On two quiet cores it takes 0.9 s when it is compiled for the second time; what it takes here and now, beside
/// the heap of all the other tests, says what a second is worth.
let private reference =
    "dense(32) >> repeat(500, residual(dense(32) >> relu >> dense(32), scale=0.03)) >> dense(1)"

let private slowness () =
    compile reference |> ignore
    let _, seconds, _ = compile reference
    max 1.0 (seconds / 0.9)

/// The same, measured again where the machine may have been busy; a text that does not end fails with its name.
let rec private bounded allowance attempts text =
    let compilation =
        Task.Factory.StartNew((fun () -> compile text), TaskCreationOptions.LongRunning)

    if not (compilation.Wait(TimeSpan.FromSeconds 60.0)) then
        Assert.Fail $"'{text}' does not end."

    match compilation.Result with
    | outcome, seconds, gigabytes when seconds < allowance && gigabytes < 1.1 -> outcome
    | _ when attempts > 1 -> bounded allowance (attempts - 1) text
    | _, seconds, gigabytes ->
        Assert.Fail $"'{text}' takes {seconds:F1} s and {gigabytes:F2} GB."
        Refused text

let private x, private y = [ 0.9; -0.4; 0.3 ], [ -0.2; 0.8; 1.1 ]

/// The kernels of a text that both can do; None where the other evaluation cannot.
let private slowly text =
    try
        Some(SlowInterpreter.kernels (Architecture.Parse text) x y)
    with SlowInterpreter.Unsupported _ ->
        None

let private agrees text (kernel: Kernel) (second: SlowInterpreter.Triple, tangent: SlowInterpreter.Triple) =
    let fast = kernel.EvaluateSymmetric(array2D [ x; y ] |> Points.op_Implicit)

    let compare (name: string) (slow: SlowInterpreter.Triple) (k: MathNet.Numerics.LinearAlgebra.Matrix<float>) =
        let scale = sqrt (abs (slow.XX * slow.YY))

        for expected, actual in [ slow.XX, k[0, 0]; slow.XY, k[0, 1]; slow.YY, k[1, 1] ] do
            Assert.That(actual, Is.EqualTo(expected).Within(1e-7 * scale), $"{name} of {text}")

    compare "K" second fast.Nngp

    if kernel.HasNtk then
        compare "Θ" tangent fast.Ntk

// Alone, since it measures times.
[<NonParallelizable>]
[<TestCase(1, 500)>]
[<TestCase(2, 500)>]
[<TestCase(3, 500)>]
[<TestCase(4, 500)>]
let ``any text compiles or is refused in five seconds and a gigabyte, and right where it can be told``
    (seed: int, count: int)
    =
    let random = Random seed
    let allowance = 5.0 * slowness ()
    let mutable compiled, compared = 0, 0

    for _ in 1..count do
        let text = RandomTexts.text random 200

        match bounded allowance 3 text with
        | Refused reason -> Assert.That(reason, Is.Not.Empty)
        | Compiled kernel ->
            compiled <- compiled + 1

            match slowly text with
            | Some expected ->
                compared <- compared + 1
                agrees text kernel expected
            | None -> ()

    TestContext.Out.WriteLine $"{count} texts: {compiled} compiled, {compared} compared"
    Assert.That(compiled, Is.GreaterThan(count / 4))
    Assert.That(compared, Is.GreaterThan(count / 50))
