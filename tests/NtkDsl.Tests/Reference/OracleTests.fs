module NtkDsl.Tests.Reference.OracleTests

open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Reference.Oracles

/// The kernel matrices by tile programs.
let private byProgram (kernel: Kernel) case =
    match case.X2 with
    | Some x2 -> kernel.Evaluate(case.X1, x2)
    | None -> kernel.EvaluateSymmetric case.X1

/// One entry of both kernels by the reference evaluator.
let private byReference (kernel: Kernel) case i j =
    let y, same =
        match case.X2 with
        | Some x2 -> x2[j], false
        | None -> case.X1[j], i = j

    let evaluator = ReferenceEvaluator(case.X1[i], y)
    let nngp, ntk = if same then kernel.NngpDiagonal, kernel.NtkDiagonal else kernel.Nngp, kernel.Ntk
    evaluator.Of nngp, evaluator.Of ntk

/// Where the two points are multiples of each other, or nearly so.
let private collinear (x: float[]) (y: float[]) =
    let dot p q = Array.fold2 (fun sum s t -> sum + s * t) 0.0 p q
    let norms = sqrt (dot x x) * sqrt (dot y y)
    norms > 0.0 && abs (abs (dot x y) / norms - 1.0) < 1e-9

let private check (what: string) tolerance (expected: float) (actual: float) (failures: string list) =
    if abs (actual - expected) <= tolerance * abs expected then
        failures
    else
        $"{what}: {actual:R} is not {expected:R}, relative error {abs (actual - expected) / abs expected:G2}" :: failures

/// Compares both ways of evaluation with every entry of a case; the tolerance is relative, by the two points.
let private compare tolerance case =
    let kernel = (Architecture.Parse(case.Architecture, [])).Compile()
    let program = byProgram kernel case
    let mutable failures = []

    for i in 0 .. case.Nngp.Length - 1 do
        for j in 0 .. case.Nngp[i].Length - 1 do
            let y = (defaultArg case.X2 case.X1)[j]
            let tolerance = tolerance case.X1[i] y
            failures <- check $"program K[{i},{j}]" tolerance (case.Nngp[i].[j]) (program.Nngp.At(i, j)) failures

            match case.Ntk with
            | None -> ()
            | Some ntk ->
                let k, theta = byReference kernel case i j
                failures <- check $"program Θ[{i},{j}]" tolerance (ntk[i].[j]) (program.Ntk.At(i, j)) failures
                failures <- check $"reference K[{i},{j}]" tolerance (case.Nngp[i].[j]) k failures
                failures <- check $"reference Θ[{i},{j}]" tolerance (ntk[i].[j]) theta failures

    if not failures.IsEmpty then
        let lines = String.concat "\n" (List.rev failures)
        Assert.Fail $"{case.Architecture}\n{lines}"

let private named file =
    [ for case in cases file -> TestCaseData(case).SetArgDisplayNames(case.Name) ]

let private exact = named "exact.json"
let private peer = named "peer.json"
let private oracle = named "oracle.json"

type Cases =
    static member Exact = exact
    static member Peer = peer
    static member Oracle = oracle

[<TestCaseSource(typeof<Cases>, nameof Cases.Exact)>]
let ``exact values hold to 1e-13`` (case: obj) =
    compare (fun _ _ -> 1e-13) (case :?> Case)

[<TestCaseSource(typeof<Cases>, nameof Cases.Peer)>]
let ``the peer's values hold to 1e-12, and to 1e-8 where it loses digits itself`` (case: obj) =
    compare (fun x y -> if collinear x y then 1e-8 else 1e-12) (case :?> Case)

[<TestCaseSource(typeof<Cases>, nameof Cases.Oracle)>]
let ``values of many digits hold to 1e-13`` (case: obj) =
    compare (fun _ _ -> 1e-13) (case :?> Case)
