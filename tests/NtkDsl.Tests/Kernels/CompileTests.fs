/// What a compilation costs, how it is bounded, and what it says on the way.
module NtkDsl.Tests.Kernels.CompileTests

open System
open System.Collections.Concurrent
open System.Threading
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Given

let private refused text (message: string) =
    Assert.That(
        Action(fun () -> (parse text).Compile() |> ignore),
        Throws.TypeOf<NtkDslException>().With.Message.EqualTo message
    )

let private allocated text =
    (parse text).Compile() |> ignore
    let architecture = parse text
    let before = GC.GetAllocatedBytesForCurrentThread()
    architecture.Compile() |> ignore
    GC.GetAllocatedBytesForCurrentThread() - before

// Twice the depth takes at most a little more than twice the memory.
[<TestCase("repeat(L, dense(8) >> relu) >> dense(1)")>]
[<TestCase("dense(8) >> repeat(L, residual(dense(8) >> relu >> dense(8), scale=0.03)) >> dense(1)")>]
[<TestCase("dense(8) >> repeat(L, residual(dense(8) >> tanh >> dense(8), scale=1/L)) >> dense(1)")>]
[<TestCase("dense(8) >> repeat(L, residual(relu >> dense(8), scale=0.1)) >> dense(1)")>]
[<TestCase("dense(8) >> repeat(L, residual(layerNorm >> gelu >> dense(8))) >> dense(1)")>]
[<TestCase("dense(8) >> repeat(L, layerNorm >> swish >> dense(8)) >> dense(1)")>]
[<TestCase("dense(8) >> repeat(L, product(identity, dense(8) >> relu)) >> dense(1)")>]
[<TestCase("denseNet(L, dense(8) >> relu) >> dense(1)")>]
[<TestCase("dense(8) >> denseNet(L, layerNorm >> relu >> dense(8)) >> dense(1)")>]
[<TestCase("dense(8) >> denseNet(L, scale(0.5) >> layerNorm >> dense(8) >> erf >> dense(8)) >> dense(1)")>]
let ``memory grows linearly with depth`` (text: string) =
    let at (depth: int) =
        allocated (text.Replace("L", string depth).Replace(string depth + "ayer", "layer"))

    Assert.That(at 80, Is.LessThan(2.6 * float (at 40)))

[<Test>]
let ``layers are composed in a loop in linear time`` () =
    let compose count =
        let before = GC.GetAllocatedBytesForCurrentThread()
        let mutable net = Layers.Dense 4

        for _ in 1..count do
            net <- Architecture.op_RightShift (net, Layers.Relu)

        Assert.That(net.ToString().Length, Is.GreaterThan(count * 8))
        GC.GetAllocatedBytesForCurrentThread() - before

    compose 100 |> ignore
    Assert.That(compose 8000, Is.LessThan(2.6 * float (compose 4000)))

[<Test>]
let ``what would not end is refused at its place`` () =
    let endless = "dense(8) >> denseNet(300, dense(8) >> gelu) >> dense(1)"

    Assert.That(
        Action(fun () -> (parse endless).Compile(limit = 3_000_000L) |> ignore),
        Throws.TypeOf<NtkDslException>().With.Message.StartsWith
            "The formulas of this architecture take more than 0.003 GB to derive; the limit was reached at 2 (denseNet) ▸ block "
    )

[<Test>]
let ``long compositions, constants and nestings are refused at their places`` () =
    refused
        "dense(8) >> repeat(1100, tanh) >> dense(1)"
        (Messages.FunctionTooLong(1000, "2 (repeat) ▸ copy 1000 (tanh)"))

    refused
        "dense(4) >> step >> repeat(4, hermite(64)) >> dense(1)"
        (Messages.NumberTooLong "3 (repeat) ▸ copy 2 (hermite)")

[<Test>]
let ``a compilation can be cancelled`` () =
    use source = new CancellationTokenSource()
    source.Cancel()

    Assert.That(
        Action(fun () ->
            (parse "repeat(200, dense(8) >> relu) >> dense(1)").Compile(cancellation = source.Token)
            |> ignore),
        Throws.InstanceOf<OperationCanceledException>()
    )

[<Test>]
let ``a long compilation says where it is`` () =
    let places = ConcurrentQueue<CompileProgress>()

    let progress =
        { new IProgress<CompileProgress> with
            member _.Report at = places.Enqueue at
        }

    let compile (text: string) =
        try
            (parse text).Compile(limit = 3_000_000_000L, progress = progress) |> ignore
        with :? NtkDslException ->
            ()

    compile "dense(1)"
    Assert.That(places, Is.Empty)
    compile "dense(8) >> repeat(6000, residual(dense(8) >> relu >> dense(8), scale=0.01)) >> dense(1)"
    Assert.That(places, Is.Not.Empty)
    let last = Seq.last places
    Assert.That(last.Place, Does.StartWith "2 (repeat) ▸ copy ")
    Assert.That(last.Layers, Is.GreaterThan 100)

// For unit variances the dual of h_k is ρᵏ: all digits, whatever the degree.
[<Test>]
let ``Hermite polynomials keep their digits at unit variance`` () =
    let rho = 0.6

    let points =
        Points.Of(array2D [ [ sqrt 2.0; 0.0 ]; [ rho * sqrt 2.0; sqrt (1.0 - rho * rho) * sqrt 2.0 ] ])

    for k in [ 1; 2; 3; 8; 15; 24; 40; 64 ] do
        let kernel =
            (parse $"dense(8) >> hermite({k}) >> dense(1)").Compile().EvaluateSymmetric(points)

        Assert.That(kernel.Nngp[0, 0], Is.EqualTo(1.0).Within 1e-13)
        Assert.That(kernel.Nngp[0, 1], Is.EqualTo(rho ** float k).Within(1e-13 * rho ** float k))
        Assert.That(kernel.Ntk[0, 1], Is.EqualTo(float (k + 1) * rho ** float k).Within(1e-12 * rho ** float k))
