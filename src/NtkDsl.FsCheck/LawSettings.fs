namespace NtkDsl

/// <summary>How thoroughly laws are checked.</summary>
type LawSettings =
    {
        /// <summary>The number of random cases for each law but Monte Carlo.</summary>
        Cases: int
        /// <summary>The same seed gives the same cases and the same networks.</summary>
        Seed: int
        /// <summary>
        /// The largest norm ‖x‖ of inputs, and the largest standard deviation of a pre-activation in the laws of duals. Lower it for
        /// functions that grow as fast as an exponential, whose kernels overflow with reason.
        /// </summary>
        LargestNorm: float
        /// <summary>The number of random sets of points at which Monte Carlo is asked.</summary>
        MonteCarloCases: int
        /// <summary>The most pairs of networks to draw for one set of points.</summary>
        Draws: int
        /// <summary>n: networks of widths n and 2n are drawn.</summary>
        Width: int
        /// <summary>The deviation from Monte Carlo that is to be excluded, as a fraction of √(K(x,x)K(x′,x′)).</summary>
        Tolerance: float
    }

    /// <summary>60 cases with norms up to 100; one set of points for up to 100,000 pairs of networks of widths 32 and 64, to 3 %.</summary>
    static member Default =
        {
            Cases = 60
            Seed = 0
            LargestNorm = 100.0
            MonteCarloCases = 1
            Draws = 100_000
            Width = 32
            Tolerance = 0.03
        }
