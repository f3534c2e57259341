namespace NtkDsl;

/// <summary>Functions of the angle θ = arccos ρ between two Gaussian variables, free of cancellation at θ = 0.</summary>
internal static class Angles
{
    // Beyond this the closed form loses less than one digit; below it the series needs at most 12 terms.
    private const double SeriesLimit = 1.5;

    // π − Math.PI.
    private const double PiRest = 1.2246467991473532e-16;

    /// <summary>π − θ, with the part of π that a double cannot hold: the last digits of small supplements depend on it.</summary>
    internal static double Supplement(double theta) => Math.PI - theta + PiRest;

    /// <summary>sin θ − θ cos θ = Σ_{n≥1} (−1)^{n+1} 2n θ^{2n+1}/(2n+1)!, for θ in [0, π], with full relative accuracy.</summary>
    internal static double SineMinus(double theta)
    {
        if (!(theta < SeriesLimit)) return Math.Sin(theta) - theta * Math.Cos(theta);
        double square = theta * theta, term = theta * square / 3, sum = 0;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            sum += term;
            term *= -square / (2.0 * n * (2 * n + 3));
        }
        return sum;
    }
}
