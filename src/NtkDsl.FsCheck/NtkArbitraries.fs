namespace NtkDsl

open FsCheck
open FsCheck.FSharp
open NtkDsl.Generators

/// <summary>
/// The generators as FsCheck's defaults for their types: <c>[&lt;Property(Arbitrary = [| typeof&lt;NtkArbitraries&gt; |])&gt;]</c>.
/// </summary>
[<AbstractClass; Sealed>]
type NtkArbitraries =

    /// <summary>Networks with an exact limit at infinite width, for any number of features; they shrink to sub-networks.</summary>
    static member Architecture() : Arbitrary<Architecture> = Architectures.tame

    /// <summary>All activations of the language, with random parameters.</summary>
    static member Activation() : Arbitrary<Activation> =
        Arb.fromGenShrink (Activations.any, Activations.shrink)

    /// <summary>One to five points with one to four features: duplicates, near-duplicates, antipodes, zeros, wide norms.</summary>
    static member Points() : Arbitrary<Points> =
        let rows (points: Points) =
            Array.init points.Count (fun i -> points[i].ToArray())

        Inputs.nasty |> Arb.convert (fun points -> Points.Of(points: seq<float[]>)) rows

    /// <summary>Second moments of a Gaussian pair.</summary>
    static member Moments() : Arbitrary<Moments> = Moments.any
