/// Derivatives of K and Θ by parameters where two points meet, are proportional, opposite or nearly equal, or where one is 0.
module NtkDsl.Tests.Laws.GradientLaws

open System
open NUnit.Framework
open NtkDsl
open NtkDsl.Generators
open NtkDsl.Tests.Given
open NtkDsl.Tests.Symbolics.Values

let private points =
    let x = [| 0.3; -0.7; 1.1 |]

    [|
        x
        x
        Array.map (fun t -> 2.0 * t) x
        Array.map (fun t -> -t) x
        [| 0.3 + 1e-8; -0.7; 1.1 - 1e-8 |]
        [| 0.3 + 1e-12; -0.7; 1.1 - 1e-12 |]
        [| 0.0; 0.0; 0.0 |]
        [| 0.9; 0.4; -0.2 |]
    |]

let private parameters = readOnlyDict [ "w", 0.75; "s", 0.5; "v", 1.25 ]

let private network (activation: Activation) sigmaB : Architecture =
    Architecture.Parse($"dense(4, sigmaW=w{sigmaB}) >> {activation} >> dense(1, sigmaW=v)", [])

let bind (kernel: Kernel) =
    kernel.Parameters |> Seq.fold (fun (kernel: Kernel) name -> kernel.Bind(name, parameters[name])) kernel

[<Test>]
let ``explore`` () =
  for activation in Activations.all do
    for sigmaB in [ ""; ", sigmaB=s" ] do
        let kernel = (network activation sigmaB).Compile() |> bind
        for kind in (if kernel.HasNtk then [ KernelKind.Nngp; KernelKind.Ntk ] else [ KernelKind.Nngp ]) do
          try
            let watch = Diagnostics.Stopwatch.StartNew()
            let gradient = kernel.EvaluateWithDerivatives(rows (List.ofArray points), kind)
            let t1 = watch.ElapsedMilliseconds
            for name in kernel.Parameters do
                let g = gradient.Derivatives[name]
                let at v i j =
                    let p = readOnlyDict [ for k in parameters -> k.Key, (if k.Key = name then v else k.Value) ]
                    let f = if kind = KernelKind.Nngp then (if i = j then kernel.NngpDiagonal else kernel.Nngp) else (if i = j then kernel.NtkDiagonal else kernel.Ntk)
                    ReferenceEvaluator(points[i], points[j], p).Of f
                let mutable bad = []
                let closed = not (kernel.Nngp.ToString().Contains "E[")
                for i in 0 .. points.Length - 1 do
                    for j in 0 .. i do
                        if not (Double.IsFinite g[i, j]) then bad <- $"({i},{j}) {g[i,j]}" :: bad
                        elif closed then
                            let e = derivative (fun v -> at v i j) parameters[name]
                            if not (abs (e - g[i, j]) <= 1e-8 * (1.0 + abs e)) then bad <- $"({i},{j}) {g[i,j]} not {e} by {g[i,j]-e}" :: bad
                if not bad.IsEmpty then printfn "%O %s %O d/d%s: %s" activation sigmaB kind name (String.concat "; " bad)
            printfn "%O %s %O %d ms %d ms" activation sigmaB kind t1 watch.ElapsedMilliseconds
          with e -> printfn "%O %s %O FAILED %O" activation sigmaB kind e
