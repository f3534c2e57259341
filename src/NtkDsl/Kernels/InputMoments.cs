using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace NtkDsl;

/// <summary>The leaves that are read off the input points: K₀(x, x′) = ⟨x, x′⟩/d, its gaps, and d.</summary>
internal static class InputMoments
{
    /// <summary>Named quantities of x with those of x′: what has been rewritten once, such as the variance of an earlier layer, is not visited again.</summary>
    private static readonly ConditionalWeakTable<Expr, Expr> Columns = [];

    /// <summary>d, the number of features.</summary>
    public static Symbol Features { get; } = Symbol.Make("d", SymbolKind.Input, Scope.None, nonNegative: true);

    /// <summary>One coordinate x_i of the input, in functions of fields.</summary>
    public static Field Coordinate => InputField.Instance;

    /// <summary>‖x‖²/d.</summary>
    public static Symbol Row { get; } = Symbol.Make("K₀", SymbolKind.Input, Scope.Row, nonNegative: true);

    /// <summary>‖x′‖²/d.</summary>
    public static Symbol Column { get; } = Symbol.Make("K₀", SymbolKind.Input, Scope.Column, nonNegative: true);

    /// <summary>⟨x, x′⟩/d.</summary>
    public static Symbol Cross { get; } = Symbol.Make("K₀", SymbolKind.Input, Scope.Pair);

    /// <summary>2(‖x‖‖x′‖ − ⟨x, x′⟩)/d, from the difference of the unit vectors.</summary>
    public static Symbol Gap { get; } = Dependent("P₀", Cross);

    /// <summary>2(‖x‖‖x′‖ + ⟨x, x′⟩)/d, from the sum of the unit vectors.</summary>
    public static Symbol CoGap { get; } = Dependent("Q₀", -Cross);

    /// <summary>The moments of the input at two points.</summary>
    public static GaussianPair At(Site p, Site q) => (p.Example, q.Example) switch
    {
        (Point.X, Point.X) => GaussianPair.Same(Row),
        (Point.Y, Point.Y) => GaussianPair.Same(Column),
        (Point.X, Point.Y) => new(Row, Column, Cross, Gap, CoGap),
        _ => new(Column, Row, Cross, Gap, CoGap),
    };

    /// <summary>A function of x, taken at a site.</summary>
    public static Expr At(this Expr functionOfX, Site site) => site.Example == Point.X || functionOfX.Scope == Scope.None
        ? functionOfX
        : new Fold<Expr>(AtColumn, node => node.Scope == Scope.None || Columns.TryGetValue(node, out _) ? [] : node.Arguments).Of(functionOfX);

    private static Expr AtColumn(Expr node, ImmutableArray<Expr> arguments)
    {
        if (node.Scope == Scope.None)
        {
            return node;
        }

        if (Columns.TryGetValue(node, out var known))
        {
            return known;
        }

        var column = node == Row ? Column : node == InputMean.RowPoint ? InputMean.ColumnPoint : node.WithArguments(arguments);
        if (node is Definition)
        {
            Columns.AddOrUpdate(node, column);
        }

        return column;
    }

    private static Symbol Dependent(string name, Expr cross) =>
        Symbol.MakeDependent(name, SymbolKind.Input, (Call)Call.Of(Function.Gap, Row, Column, cross));
}
