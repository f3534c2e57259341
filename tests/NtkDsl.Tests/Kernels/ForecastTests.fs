/// What an evaluation will take, and evaluations that do not fit.
module NtkDsl.Tests.Kernels.ForecastTests

open System
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Given
open NtkDsl.Tests.Text

let private kernel = (parse "dense(8, sigmaB=0.3) >> relu >> dense(1)").Compile()
let private jump = (parse "dense(8) >> sign >> dense(1)").Compile()

[<Test>]
let ``a forecast tells the size of the result and a time that grows with the pairs`` () =
    let small, large =
        kernel.Forecast(1000, Nullable(), 5), kernel.Forecast(100_000, Nullable(), 5)

    Assert.That(small.ResultBytes, Is.EqualTo 16_000_000L)
    Assert.That(large.ResultBytes, Is.EqualTo 160_000_000_000L)
    Assert.That(small.Duration.TotalSeconds, Is.GreaterThan 0.0)
    Assert.That(large.Duration.TotalSeconds, Is.GreaterThan(100.0 * small.Duration.TotalSeconds))
    Assert.That(small.WorkingBytes, Is.LessThan(64L <<< 20))
    Assert.That((jump.Forecast(1000, Nullable 10, 5)).ResultBytes, Is.EqualTo 80_000L)

[<Test>]
let ``what does not fit is refused with advice`` () =
    let forecast = kernel.Forecast(1000, Nullable(), 5, Nullable 12_000_000L)
    let left = 12_000_000L - forecast.WorkingBytes
    Assert.That(forecast.Fits, Is.False)
    Assert.That(forecast.Advice, equalTo (Messages.DoesNotFit(2, 1000, 1000, 16_000_000L, left)))

    for way in
        [
            "EvaluateBlocks"
            "EvaluateToFile"
            "--resume"
            "EvaluateSingle"
            "NystromProcess"
        ] do
        Assert.That(forecast.Advice, Does.Contain way)

    let roomy =
        kernel.Forecast(Points.Of [| [| 1.0 |]; [| 2.0 |] |], memory = Nullable 100_000_000L)

    Assert.That(roomy.Fits, Is.True)
    Assert.That(roomy.Advice, Is.Null)

[<Test>]
let ``memory is looked at before it is taken`` () =
    Assert.That(
        refusal (fun () -> MemoryNeed.Require(2, 10, 10, 1599L)),
        equalTo (Messages.DoesNotFit(2, 10, 10, 1600L, 1599L))
    )

    MemoryNeed.Require(2, 10, 10, 1600L)
    MemoryNeed.Require(2, 10, 10)

    Assert.That(
        refusal (fun () -> MemoryNeed.Require(1_000_000, 40_000, 40_000)),
        Does.Contain "GB of memory are there"
    )

    MemoryNeed.Require(2, 10, 10, 800L, ElementType.Binary32)

    Assert.That(
        refusal (fun () -> MemoryNeed.Require(1, 50_000, 50_000, Int64.MaxValue)),
        equalTo (Messages.MatrixTooLarge(50_000, 50_000))
    )

[<Test>]
let ``a forecast needs points`` () =
    Assert.That(refusal (fun () -> kernel.Forecast(0, Nullable(), 5)), equalTo Messages.NoPoints)

[<Test>]
let ``single precision is the rounding of double precision`` () =
    let random = Random 1

    let points n =
        Points.Of [| for _ in 1..n -> [| for _ in 1..3 -> random.NextDouble() - 0.5 |] |]

    let x, y = points 600, points 33

    for pair, single in
        [
            kernel.EvaluateSymmetric x, kernel.EvaluateSingle x
            kernel.Evaluate(x, y), kernel.EvaluateSingle(x, y)
        ] do
        Assert.That(single.Nngp, equalTo (pair.Nngp.Map float32))
        Assert.That(single.Ntk, equalTo (pair.Ntk.Map float32))

    Assert.That(refusal (fun () -> (jump.EvaluateSingle x).Ntk), equalTo (refusal (fun () -> jump.Ntk)))
