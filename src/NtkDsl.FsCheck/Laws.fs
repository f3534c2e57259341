namespace NtkDsl

open System
open FsCheck.FSharp
open NtkDsl.Generators

/// <summary>
/// The laws that hold for the kernels of any activation and any architecture: to be run on those of your own.
/// <c>mine |&gt; Laws.ofActivation |&gt; Laws.check</c> checks all of them; test runners take the list as cases.
/// </summary>
[<RequireQualifiedAccess>]
module Laws =

    /// <summary>
    /// The laws of an activation: its kernels are finite, symmetric, positive semidefinite and within the bound of Cauchy and Schwarz,
    /// in random networks at nasty points; Price's theorem and closed form = quadrature for random moments; analytic = Monte Carlo.
    /// </summary>
    /// <remarks>
    /// Where a surrogate gradient or a jump leaves no symmetric Θ, the laws are about K alone; with a surrogate φ̃, Price's theorem reads
    /// E φ′(u)φ̃′(v) = ∂/∂c E φ(u)φ̃(v).
    /// </remarks>
    let ofActivationWith (settings: LawSettings) (activation: Activation) : Law list =
        let networks = Architectures.networksOf (Gen.constant activation)
        let single = Architecture.Sequence [ Layers.Dense 64; activation; Layers.Dense 1 ]

        [
            yield! KernelLaws.all settings (string activation) (KernelLaws.casesWith settings networks)
            yield! DualLaws.all settings activation
            yield KernelLaws.sampled settings (string activation) single
        ]

    /// <summary>The laws of an activation, with <see cref="P:NtkDsl.LawSettings.Default"/>.</summary>
    let ofActivation (activation: Activation) : Law list =
        ofActivationWith LawSettings.Default activation

    /// <summary>
    /// The laws of a network, at random points: its kernels are finite, symmetric, positive semidefinite and within the bound of Cauchy and
    /// Schwarz, closed form = quadrature, and analytic = Monte Carlo; and Price's theorem for each of its activations.
    /// </summary>
    /// <param name="settings">How thoroughly.</param>
    /// <param name="architecture">A network without free parameters. A layer of your own is checked in a network.</param>
    /// <exception cref="T:NtkDsl.NtkDslException">The architecture has no exact limit.</exception>
    let ofArchitectureWith (settings: LawSettings) (architecture: Architecture) : Law list =
        let cases, subject = KernelLaws.casesOf settings architecture, string architecture

        [
            yield! KernelLaws.all settings subject cases
            yield KernelLaws.quadrature settings subject cases
            for activation in Architectures.activationsOf architecture |> List.distinct do
                yield! DualLaws.all settings activation
            yield KernelLaws.sampled settings subject architecture
        ]

    /// <summary>The laws of a network, with <see cref="P:NtkDsl.LawSettings.Default"/>.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The architecture has no exact limit.</exception>
    let ofArchitecture (architecture: Architecture) : Law list =
        ofArchitectureWith LawSettings.Default architecture

    /// <summary>The law of a formula derived by hand: that it is E φ(u)φ(v), as a function of a = E u², b = E v² and c = E uv.</summary>
    let ofDualWith
        (settings: LawSettings)
        (dual: float -> float -> float -> float)
        (activation: Activation)
        : Law list =
        [ DualLaws.ofClaim settings activation dual ]

    /// <summary>The law of a formula derived by hand, with <see cref="P:NtkDsl.LawSettings.Default"/>.</summary>
    let ofDual (dual: float -> float -> float -> float) (activation: Activation) : Law list =
        ofDualWith LawSettings.Default dual activation

    /// <summary>Checks all the laws.</summary>
    /// <exception cref="T:NtkDsl.LawViolationException">Some do not hold; the message tells the smallest counterexample of each.</exception>
    let check (laws: Law seq) : unit =
        match laws |> Seq.choose _.FindCounterexample() |> List.ofSeq with
        | [] -> ()
        | violations -> raise (LawViolationException violations)

/// <summary>The same laws for C#: <c>Laws.Check(Laws.OfActivation(mine))</c>.</summary>
[<AbstractClass; Sealed>]
type Laws =

    /// <summary>The laws of an activation.</summary>
    static member OfActivation(activation: Activation) : Law seq = Laws.ofActivation activation

    /// <summary>The laws of an activation.</summary>
    static member OfActivation(activation: Activation, settings: LawSettings) : Law seq =
        Laws.ofActivationWith settings activation

    /// <summary>The laws of a network.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The architecture has no exact limit.</exception>
    static member OfArchitecture(architecture: Architecture) : Law seq = Laws.ofArchitecture architecture

    /// <summary>The laws of a network.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The architecture has no exact limit.</exception>
    static member OfArchitecture(architecture: Architecture, settings: LawSettings) : Law seq =
        Laws.ofArchitectureWith settings architecture

    /// <summary>The law of a formula for E φ(u)φ(v) in a, b, c that was derived by hand.</summary>
    static member OfDual(activation: Activation, dual: Func<float, float, float, float>) : Law seq =
        Laws.ofDual (fun a b c -> dual.Invoke(a, b, c)) activation

    /// <summary>Checks all the laws.</summary>
    /// <exception cref="T:NtkDsl.LawViolationException">Some do not hold; the message tells the smallest counterexample of each.</exception>
    static member Check(laws: Law seq) : unit = Laws.check laws
