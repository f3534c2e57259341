namespace NtkDsl;

/// <summary>What an evaluation of both kernels will take on this machine, from a timed sample.</summary>
public sealed class EvaluationForecast
{
    internal EvaluationForecast(int matrices, int rowCount, int columnCount, TimeSpan duration, long workingBytes, long availableBytes)
    {
        (Duration, WorkingBytes, AvailableBytes) = (duration, workingBytes, availableBytes);
        ResultBytes = MemoryNeed.Bytes(matrices, rowCount, columnCount);
        Advice = MemoryNeed.Refusal(matrices, rowCount, columnCount, availableBytes - workingBytes);
    }

    /// <summary>How long it will take, within a factor of two or so, if nothing else keeps the machine busy.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The size of the matrices in double precision.</summary>
    public long ResultBytes { get; }

    /// <summary>What is needed beyond the result.</summary>
    public long WorkingBytes { get; }

    /// <summary>The memory that the program may take.</summary>
    public long AvailableBytes { get; }

    /// <summary>Whether the result fits into memory.</summary>
    public bool Fits => Advice is null;

    /// <summary>Why it does not fit, and what to do instead; null if it does.</summary>
    public string? Advice { get; }
}
