module NtkDsl.Tests.Sampling.NormalStreamTests

open System
open System.Threading.Tasks
open NUnit.Framework
open MathNet.Numerics
open NtkDsl
open NtkDsl.Tests.Sampling.Matrices

// Every stream is fixed by its seed, so these tests always see the same numbers: they cannot fail by chance.

let private count = 1_000_000

let private sample seed draw n =
    let stream = NormalStream(seed, draw)
    Array.init n (fun _ -> stream.Next())

/// The first number of each of many draws: what an experiment averages over.
let private firsts seed n =
    Array.init n (fun draw -> NormalStream(seed, uint64 draw).Next())

let private samples =
    [ "one stream", sample 3UL 0UL count; "many streams", firsts 3UL count ]

[<Test>]
let ``moments up to the eighth are those of the normal law`` () =
    for name, zs in samples do
        for power, moment in [ 1, 0.0; 2, 1.0; 3, 0.0; 4, 3.0; 5, 0.0; 6, 15.0; 7, 0.0; 8, 105.0 ] do
            zs
            |> Array.map (fun z -> Math.Pow(z, float power))
            |> shouldAverage $"{name}, moment {power}" moment

[<Test>]
let ``tails have the right weight on both sides, also beyond the base layer`` () =
    for name, zs in samples do
        for edge in [ 1.0; 2.0; 3.0; Ziggurat.BaseEdge; 4.0 ] do
            let probability = 0.5 * SpecialFunctions.Erfc(edge / sqrt 2.0)

            for side in [ 1.0; -1.0 ] do
                zs
                |> Array.map (fun z -> if side * z > edge then 1.0 else 0.0)
                |> shouldAverage $"{name}, beyond {side * edge}" probability

[<Test>]
let ``the empirical distribution passes the Kolmogorov-Smirnov test`` () =
    for name, zs in samples do
        let n = float zs.Length

        let distance =
            Array.sort zs
            |> Seq.mapi (fun i z ->
                let p = 0.5 * SpecialFunctions.Erfc(-z / sqrt 2.0)
                max (float (i + 1) / n - p) (p - float i / n))
            |> Seq.max

        // P(√n D > 2) = 6.7e-4.
        Assert.That(sqrt n * distance, Is.LessThan 2.0, (fun () -> name))

[<Test>]
let ``neighbouring streams are independent`` () =
    let n = 200_000
    let zs = sample 7UL 11UL n

    let others =
        [
            "next draw", sample 7UL 12UL n
            "next seed", sample 8UL 11UL n
            "seed and draw swapped", sample 11UL 7UL n
            "itself, one later", sample 7UL 11UL (n + 1) |> Array.tail
        ]

    for name, others in others do
        Array.map2 (*) zs others |> shouldAverage $"{name}: z z'" 0.0

        Array.map2 (fun z z' -> (z * z - 1.0) * (z' * z' - 1.0)) zs others
        |> shouldAverage $"{name}: squares" 0.0

        Array.map2 (fun z z' -> float (sign z * sign z')) zs others
        |> shouldAverage $"{name}: signs" 0.0

[<Test>]
let ``corresponding numbers of successive draws are independent`` () =
    for position in [ 0; 1; 7 ] do
        let zs =
            Array.init 100_000 (fun draw -> (sample 5UL (uint64 draw) (position + 1))[position])

        Array.pairwise zs
        |> Array.map (fun (z, z') -> z * z')
        |> shouldAverage $"position {position}" 0.0

[<Test>]
let ``uniform numbers are uniform on the open interval`` () =
    let stream = NormalStream(1UL, 2UL)
    let us = Array.init count (fun _ -> stream.Uniform())
    Assert.That(us |> Array.forall (fun u -> 0.0 < u && u < 1.0))

    for power in 1..4 do
        us
        |> Array.map (fun u -> Math.Pow(u, float power))
        |> shouldAverage $"moment {power}" (1.0 / float (power + 1))

[<Test>]
let ``draws do not depend on the order or the number of threads`` () =
    let draws = Array.zeroCreate<float[]> 64

    Parallel.For(0, draws.Length, (fun d -> draws[d] <- sample 9UL (uint64 d) 100))
    |> ignore

    let serial = [| for d in draws.Length - 1 .. -1 .. 0 -> sample 9UL (uint64 d) 100 |]
    Assert.That(draws, Is.EqualTo<float[][]>(Array.rev serial))

[<Test>]
let ``the layers of the ziggurat end at the top of the density`` () =
    let top = Ziggurat.Edge[Ziggurat.Layers - 1]
    Assert.That(Ziggurat.Density top + Ziggurat.Area / top, Is.EqualTo(1.0).Within(1e-11))
