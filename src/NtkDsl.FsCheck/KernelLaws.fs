/// What holds for the kernels of any network, at any points.
module internal NtkDsl.KernelLaws

open System
open FsCheck
open FsCheck.FSharp
open MathNet.Numerics.LinearAlgebra
open NtkDsl.Generators

[<Literal>]
let private Rounding = 1e-12

type private Case = Architecture * float[][]

let private norm (x: float[]) = sqrt (Array.sumBy (fun t -> t * t) x)

let private pointsFor (settings: LawSettings) (network: Architecture) =
    let features =
        network.Compile().Features |> Option.ofNullable |> Option.defaultValue 3

    Arb.fromGenShrink (Gen.choose (1, 5) |> Gen.bind (Inputs.points features), Inputs.shrinkPoints)
    |> Arb.filter (fun points ->
        points.Length > 0
        && points |> Array.forall (fun x -> norm x <= settings.LargestNorm))

/// A given network at random points.
let casesOf settings (network: Architecture) : Arbitrary<Case> =
    pointsFor settings network |> Arb.convert (fun points -> network, points) snd

/// Random networks at random points with 3 features.
let casesWith (settings: LawSettings) (networks: Arbitrary<Architecture>) : Arbitrary<Case> =
    Arb.zip (networks, pointsFor settings (Layers.Dense 1))

/// Θ of a surrogate gradient is no covariance, and a jump leaves none.
let private matrices (kernel: Kernel) (kernels: KernelPair) =
    [
        "K", kernels.Nngp
        if kernel.HasNtk && kernel.NtkIsSymmetric then
            "Θ", kernels.Ntk
    ]

let private evaluate (network: Architecture, points: float[][]) =
    let kernel = network.Compile()
    matrices kernel (kernel.Evaluate(points, points))

/// That numbers are finite is a law of its own; the others are about those that are.
let private onlyFinite kernels =
    kernels
    |> List.filter (fun (_, matrix: Matrix<float>) -> matrix.Enumerate() |> Seq.forall Double.IsFinite)

let private evaluateSymmetric (network: Architecture, points: float[][]) =
    let kernel = network.Compile()
    matrices kernel (kernel.EvaluateSymmetric points) |> onlyFinite

let private entries (matrix: Matrix<float>) = matrix.EnumerateIndexed()

let private firstEntry wrong (kernels: (string * Matrix<float>) list) =
    kernels
    |> Seq.collect (fun (name, matrix) ->
        entries matrix
        |> Seq.choose (fun struct (i, j, value) -> wrong name matrix i j value))
    |> Seq.tryHead

/// K and Θ exist in floating point.
let finite case =
    evaluate case
    |> firstEntry (fun name _ i j value ->
        if Double.IsFinite value then
            None
        else
            Some(LawMessages.notFinite name i j value))

/// K(x, x′) = K(x′, x).
let symmetric case =
    evaluate case
    |> onlyFinite
    |> firstEntry (fun name matrix i j value ->
        let scale = sqrt (abs (matrix[i, i] * matrix[j, j]))
        let holds = abs (value - matrix[j, i]) <= Rounding * scale

        if holds then
            None
        else
            Some(LawMessages.notSymmetric name i j value matrix[j, i]))

/// No eigenvalue below 0.
let semidefinite case =
    evaluateSymmetric case
    |> List.tryPick (fun (name, matrix) ->
        let smallest = matrix.Evd(Symmetricity.Symmetric).EigenValues.Real() |> Seq.min
        let largest = matrix.Enumerate() |> Seq.map abs |> Seq.max
        let holds = smallest >= -Rounding * (1e-300 + largest)

        if holds then
            None
        else
            Some(LawMessages.notSemidefinite name smallest largest))

/// |K(x, x′)| ≤ √(K(x, x) K(x′, x′)).
let cauchySchwarz case =
    evaluateSymmetric case
    |> firstEntry (fun name matrix i j value ->
        let bound = sqrt matrix[i, i] * sqrt matrix[j, j]
        let holds = abs value <= bound * (1.0 + Rounding)

        if holds then
            None
        else
            Some(LawMessages.beyondBound name i j value bound))

/// The compiled program computes what the formula says, node by node, with integrals by adaptive quadrature.
let reference (network: Architecture, points: float[][]) =
    let kernel = network.Compile()

    let formulas =
        [
            "K", kernel.Nngp
            if kernel.HasNtk && kernel.NtkIsSymmetric then
                "Θ", kernel.Ntk
        ]

    List.zip formulas (matrices kernel (kernel.Evaluate(points, points)))
    |> Seq.collect (fun ((name, formula), (_, matrix)) ->
        entries matrix
        |> Seq.choose (fun struct (i, j, value) ->
            let expected = ReferenceEvaluator(points[i], points[j]).Of formula
            let scale = sqrt (abs (matrix[i, i] * matrix[j, j]))
            let holds = abs (value - expected) <= 1e-10 * scale

            if holds then
                None
            else
                Some(LawMessages.differs $"{name}[{i}, {j}]" value "by quadrature" expected)))
    |> Seq.tryHead

let private monteCarloPoints (network: Architecture) =
    let features =
        network.Compile().Features |> Option.ofNullable |> Option.defaultValue 3

    let coordinates = Array.map (fun t -> Math.Round(t / 3.0, 1))

    Arb.fromGenShrink (Inputs.genericPoints features 3 |> Gen.map (Array.map coordinates), Inputs.shrinkPoints)
    |> Arb.filter (fun points -> points.Length > 0)
    |> Arb.convert (fun points -> network, points) snd

/// Finite networks, drawn and differentiated, have these kernels.
let private monteCarlo (settings: LawSettings) (network: Architecture, points: float[][]) =
    let report =
        Verification.Check(
            network,
            points,
            draws = settings.Draws,
            width = settings.Width,
            seed = settings.Seed,
            tolerance = settings.Tolerance
        )

    if report.Verdict = Verdict.Agrees then
        None
    else
        Some(string report)

/// The laws of some networks, each asked about random points.
let all settings subject cases =
    [
        "kernels are finite", finite
        "kernels are symmetric", symmetric
        "kernels are positive semidefinite", semidefinite
        "Cauchy-Schwarz", cauchySchwarz
    ]
    |> List.map (fun (name, wrong) -> Law.create settings settings.Cases subject name cases LawMessages.network wrong)

/// What quadrature says of one network.
let quadrature settings subject cases =
    Law.create settings settings.Cases subject "closed form = quadrature" cases LawMessages.network reference

/// What finite networks say of one network.
let sampled settings subject (network: Architecture) =
    Law.create
        settings
        settings.MonteCarloCases
        subject
        "analytic = Monte Carlo"
        (monteCarloPoints network)
        LawMessages.network
        (monteCarlo settings)
