namespace NtkDsl

/// <summary>Means and standard errors of the kernels of finite networks, drawn at random and differentiated automatically.</summary>
[<RequireQualifiedAccess>]
module MonteCarlo =

    /// <summary>The empirical kernels among some points, over that many draws (at least 2) of the network, of its stated widths.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Widths or features do not fit, or a parameter is not bound.</exception>
    let estimate (draws: int) x (architecture: Architecture) : MonteCarloEstimate =
        MonteCarlo.Estimate(architecture, Points.from x, draws = draws)

    /// <summary>The same with hidden layers of another width, which is also the number of outputs that a draw averages over.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Widths or features do not fit, or a parameter is not bound.</exception>
    let estimateAt (width: int) (draws: int) x (architecture: Architecture) : MonteCarloEstimate =
        MonteCarlo.Estimate(architecture, Points.from x, draws = draws, width = width)

/// <summary>
/// Verdicts on the kernels of an architecture from finite networks. For seeds, widths, progress and more call the method
/// <see cref="M:NtkDsl.Verification.Check"/> with named arguments.
/// </summary>
[<RequireQualifiedAccess>]
module Verification =

    /// <summary>Compares the kernels among some points with finite networks, to 1 % of √(K(x, x) K(x′, x′)).</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The architecture has no kernels, or the points do not fit.</exception>
    let check x (architecture: Architecture) : VerificationReport =
        Verification.Check(architecture, Points.from x)

    /// <summary>The same to another tolerance, such as 0.05; a wide one needs few networks.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The architecture has no kernels, or the points do not fit.</exception>
    let checkWithin (tolerance: float) x (architecture: Architecture) : VerificationReport =
        Verification.Check(architecture, Points.from x, tolerance = tolerance)

    /// <summary>The same for as long as a time allows, however many networks that takes: for small tolerances and deep networks.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The architecture has no kernels, or the points or numbers do not fit.</exception>
    let checkFor (time: System.TimeSpan) (tolerance: float) x (architecture: Architecture) : VerificationReport =
        Verification.Check(
            architecture,
            Points.from x,
            draws = System.Int32.MaxValue,
            tolerance = tolerance,
            time = time
        )

    /// <summary>The verdict of a report; an undecided one with the number of draws that would decide, if any would.</summary>
    let (|Agrees|Disagrees|Undecided|) (report: VerificationReport) =
        match report.Verdict with
        | Verdict.Agrees -> Agrees
        | Verdict.Disagrees -> Disagrees
        | _ -> Undecided(Option.ofNullable report.DrawsToDecide)
