namespace NtkDsl;

/// <summary>The weights W of a dense layer as the tape meets them: a parameter that only stands in products h W.</summary>
internal abstract class WeightMatrix
{
    /// <summary>What gradients are taken with respect to.</summary>
    public abstract Traced Parameter { get; }

    /// <summary>h W for each row h.</summary>
    public abstract Traced Multiply(Traced h);

    /// <summary>s W, as a parameter of its own.</summary>
    public abstract WeightMatrix Times(double s);
}

/// <summary>A matrix that is there, entry by entry.</summary>
internal sealed class ExplicitMatrix(Traced values) : WeightMatrix
{
    public override Traced Parameter => values;

    public override Traced Multiply(Traced h) => Traced.Product(h, values);

    public override WeightMatrix Times(double s) => new ExplicitMatrix(values.Value.Times(s));
}
