namespace NtkDsl.Generators

open FsCheck
open FsCheck.FSharp

/// <summary>Second moments of a Gaussian pair u, v of mean 0.</summary>
[<NoComparison>]
type Moments =
    {
        /// <summary>a = E u².</summary>
        A: float
        /// <summary>b = E v².</summary>
        B: float
        /// <summary>ρ = E uv/√(ab), the correlation.</summary>
        Rho: float
    }

    /// <summary>c = E uv = ρ√(ab).</summary>
    member this.C = this.Rho * sqrt this.A * sqrt this.B

    /// <summary>Two points with two features, between which K₀ = ⟨x, x′⟩/2 has these moments.</summary>
    member this.Points: float[][] =
        let r, s = sqrt (2.0 * this.A), sqrt (2.0 * this.B)

        [|
            [| r; 0.0 |]
            [| s * this.Rho; s * sqrt ((1.0 - this.Rho) * (1.0 + this.Rho)) |]
        |]

/// <summary>Random moments: unequal variances over four orders of magnitude, correlations up to both ends.</summary>
[<RequireQualifiedAccess>]
module Moments =

    // From simple to nasty: shrinking goes to the left.
    let private variances = [ 1.0; 4.0; 0.1; 100.0; 0.3; 1.7; 25.0; 0.01 ]

    let private correlations =
        [ 0.0; 0.5; -0.5; 1.0; -1.0; 0.9; -0.4; 0.999999; -0.999999 ]

    let private before value values =
        values |> Seq.takeWhile (fun simpler -> simpler <> value)

    /// Equal variances of 1 first, then no correlation.
    let shrink (moments: Moments) : seq<Moments> =
        seq {
            for a in before moments.A variances do
                yield { moments with A = a }

            for b in before moments.B variances do
                yield { moments with B = b }

            for rho in before moments.Rho correlations do
                yield { moments with Rho = rho }
        }

    /// Any moments.
    let any: Arbitrary<Moments> =
        Arb.fromGenShrink (
            Gen.map3
                (fun a b rho -> { A = a; B = b; Rho = rho })
                (Gen.elements variances)
                (Gen.elements variances)
                (Gen.elements correlations),
            shrink
        )
