namespace NtkDsl;

/// <summary>The tile programs of an architecture's kernels, each made when it is first needed. Kernels that differ in the values of their parameters share them.</summary>
internal sealed class KernelPrograms
{
    private readonly Lazy<TileProgram> all;
    private readonly Lazy<TileProgram> diagonal;
    private readonly Dictionary<KernelKind, Lazy<TileProgram>> single;
    private readonly Dictionary<KernelKind, Lazy<TileProgram>> derivatives;
    private readonly Dictionary<KernelKind, Lazy<TileProgram>> inputDerivatives;

    public KernelPrograms(Kernel kernel)
    {
        all = new(() => Of(FormulasOf(kernel.KindsOf(kind: null)), formula => [formula]));
        diagonal = new(() => TileProgram.Of([.. FormulasOf(kernel.KindsOf(kind: null)).Select(formula => formula.Diagonal)]));
        single = ForEachKind(kind => Of(FormulasOf([kind]), formula => [formula]));
        derivatives = ForEachKind(kind => Of(FormulasOf([kind]), ByParameters));
        inputDerivatives = ForEachKind(kind => ByInput(kernel.FormulaOf(kind).Value));

        IEnumerable<Expr> ByParameters(Expr formula) => [formula, .. kernel.Parameters.Select(name => Derivative.Of(formula, Symbol.Parameter(name)))];

        // Of an example with itself both a and b are |x|²/d, and c is no variable of its own.
        TileProgram ByInput(Kernel.Formula formula) => TileProgram.Of(
        [
            .. ByParameters(formula.Pair),
            .. ((Symbol[])[InputMoments.Row, InputMoments.Column, InputMoments.Cross]).Select(moment => Derivative.Of(formula.Pair, moment)),
            .. ByParameters(formula.Diagonal),
            .. Enumerable.Repeat(Derivative.Of(formula.Diagonal, InputMoments.Row) / 2, 2),
            0,
        ]);

        Kernel.Formula[] FormulasOf(IEnumerable<KernelKind> kinds) => [.. kinds.Select(kind => kernel.FormulaOf(kind).Value)];
    }

    /// <summary>All kernels for pairs, then for an example with itself.</summary>
    public TileProgram All => all.Value;

    /// <summary>All kernels for an example with itself.</summary>
    public TileProgram Diagonal => diagonal.Value;

    /// <summary>Some kernels for pairs, then for an example with itself.</summary>
    public TileProgram Of(IReadOnlyList<KernelKind> kinds) => kinds.Count > 1 ? All : single[kinds[0]].Value;

    /// <summary>A kernel and its derivatives with respect to each parameter for pairs, then for an example with itself.</summary>
    public TileProgram WithDerivatives(KernelKind kind) => derivatives[kind].Value;

    /// <summary>The same, and the derivatives with respect to the moments a, b and c of the input.</summary>
    public TileProgram WithInputDerivatives(KernelKind kind) => inputDerivatives[kind].Value;

    private static TileProgram Of(IReadOnlyList<Kernel.Formula> formulas, Func<Expr, IEnumerable<Expr>> outputs) => TileProgram.Of(
        [.. formulas.SelectMany(formula => outputs(formula.Pair)), .. formulas.SelectMany(formula => outputs(formula.Diagonal))]);

    private static Dictionary<KernelKind, Lazy<TileProgram>> ForEachKind(Func<KernelKind, TileProgram> program) =>
        Enum.GetValues<KernelKind>().ToDictionary(kind => kind, kind => new Lazy<TileProgram>(() => program(kind)));
}
