namespace NtkDsl;

/// <summary>The values of a <see cref="GaussianPair"/> for one pair of points.</summary>
internal readonly record struct PairMoments(double A, double B, double C, double P, double Q)
{
    public double SigmaU => Math.Sqrt(A);

    public double SigmaV => Math.Sqrt(B);

    /// <summary>The angle between u and v, by their gaps.</summary>
    public double Theta => Function.Angle.Value([A, B, C, P, Q]);

    /// <summary>The first arguments of an expectation or a gap.</summary>
    public static PairMoments Of(ReadOnlySpan<double> arguments) =>
        new(arguments[0], arguments[1], arguments[2], arguments[GaussianPair.IndexOfP], arguments[GaussianPair.IndexOfQ]);
}
