namespace NtkDsl;

/// <summary>
/// The kernels of an architecture at infinite width: formulas for the NNGP kernel K(x, x′), the covariance of the output at
/// initialisation, and the neural tangent kernel Θ(x, x′), which governs training by gradient descent.
/// </summary>
public sealed partial class Kernel
{
    private readonly Lazy<(Expr Pair, Expr Diagonal)> ntk;
    private readonly (Expr Pair, Expr Diagonal) nngp;

    private Kernel(Architecture architecture, Signal output, MomentRecursion moments, int? features)
    {
        Architecture = architecture;
        Features = features;
        nngp = (Average(output, Point.Y, moments.Second), Average(output, Point.X, moments.Second));
        ntk = new(() => (Average(output, Point.Y, (Quantity)moments.Tangent), Average(output, Point.X, (Quantity)moments.Tangent)));
    }

    private delegate Expr Quantity(Expr f, Expr g, Point p, Point q);

    /// <summary>What was compiled.</summary>
    public Architecture Architecture { get; }

    /// <summary>The number of input features d if the architecture fixes it; otherwise any number is admitted.</summary>
    public int? Features { get; }

    /// <summary>K(x, x′) as a formula.</summary>
    public Expr Nngp => nngp.Pair;

    /// <summary>Θ(x, x′) as a formula.</summary>
    /// <exception cref="NtkDslException">An activation with a jump, such as <c>sign</c>, has no NTK unless it has a surrogate gradient.</exception>
    public Expr Ntk => ntk.Value.Pair;

    /// <summary>K(x, x): the NNGP of an example with itself.</summary>
    public Expr NngpDiagonal => nngp.Diagonal;

    /// <summary>Θ(x, x): the NTK of an example with itself.</summary>
    /// <exception cref="NtkDslException">As for <see cref="Ntk"/>.</exception>
    public Expr NtkDiagonal => ntk.Value.Diagonal;

    /// <summary>The names of the free parameters, which have to be bound for evaluation, in alphabetical order.</summary>
    public IReadOnlyList<string> Parameters => [.. Nngp.Leaves(SymbolKind.Parameter)
        .Concat(HasNtk ? Ntk.Leaves(SymbolKind.Parameter) : []).Select(leaf => leaf.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>False if an activation with a jump leaves the NTK undefined.</summary>
    public bool HasNtk
    {
        get
        {
            try
            {
                return Ntk is not null;
            }
            catch (NtkDslException)
            {
                return false;
            }
        }
    }

    internal static Kernel Compile(Architecture architecture, int? features)
    {
        var (output, moments, required) = KernelBuilder.Compile(architecture, features);
        return new(architecture, output, moments, required);
    }

    private static Expr Average(Signal output, Point q, Quantity quantity) => Sum.Of(
        [.. output.Groups.Select(group => output.Weight(group) * quantity(group.Function, group.Function, Point.X, q))]);

    private static Expr Average(Signal output, Point q, Func<Expr, Expr, Point, Point, GaussianPair> moments) =>
        Average(output, q, (f, g, p, r) => moments(f, g, p, r).C);
}
