namespace NtkDsl;

/// <summary>One start of a fit.</summary>
public sealed class FitStart
{
    internal FitStart(
        IReadOnlyDictionary<string, double> initial, IReadOnlyDictionary<string, double> final, double evidence, int evaluations, IReadOnlyDictionary<string, ParameterBound> atBounds, string outcome) =>
        (Initial, Final, Evidence, Evaluations, AtBounds, Outcome) = (initial, final, evidence, evaluations, atBounds, outcome);

    /// <summary>The parameters at the start.</summary>
    public IReadOnlyDictionary<string, double> Initial { get; }

    /// <summary>The best parameters that were seen; none if the start failed.</summary>
    public IReadOnlyDictionary<string, double> Final { get; }

    /// <summary>The objective at <see cref="Final"/>; −∞ if the start failed.</summary>
    public double Evidence { get; }

    /// <summary>How often the objective and its gradient were evaluated.</summary>
    public int Evaluations { get; }

    /// <summary>The parameters of <see cref="Final"/> that lie at an end of their interval: what is beyond it was not searched.</summary>
    public IReadOnlyDictionary<string, ParameterBound> AtBounds { get; }

    /// <summary>Why the search ended; for a start that failed, the refusal.</summary>
    public string Outcome { get; }

    /// <summary>False if the objective could not be evaluated where the search was to start.</summary>
    public bool Succeeded => Final.Count > 0;
}
