using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// Evaluates an expression at one pair of points, node by node as it is written: slow and plain, the yardstick of every faster way.
/// Expectations go through the adaptive reference integrator.
/// </summary>
internal sealed class ReferenceEvaluator(double[] x, double[] y, IReadOnlyDictionary<string, double>? parameters = null)
{
    private readonly double a = PointMoments.Cross(x, x);
    private readonly double b = PointMoments.Cross(y, y);
    private readonly double c = PointMoments.Cross(x, y);
    private readonly HashSet<Expr> demandedGaps = [];
    private Fold<double>? fold;

    /// <summary>The value of the expression at (x, x′).</summary>
    public double Of(Expr expression)
    {
        // Integrating a gap that no digit depends on may take long, for an oscillating function for instance.
        demandedGaps.UnionWith(GapDemand.Of([expression]));
        return (fold ??= new(Step, Factors.InTurn)).Of(expression);
    }

    private double Step(Expr node, ImmutableArray<double> arguments) => node switch
    {
        Number number => number.ToDouble(),
        Symbol symbol => OfSymbol(symbol),
        Sum => arguments.Sum(),
        Product => arguments.Aggregate((product, factor) => product * factor),
        Power => Arithmetic.Power(arguments[0], arguments[1]),
        Call call => call.Function.Value(arguments.AsSpan()),
        Expectation expectation => Integration.Of(expectation, arguments.AsSpan()),
        ActivationGap gap => demandedGaps.Contains(gap) ? Integration.Of(gap, arguments.AsSpan()) : Function.Gap.Value(arguments.AsSpan()[ActivationGap.Behind]),
        InputMean mean => OfInputMean(mean, arguments),
        Definition => arguments[0],
        _ => throw new InvalidOperationException($"No value for {node.GetType().Name}."),
    };

    private double OfSymbol(Symbol symbol) =>
        symbol == InputMoments.Row ? a
        : symbol == InputMoments.Column ? b
        : symbol == InputMoments.Cross ? c
        : symbol == InputMoments.Gap ? PointMoments.Gap(x, y, a, b, c, 1)
        : symbol == InputMoments.CoGap ? PointMoments.Gap(x, y, a, b, c, -1)
        : symbol == InputMoments.Features ? x.Length
        : symbol.Kind == SymbolKind.Constant ? Math.PI
        : symbol.Kind == SymbolKind.Input ? double.NaN
        : parameters is not null && parameters.TryGetValue(symbol.Name, out var value) ? value
        : throw new NtkDslException(Messages.ParameterNotBound(symbol.Name));

    private double OfInputMean(InputMean mean, ImmutableArray<double> arguments)
    {
        var points = mean.Right is null ? 1 : 2;
        var leftSlots = arguments.AsSpan().Slice(points, mean.Left.Slots).ToArray();
        var left = LambdaCompiler.Bind(mean.Left, leftSlots);
        if (mean.Right is null)
        {
            return (mean.Arguments[0] == InputMean.RowPoint ? x : y).Average(left);
        }

        var right = LambdaCompiler.Bind(mean.Right, arguments.AsSpan()[(points + mean.Left.Slots)..].ToArray());
        return x.Zip(y, (xi, yi) => left(xi) * right(yi)).Average();
    }
}
