(**
# Verification

Every kernel can be checked against finite networks, drawn at random and differentiated automatically. The check shares nothing
with the formulas, and its verdict rests on standard errors.
Run it with `dotnet fsi examples/Verify.fsx` after `dotnet run build.cs -- build`.
*)
#load "NtkDsl.fsx"

open NtkDsl
open type NtkDsl.Layers

let x =
    Points.Of [ [| 1.0; 0.5; -0.2 |]; [| 0.2; 1.0; 0.7 |]; [| -0.6; 0.3; 0.9 |] ]

let root2 = sqrt 2.0

(** A residual network: each branch is weighted by 1/2, and the stem and the read-out are trained, too. *)
let residual =
    Dense 32
    --> Repeat(2, Residual(Dense 32 --> Relu --> Dense(32, sigmaW = root2), scale = 0.5))
    --> Dense 1

(** A dense-net: every block sees the input and all blocks before it. *)
let denseNet =
    Dense(32, sigmaW = root2)
    --> Relu
    --> DenseNet(2, Dense(32, sigmaW = root2) --> Relu)
    --> Dense 1

(**
Networks of two widths are drawn until the formula is shown to agree within 10 %, or to disagree. Each line compares an entry with
its estimate at infinite width; `bias` is what was removed to get there.
*)
for net in [ residual; denseNet ] do
    printfn "%O" (Verification.Check(net, x, tolerance = 0.1))
(*** include-output ***)

(**
Would a mistake be found? A popular one takes the branches of h + relu(h) for independent and adds their kernels. The right formula
knows that both are functions of the same h. The networks tell them apart: here they have one hidden layer, so that the mean of the
NNGP kernel is the same at every width, and a z-score judges each formula.
*)
let stem = Dense 32

let kernelOf (body: Architecture) =
    (body --> Dense 1).Compile().EvaluateSymmetric(x).Nngp

let right = kernelOf (stem --> Residual Relu)
let planted = kernelOf stem + kernelOf (stem --> Relu)

let drawn =
    MonteCarlo.Estimate(stem --> Residual Relu --> Dense 1, x, draws = 10_000).Nngp

printfn "K(x, x′) of h + relu(h)\n%10s%12s%12s%14s%8s%10s" "entry" "right" "planted" "Monte Carlo" "z right" "z planted"

for i in 0..2 do
    for j in i..2 do
        let z (formula: MathNet.Numerics.LinearAlgebra.Matrix<float>) =
            (formula[i, j] - drawn.Mean[i, j]) / drawn.StandardError[i, j]

        printfn
            $"    ({i + 1}, {j + 1}){right[i, j], 12:F4}{planted[i, j], 12:F4}{drawn.Mean[i, j], 14:F4}{z right, 8:F2}{z planted, 10:F2}"
(*** include-output ***)
