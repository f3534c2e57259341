/// Products with a matrix that is drawn as they are asked for have the law of products with one that is there.
module NtkDsl.Tests.Sampling.ImplicitMatrixTests

open NUnit.Framework
open NtkDsl

let private h = Traced(Matrix(2, 3, [| 1.0; 0.5; -0.3; 0.9; 0.6; -0.3 |]))

/// Y = H W, Y Wᵀ and Y Wᵀ W, which depend on W nonlinearly; with their squares and the products of the two rows.
let private statistics (w: WeightMatrix) =
    let y = w.Multiply h
    let back = y.Arguments[0].Pull.Invoke y
    let again = w.Multiply back

    [|
        for traced in [ y; back; again ] do
            let rows = [| for i in 0..1 -> traced.Value.Row(i).ToArray() |]
            yield! rows[0]
            yield! rows[0] |> Array.map (fun v -> v * v)
            yield! Array.map2 (*) rows[0] rows[1]
        yield! Array.map2 (*) (y.Value.Row(0).ToArray()) (again.Value.Row(1).ToArray())
    |]

let private moments columns (draw: NormalStream -> WeightMatrix) =
    let all = StreamingMoments(3 * 2 * columns + 9 + columns)

    for number in 1UL .. 20_000UL do
        let one: float array = statistics (draw (NormalStream(7UL, number)))
        all.Add one

    all

[<TestCase(2, false)>]
[<TestCase(5, false)>]
[<TestCase(2, true)>]
[<TestCase(3, true)>]
[<TestCase(5, true)>]
let ``implicit and explicit matrices have one law`` (columns: int, isOrthogonal: bool) =
    let explicit =
        moments columns (fun stream ->
            let entries =
                if isOrthogonal then
                    OrthogonalMatrix.Draw(stream, 3, columns)
                else
                    stream.Matrix(3, columns)

            ExplicitMatrix(Traced entries))

    let implicit' =
        moments columns (fun stream ->
            ImplicitMatrix(FreshVectors.Of(stream, 3), FreshVectors.Of(stream, columns), isOrthogonal, stream))

    for i in 0 .. 3 * 2 * columns + 9 + columns - 1 do
        let difference = explicit.Mean[i] - implicit'.Mean[i]
        let error = explicit.StandardError i + implicit'.StandardError i
        Assert.That(abs difference, Is.LessThan(4.5 * error + 1e-9), $"statistic {i}")

[<Test>]
let ``a product that is asked for again is the same`` () =
    let stream = NormalStream(1UL, 1UL)

    let w =
        ImplicitMatrix(FreshVectors.Of(stream, 3), FreshVectors.Of(stream, 6), false, stream)

    let first, second = w.Multiply h, w.Multiply h

    for i in 0..1 do
        for j in 0..5 do
            Assert.That(second.Value.Row(i)[j], Is.EqualTo(first.Value.Row(i)[j]).Within 1e-12)
