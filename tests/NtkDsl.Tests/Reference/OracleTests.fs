module NtkDsl.Tests.Reference.OracleTests

open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Given
open NtkDsl.Tests.Reference.Oracles

/// The kernel matrices by tile programs.
let private byProgram (kernel: Kernel) case =
    match case.X2 with
    | Some x2 -> kernel.Evaluate(case.X1, x2)
    | None -> kernel.EvaluateSymmetric case.X1

/// One entry of a kernel by the reference evaluator.
let private byReference case i j (pair: Expr) (diagonal: Expr) =
    match case.X2 with
    | Some x2 -> ReferenceEvaluator(case.X1[i], x2[j]).Of pair
    | None -> ReferenceEvaluator(case.X1[i], case.X1[j]).Of(if i = j then diagonal else pair)

/// 1 − |cos| of the angle between two points; 1 for a zero vector.
let private distanceFromCollinear (x: float[]) (y: float[]) =
    let largest = Array.fold (fun m t -> max m (abs t)) 0.0
    let scaled p = Array.map (fun t -> t / largest p) p

    let dot p q =
        Array.fold2 (fun sum s t -> sum + s * t) 0.0 p q

    if largest x = 0.0 || largest y = 0.0 then
        1.0
    else
        let x, y = scaled x, scaled y
        1.0 - abs (dot x y) / (sqrt (dot x x) * sqrt (dot y y))

let private nearlyCollinear x y = distanceFromCollinear x y < 1e-9

/// Rounding relative to √(K(x, x)K(x′, x′)): kernels that vanish at opposite points have no digits of their own beside these.
let private floor case (matrix: float[][]) i j =
    if case.X2.IsSome then
        0.0
    else
        4e-16 * sqrt (abs matrix[i].[i]) * sqrt (abs matrix[j].[j])

/// Both ways of evaluation against the entries of a case that are wanted; the relative tolerance is chosen by the two points.
let private compare tolerance wanted case =
    let kernel = (parse case.Architecture).Compile()
    let program = byProgram kernel case

    let quantities =
        [
            yield "K", case.Nngp, program.Nngp, kernel.Nngp, kernel.NngpDiagonal

            match case.Ntk with
            | Some ntk -> yield "Θ", ntk, program.Ntk, kernel.Ntk, kernel.NtkDiagonal
            | None -> ()
        ]

    let failures =
        [
            for name, matrix, computed, pair, diagonal in quantities do
                for i in 0 .. matrix.Length - 1 do
                    for j in 0 .. matrix[i].Length - 1 do
                        let x, y = case.X1[i], (defaultArg case.X2 case.X1)[j]

                        if wanted x y then
                            let expected = matrix[i].[j]

                            for way, actual in
                                [
                                    "program", computed.At(i, j)
                                    "reference", byReference case i j pair diagonal
                                ] do
                                let error = abs (actual - expected)

                                if
                                    actual <> expected
                                    && not (error <= max (floor case matrix i j) (tolerance x y * abs expected))
                                then
                                    $"{way} {name}[{i},{j}]: {actual:R} is not {expected:R}, by {error / abs expected:G2}"
        ]

    let lines = String.concat "\n" failures
    Assert.That(failures, Is.Empty, $"{case.Architecture}\n{lines}")

let private named select file =
    [
        for case in cases file do
            if select case.Name then
                TestCaseData(case).SetArgDisplayNames(case.Name)
    ]

let private everything _ = true
let private exact = named everything "exact.json"
let private peer = named everything "peer.json"

let private oracle = named everything "oracle.json"

type Cases =
    static member Exact = exact
    static member Peer = peer
    static member Oracle = oracle

[<TestCaseSource(typeof<Cases>, nameof Cases.Exact)>]
let ``exact values hold to 1e-13`` (case: obj) =
    compare (fun _ _ -> 1e-13) (fun _ _ -> true) (case :?> Case)

[<TestCaseSource(typeof<Cases>, nameof Cases.Peer)>]
let ``the peer's values hold to 1e-12, and to 1e-8 where it loses digits itself`` (case: obj) =
    compare (fun x y -> if nearlyCollinear x y then 1e-8 else 1e-12) (fun _ _ -> true) (case :?> Case)

[<TestCaseSource(typeof<Cases>, nameof Cases.Oracle)>]
let ``values of many digits hold to 1e-13`` (case: obj) =
    let case = case :?> Case
    let isZero = Array.forall (fun t -> t = 0.0)

    let wanted x y =
        // sign and step of the zero vector are covered by a test of their own.
        not (case.Ntk.IsNone && isZero x && isZero y)

    compare (fun _ _ -> 1e-13) wanted case
