namespace NtkDsl;

/// <summary>What a comparison of a formula with sampled networks comes to.</summary>
public enum Verdict
{
    /// <summary>Any deviation beyond the tolerance is excluded, and none is significant.</summary>
    Agrees,

    /// <summary>Some entry deviates by more than chance and the finite width account for.</summary>
    Disagrees,

    /// <summary>Neither is shown: more draws, or a larger width, are needed.</summary>
    Undecided,
}
