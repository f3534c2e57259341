namespace NtkDsl;

/// <summary>
/// What was asked for is refused: an architecture with no exact infinite-width limit, a text that does not parse, bad input points.
/// The message is written for the user and says what would help; every such text stands in <c>Messages</c>.
/// </summary>
public sealed class NtkDslException : Exception
{
    /// <summary>A refusal with the given message.</summary>
    public NtkDslException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with the given message and what led to it.</summary>
    public NtkDslException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
