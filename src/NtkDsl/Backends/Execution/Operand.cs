namespace NtkDsl;

/// <summary>A value per lane, or one value for all lanes.</summary>
internal readonly ref struct Operand
{
    private readonly ReadOnlySpan<double> values;
    private readonly double scalar;

    public Operand(double scalar) => this.scalar = scalar;

    public Operand(ReadOnlySpan<double> values)
    {
        this.values = values;
        IsSpan = true;
    }

    public bool IsSpan { get; }

    public ReadOnlySpan<double> Values => values;

    public double Scalar => scalar;

    public double this[int lane] => IsSpan ? values[lane] : scalar;
}
