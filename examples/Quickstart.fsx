(**
# Quickstart

An architecture is a value. It compiles to formulas for its kernels at infinite width, and to numbers.
Run it with `dotnet fsi examples/Quickstart.fsx` after `dotnet run build.cs -- build`.
*)
#load "NtkDsl.fsx"

open NtkDsl
open type NtkDsl.Layers

(** Blocks are architectures, too, and compose. *)
let block = Dense 512 --> Tanh --> Dense 512

let net =
    Dense(512, sigmaW = 1.5, sigmaB = 0.1)
    --> Relu
    --> Residual(block, scale = 0.5)
    --> DenseNet(3, Dense 64 --> Relu)
    --> Dense 1

printfn "%O" net
(*** include-output ***)

(** The same in text, which reads back, and a network as a list. *)
let same = net |> Architecture.toText |> Architecture.parse

let listed =
    network
        [
            Dense 512
            Relu
            Residual block
            for _ in 1..3 do
                Dense 512
                Tanh
        ]

printfn "%b\n%O" (same = net) listed
(*** include-output ***)

(** The neural tangent kernel as a formula: in plain text for a small network, in LaTeX for the one above. *)
let small = Dense(512, sigmaW = sqrt 2.0) --> Relu --> Dense 1
small |> Kernel.compile |> Kernel.ntk |> Expr.unicode |> printfn "%s"

net
|> Kernel.compile
|> Kernel.ntk
|> Expr.latex
|> String.length
|> printfn "%d characters of LaTeX"
(*** include-output ***)

(** A free parameter is named, differentiated and bound. *)
let free =
    Dense(512, sigmaW = Expr.parameter "s") --> Relu --> Dense 1 |> Kernel.compile

free |> Kernel.nngp |> Expr.derivative "s" |> Expr.unicode |> printfn "%s"
(*** include-output ***)

(** Numbers: points are rows. Any function is an activation, and gets its kernels without further code. *)
let points = [ [| 1.0; 0.5 |]; [| 0.2; 1.0 |]; [| -0.6; 0.3 |] ]
let snake = Activation.define "snake" (fun u -> u + sin u * sin u)

for kernel in
    [
        free |> Kernel.bind "s" 1.5
        Dense 512 --> snake --> Dense 1 |> Kernel.compile
    ] do
    let k = kernel |> Kernel.evaluateSymmetric points
    printfn "NNGP\n%sNTK\n%s" (k.Nngp.ToMatrixString()) (k.Ntk.ToMatrixString())
(*** include-output ***)
