namespace NtkDsl;

/// <summary>
/// The kernels of an architecture at infinite width: formulas for the NNGP kernel K(x, x′), the covariance of the output at
/// initialisation, and the neural tangent kernel Θ(x, x′), which governs training by gradient descent.
/// </summary>
/// <remarks>Sources: Lee et al. (2018) and Matthews et al. (2018) for the NNGP, Jacot, Gabriel and Hongler (2018) for the NTK.</remarks>
public sealed partial class Kernel
{
    private readonly Signal output;
    private readonly KernelBuilder builder;
    private readonly Formula nngp;
    private readonly OrReason<Formula> ntk;
    private readonly IReadOnlyDictionary<string, double> bound;

    private Kernel(Architecture architecture, int? features, CompileWork work)
    {
        Architecture = architecture;
        (output, builder) = KernelBuilder.Compile(architecture, features, work);
        Features = builder.Features;
        nngp = Formula.Of(output, (f, g, p, q) => builder.Moments.Second(f, g, p, q).C);
        try
        {
            ntk = Formula.Of(output, new TangentRecursion(builder, trains: null).Of);
        }
        catch (NtkDslException refusal)
        {
            ntk = OrReason<Formula>.None(refusal.Message);
        }

        NtkIsSymmetric = !builder.Moments.HasSurrogates;
        Parameters = [.. KindsOf(kind: null).SelectMany(kind => Leaves(FormulaOf(kind).Value)).Distinct().Order(StringComparer.Ordinal)];
        bound = new Dictionary<string, double>();
    }

    private Kernel(Kernel template, IReadOnlyDictionary<string, double> bound)
    {
        Architecture = template.Architecture;
        Features = template.Features;
        Parameters = template.Parameters;
        NtkIsSymmetric = template.NtkIsSymmetric;
        (output, builder) = (template.output, template.builder);
        (nngp, ntk) = (template.nngp, template.ntk);
        this.bound = bound;
    }

    /// <summary>K₀(x, x′) = ⟨x, x′⟩/d, the kernel of the input, with respect to which kernels can be differentiated.</summary>
    public static Expr Input => InputMoments.Cross;

    /// <summary>What was compiled.</summary>
    public Architecture Architecture { get; }

    /// <summary>The number of input features d if the architecture fixes it; otherwise any number is admitted.</summary>
    public int? Features { get; }

    /// <summary>The names of the free parameters, which have to be bound for evaluation, in alphabetical order.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>The values of the free parameters that are bound.</summary>
    public IReadOnlyDictionary<string, double> Bindings => bound;

    /// <summary>K(x, x′) as a formula.</summary>
    public Expr Nngp => nngp.Pair;

    /// <summary>K(x, x) as a formula: an example with itself.</summary>
    public Expr NngpDiagonal => nngp.Diagonal;

    /// <summary>False if an activation with a jump leaves the NTK undefined.</summary>
    public bool HasNtk => ntk.Exists;

    /// <summary>Whether Θ(x, x′) = Θ(x′, x): false if a surrogate gradient stands in for a true one.</summary>
    public bool NtkIsSymmetric { get; }

    /// <summary>Θ(x, x′) as a formula. With a surrogate gradient, x is on the side of the true gradient.</summary>
    /// <exception cref="NtkDslException">An activation with a jump, such as <c>sign</c>, has no NTK unless it has a surrogate gradient.</exception>
    public Expr Ntk => ntk.Value.Pair;

    /// <summary>Θ(x, x) as a formula: an example with itself.</summary>
    /// <exception cref="NtkDslException">As for <see cref="Ntk"/>.</exception>
    public Expr NtkDiagonal => ntk.Value.Diagonal;

    /// <summary>
    /// Θ(x, x′) as the sum of the contributions of the dense layers: what the NTK is if that layer alone is trained. Layers that share
    /// weights contribute together, and frozen ones nothing.
    /// </summary>
    /// <exception cref="NtkDslException">As for <see cref="Ntk"/>.</exception>
    public IReadOnlyList<LayerContribution> NtkContributions() => Ntk is null ? [] : [.. builder.WeightFields
        .GroupBy(field => field.Weights)
        .Select(layer => new LayerContribution(
            layer.First().Place,
            Formula.Of(output, new TangentRecursion(builder, field => field.Weights == layer.Key).Of).Pair))];

    /// <summary>The kernel with a free parameter set to a value; nothing is compiled anew.</summary>
    /// <exception cref="NtkDslException">The architecture has no such parameter, or the value is NaN or infinite.</exception>
    public Kernel Bind(string parameter, double value) =>
        !Parameters.Contains(parameter) ? throw new NtkDslException(Messages.UnknownParameter(parameter, [.. Parameters]))
        : !double.IsFinite(value) ? throw new NtkDslException(Messages.ParameterNotFinite(parameter, value))
        : new(this, new Dictionary<string, double>(bound) { [parameter] = value });

    internal static Kernel Compile(
        Architecture architecture, int? features, long limit, IProgress<CompileProgress>? progress, CancellationToken cancellation)
    {
        using var work = new CompileWork(limit, progress, cancellation);
        try
        {
            return new(architecture, features, work);
        }
        catch (Exception exception) when (work.Refusal(exception, "the output") is { } refusal)
        {
            // Beyond the walk, at the formulas of the output.
            throw refusal;
        }
    }

    /// <summary>One kernel, or all there are.</summary>
    internal IReadOnlyList<KernelKind> KindsOf(KernelKind? kind) =>
        kind is { } one ? [one] : HasNtk ? [KernelKind.Nngp, KernelKind.Ntk] : [KernelKind.Nngp];

    internal OrReason<Formula> FormulaOf(KernelKind kind) => kind == KernelKind.Nngp ? nngp : ntk;

    private static IEnumerable<string> Leaves(Formula formula) =>
        formula.Pair.Leaves(SymbolKind.Parameter).Concat(formula.Diagonal.Leaves(SymbolKind.Parameter)).Select(leaf => leaf.Name);

    /// <summary>A kernel between two examples and of an example with itself.</summary>
    internal sealed record Formula(Expr Pair, Expr Diagonal)
    {
        public static Formula Of(Signal output, Func<Expr, Expr, Site, Site, Expr> quantity) =>
            new(Average(output, Site.Y, quantity), Average(output, Site.X, quantity));

        private static Expr Average(Signal output, Site q, Func<Expr, Expr, Site, Site, Expr> quantity) => Sum.Of(
            [.. output.Groups.Select(group => output.Weight(group) * quantity(group.Function, group.Function, Site.X, q))]);
    }
}
