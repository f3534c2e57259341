(**
# Learning

Gaussian processes with the kernel of an infinitely wide network, its parameters fitted to data, architectures compared, and networks
watched while they train.
Run it with `dotnet fsi examples/Learning.fsx` after `dotnet run build.cs -- build`.
*)
#load "NtkDsl.fsx"

open System.IO
open NtkDsl
open type NtkDsl.Layers

(** Twelve noisy values of a smooth function of one variable. A constant feature beside it would be a bias; `sigmaB` is one. *)
let x = [ for i in 0..11 -> [| -3.0 + 6.0 * float i / 11.0 |] ]
let noise = [ 0.1; -0.2; 0.0; 0.15; -0.05; 0.1; -0.1; 0.2; -0.15; 0.05; 0.0; -0.1 ]
let y = List.map2 (fun (p: float[]) e -> sin (1.5 * p[0]) + e) x noise
let grid = [ for i in -4 .. 4 -> [| float i |] ]

(** Free parameters are named. They are fitted to the evidence, with the noise, from several starts. *)
let free activation =
    Dense(512, sigmaW = Expr.parameter "w", sigmaB = Expr.parameter "b")
    --> activation
    --> Dense(1, sigmaW = Expr.parameter "a")
    |> Kernel.compile

let erf = free Erf
let start = Ridge.Absolute 0.05
let report = erf |> GaussianProcess.fitWith (FitOptions(Starts = 3)) start x y
printfn "%O\n" report
(*** include-output ***)

(** The posterior: mean and standard deviation. Outside the data it knows that it does not know. *)
for point, (mean, deviation) in
    report.Best
    |> GaussianProcess.predict grid
    |> Posterior.moments 0
    |> List.zip grid do
    printfn $"f({point[0], 2}) = {mean, 6:F3} ± {deviation:F3}"
(*** include-output ***)

(** Which architecture explains the data? One call, one table. *)
let candidates =
    [ erf; free Relu; Dense(1, sigmaB = Expr.parameter "b") |> Kernel.compile ]

let options = ComparisonOptions(Fit = FitOptions(Starts = 2))
let table = candidates |> Comparison.rankWith options start x y
printfn "\n%O" table
(*** include-output ***)

(** The ensemble of all networks in the course of training: the loss of their mean, and of one network on average. *)
let ensemble = report.Best.Kernel |> TrainedEnsemble.train x y
printfn $"\nLargest stable learning rate: {ensemble.LargestLearningRate:G4}"
printfn "%O" (LossCurve.OfFlow(ensemble, ensemble.CharacteristicTimes 6))
(*** include-output ***)

(** Trained for ever with noisy targets of their own, networks of which only the last layer learns are the posterior. *)
let posterior = report.Best |> GaussianProcess.predict grid

let trained =
    TrainedEnsemble
        .Train(
            report.Best.Kernel,
            Points.from x,
            Targets.from y,
            report.Best.Noise,
            KernelKind.Nngp,
            noisyTargets = true
        )
        .After(Training.Converged, Points.from grid)

printfn $"\nEnsemble and posterior differ by {(trained.Covariance - posterior.Covariance).L2Norm():G1}"
(*** include-output ***)

(** A table with names. Here the colour has no part in the price, and the fit finds that. *)
let random = System.Random 1

let houses =
    [
        for _ in 1..60 ->
            let size, age, colour =
                random.NextDouble(), random.NextDouble(), random.NextDouble()

            [ size; age; colour; sin (3.0 * size) - age * age + 0.02 * random.NextDouble() ]
    ]
    |> Table.ofRows [ "size"; "age"; "colour"; "price" ]

let prepared = houses |> Preprocessing.standardize [ "price" ]
let points = prepared |> Preprocessing.points houses
let prices = prepared |> Preprocessing.targets houses

let relevance =
    FitOptions(Starts = 1, FitsRelevances = true, FeatureNames = prepared.FeatureNames)

let found =
    Dense(512, sigmaB = Expr.parameter "b")
    --> Erf
    --> Dense(1, sigmaW = Expr.parameter "a")
    |> Kernel.compile
    |> GaussianProcess.fitWith relevance start points prices

for feature in found.Relevances do
    printfn $"{feature.Name, -6} {feature.Share, 6:P1}"
(*** include-output ***)

(** A model is one file. It takes tables in the user's own units, and finds columns by name. *)
let path = Path.GetTempFileName()
found.Best |> FittedModel.ofProcess prepared |> FittedModel.save path
let again = FittedModel.load path
let offer = [ [ 0.5; 0.2; 0.9 ] ] |> Table.ofRows [ "size"; "age"; "colour" ]
printfn "\nOffered:\n%O" (again |> FittedModel.predict offer)
File.Delete path
(*** include-output ***)
