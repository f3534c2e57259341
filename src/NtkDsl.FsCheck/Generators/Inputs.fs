/// Random input points, the nasty ones among them: duplicates, near-duplicates, antipodes, multiples, zeros and extreme norms.
module NtkDsl.Generators.Inputs

open FsCheck
open FsCheck.FSharp
open NtkDsl

/// A coordinate with few digits, so that counterexamples are readable.
let private coordinate = Gen.choose (-30, 30) |> Gen.map (fun k -> float k / 10.0)

let private scaled factor = Array.map (fun x -> factor * x)

/// A point made from an earlier one: itself, nearly itself, its opposite, a multiple, or zero.
let private relative (point: float[]) =
    Gen.frequency
        [
            2, Gen.constant (Array.copy point)
            2,
            Gen.elements [ 1e-3; 1e-6; 1e-9 ]
            |> Gen.map (fun e -> point |> Array.mapi (fun i x -> if i = 0 then x + e else x))
            1, Gen.constant (scaled -1.0 point)
            2, Gen.elements [ 3.0; -3.0; 0.1; 1e-3; 1e3 ] |> Gen.map (fun s -> scaled s point)
            1, Gen.constant (Array.zeroCreate point.Length)
        ]

let private generic features = Gen.arrayOfLength features coordinate

/// Points of one dimension; about half of them are related to an earlier one.
let points features count =
    let rec grow known remaining =
        gen {
            if remaining = 0 then
                return known |> List.rev |> List.toArray
            else
                let! next =
                    match known with
                    | [] -> generic features
                    | _ -> Gen.oneof [ generic features; Gen.elements known |> Gen.bind relative ]

                return! grow (next :: known) (remaining - 1)
        }

    grow [] count

let private dot p q =
    Array.fold2 (fun sum s t -> sum + s * t) 0.0 p q

/// True if no point is near to 0 and no two are nearly collinear.
let areGeneric (points: float[][]) =
    let apart i j =
        i >= j
        || abs (dot points[i] points[j]) < 0.999 * sqrt (dot points[i] points[i] * dot points[j] points[j])

    Seq.forall (fun x -> dot x x > 0.01) points
    && Seq.allPairs (seq { 0 .. points.Length - 1 }) (seq { 0 .. points.Length - 1 })
       |> Seq.forall (fun (i, j) -> apart i j)

/// Points without relations: for what is smooth there only.
let genericPoints features count =
    generic features |> Gen.arrayOfLength count |> Gen.filter areGeneric

/// Fewer points, then rounder coordinates.
let shrinkPoints (points: float[][]) =
    seq {
        if points.Length > 1 then
            for i in 0 .. points.Length - 1 do
                yield Array.removeAt i points

        for i in 0 .. points.Length - 1 do
            for j in 0 .. points[i].Length - 1 do
                let x = points[i][j]

                for simpler in [ 0.0; 1.0; round x ] do
                    if abs simpler < abs x then
                        yield points |> Array.updateAt i (points[i] |> Array.updateAt j simpler)
    }

/// Sets of nasty points in a few dimensions.
let nasty =
    Arb.fromGenShrink (
        gen {
            let! features = Gen.choose (1, 4)
            let! count = Gen.choose (1, 5)
            return! points features count
        },
        shrinkPoints
    )
