namespace NtkDsl.Symbolics;

/// <summary>
/// A leaf that stands for a random quantity in functions that flow between layers: a Gaussian field, an input coordinate, a dropout
/// mask. Kernels know the kinds; here it is a name with a place in the order of leaves. Fields of two compilations are never equal.
/// </summary>
internal abstract class Field : Expr
{
    private readonly int order;

    /// <param name="name">The name, for messages.</param>
    /// <param name="order">The place among fields.</param>
    /// <param name="contents">What it counts as, besides a field.</param>
    private protected Field(string name, int order, Contents contents = Contents.None)
        : base([], Scope.None, HashCode.Combine(name, order), Contents.Field | contents) => (Name, this.order) = (name, order);

    public string Name { get; }

    internal override bool SamePayload(Expr other) => ReferenceEquals(this, other);

    internal override int ComparePayload(Expr other) => order.CompareTo(((Field)other).order);

    private protected override Expr Rebuild(System.Collections.Immutable.ImmutableArray<Expr> arguments) => this;
}
