namespace NtkDsl;

/// <summary>A value, or why there is none: what there is of the NTK of an architecture, which may have no limit.</summary>
internal sealed class OrReason<T>
    where T : class
{
    private readonly T? value;
    private readonly string reason;

    private OrReason(T? value, string reason) => (this.value, this.reason) = (value, reason);

    public bool Exists => value is not null;

    /// <summary>Why there is none; empty if there is one.</summary>
    public string Reason => reason;

    /// <exception cref="NtkDslException">There is none; the message is the reason.</exception>
    public T Value => value ?? throw new NtkDslException(reason);

    public static implicit operator OrReason<T>(T value) => new(value, "");

    public static OrReason<T> None(string reason) => new(null, reason);

    /// <summary>What follows from the value; for the same reason there is none if there is no value.</summary>
    public OrReason<TResult> Then<TResult>(Func<T, OrReason<TResult>> next)
        where TResult : class => value is null ? OrReason<TResult>.None(reason) : next(value);
}
