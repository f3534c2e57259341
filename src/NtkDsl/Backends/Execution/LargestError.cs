namespace NtkDsl;

/// <summary>The largest of errors that several threads tell.</summary>
internal sealed class LargestError
{
    private readonly Lock gate = new();

    public double Value { get; private set; }

    /// <summary>Takes note of an error; NaN, an error that is not known, outdoes all others.</summary>
    public void Include(double error)
    {
        lock (gate)
        {
            Value = error <= Value || double.IsNaN(Value) ? Value : error;
        }
    }
}
