(**
# Wide networks train as linear models

Lee et al. (2019): wide networks, each trained by gradient descent from its own random weights, are draws of a Gaussian process, whose
mean and covariance the two kernels give at every moment of the training. Here 160 networks of width 64 are trained beside the theory.
Run it with `dotnet fsi examples/WideNetworks.fsx` after `dotnet run build.cs -- build`. A folder as argument gets two pictures.
*)
#load "NtkDsl.fsx"

open System
open System.IO
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open type NtkDsl.Layers

(** Two hidden layers with the error function, in the NTK parameterization. *)
let hidden = Dense(64, sigmaW = 1.5, sigmaB = 0.1) --> Erf
let net = hidden --> hidden --> Dense(1, sigmaW = 1.5, sigmaB = 0.1)
let kernel = Kernel.compile net

(** Four points on the unit circle, at angles in degrees, with a wave as target. Two angles in the widest gap are for the table below. *)
let radians degrees = degrees * Math.PI / 180.0

let points angles =
    Points.Of [ for angle in angles -> [| cos (radians angle); sin (radians angle) |] ]

let seen, unseen = [ 0.0; 70.0; 150.0; 190.0 ], [ 250.0; 310.0 ]
let target = [| for angle in seen -> 2.0 * sin (2.0 * radians angle) |]
let x, y = points seen, Matrix<float>.Build.DenseOfColumnArrays [| target |]

(** Gradient descent up to time t = steps · η = 8. The theory takes the same steps, so that no error is left from their size. *)
let time = 8.0
let theory = TrainedEnsemble.Train(kernel, x, y)
let steps = int (ceil (time / (0.5 * theory.LargestLearningRate)))
let rate = time / float steps
let angles = [| -10.0 .. 5.0..370.0 |]
let networks = FiniteEnsemble.Train(net, x, y, rate, steps, points angles, 160)
let predicted = theory.After(Training.Descent(steps, rate), points angles)

printfn $"{networks.Predictions.Count} networks of width 64, {steps} steps with learning rate {rate:F4}, so t = {time}"
printfn "%8s%10s%20s%8s%10s%20s%8s" "angle" "mean" "of the networks" "z" "variance" "of the networks" "z"

for angle in unseen do
    let i = Array.IndexOf(angles, angle)

    let row theory (estimate: Matrix<float>) (error: Matrix<float>) =
        let measured = $"{estimate[i, 0]:F4} ± {error[i, 0]:F4}"
        let z = (estimate[i, 0] - theory) / error[i, 0]
        $"{theory, 10:F4}{measured, 20}{z, 8:F2}"

    let means = row predicted.Mean[i, 0] networks.Mean networks.MeanError
    let variances = row predicted.Variance[i] networks.Variance networks.VarianceError
    printfn $"{angle, 8}{means}{variances}"
(*** include-output ***)

(**
Two exact statements: before the training the covariance of the ensemble is K, and under gradient flow the error of its mean along an
eigenvector of Θ decays as e^(−λt).
*)
let largest (m: Matrix<float>) = m.Enumerate() |> Seq.map abs |> Seq.max
let untrained = theory.After(Training.Flow 0.0, points unseen).Covariance
let k = kernel |> Kernel.evaluateSymmetric (points unseen)
printfn $"at t = 0 the covariance is K, up to {largest (untrained - k.Nngp):G2}"

let eigen = (kernel |> Kernel.evaluateSymmetric x).Ntk.Evd(Symmetricity.Symmetric)

let error t =
    eigen.EigenVectors.Transpose() * (theory.After(Training.Flow t).Mean - y)

let start = error 0.0

let decayed =
    start.MapIndexed(fun i _ e -> e * exp (-eigen.EigenValues[i].Real * time))

printfn $"errors along the eigenvectors of Θ decay as e^(−λt), up to {largest (error time - decayed):G2}"
(*** include-output ***)

(** The pictures: both ensembles around the circle with two standard deviations, and the losses of the networks beside their mean in theory. *)
match List.ofArray fsi.CommandLineArgs with
| [ _; folder ] ->
    Chart
        .Ensemble(angles, predicted, networks, Array.ofList seen, target, xName = "angle in degrees", yName = "output")
        .Save(Path.Combine(folder, "wide-networks.svg"))

    let expected =
        [| for step in 0..steps -> theory.MeanLoss(Training.Descent(step, rate)) |]

    Chart.Loss(networks.Times, expected, networks.Losses).Save(Path.Combine(folder, "wide-networks-loss.svg"))
| _ -> ()
