using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// Runs the symbolic body of an activation on the tape. Only values are taken from the symbolic side; derivatives are those of
/// the tape's own operations, so that finite networks check the symbolic derivatives.
/// </summary>
internal static class TapeFunction
{
    private static readonly Dictionary<Function, Func<Traced, Traced>> Operations = new()
    {
        [Function.Exp] = Traced.Exp,
        [Function.ExpMinusOne] = x => Traced.Exp(x) - 1,
        [Function.Log] = Traced.Log,
        [Function.Sin] = Traced.Sin,
        [Function.Cos] = Traced.Cos,
        [Function.Tanh] = Traced.Tanh,
        [Function.Erf] = Traced.Erf,
        [Function.NormalCdf] = Traced.NormalCdf,
        [Function.Sigmoid] = Traced.Sigmoid,
        [Function.Softplus] = Traced.Softplus,
        [Function.Abs] = Traced.Abs,
        [Function.Sign] = Traced.Sign,
        [Function.Step] = Traced.Step,
        [Function.Relu] = Traced.Relu,
    };

    /// <summary>The activation as a function of traced matrices.</summary>
    /// <param name="activation">What is applied.</param>
    /// <param name="number">The values of subexpressions without variable.</param>
    /// <param name="surrogates">Whether derivatives are those of the surrogate, if there is one.</param>
    public static Func<Traced, Traced> Compile(Activation activation, Func<Expr, double> number, bool surrogates)
    {
        var function = Compile(activation.Function, number);
        if (!surrogates || activation.Surrogate is not { } surrogate)
        {
            return function;
        }

        var derivative = Compile(surrogate, number, surrogates);
        return x => Traced.WithDerivativeOf(function(x), derivative(x));
    }

    /// <summary>A program of steps, one for each node that depends on the variable; shared subexpressions run once.</summary>
    private static Func<Traced, Traced> Compile(Expr body, Func<Expr, double> number)
    {
        var steps = new List<Func<Traced[], Traced>>();
        var fold = new Fold<Operand>((node, arguments) =>
        {
            if (!arguments.Any(argument => argument.IsTraced))
            {
                return Operand.Constant(number(node));
            }

            steps.Add(Step(node, arguments));
            return Operand.Traced(steps.Count);
        });
        var result = fold.With(Lambda.Variable, Operand.Traced(0)).Of(body);
        return x =>
        {
            var values = new Traced[steps.Count + 1];
            values[0] = x;
            for (var i = 0; i < steps.Count; i++)
            {
                values[i + 1] = steps[i](values);
            }

            return result.IsTraced ? values[result.Index] : Matrix.Filled(x.Rows, x.Columns, result.Value);
        };
    }

    private static Func<Traced[], Traced> Step(Expr node, ImmutableArray<Operand> arguments)
    {
        var traced = arguments.Where(argument => argument.IsTraced).Select(argument => argument.Index).ToArray();
        var constants = arguments.Where(argument => !argument.IsTraced).Select(argument => argument.Value).ToArray();
        switch (node)
        {
            case Sum:
                var offset = constants.Sum();
                return values => Join(values, traced, (x, y) => x + y) is var sum && offset != 0 ? sum + offset : sum;
            case Product:
                var factor = constants.Aggregate(1.0, (x, y) => x * y);
                return values => Join(values, traced, (x, y) => x * y) is var product && factor != 1 ? factor * product : product;
            case Power when arguments is [{ IsTraced: true } x, { IsTraced: false } exponent]:
                return values => PowerOf(values[x.Index], exponent.Value);
            case Power when arguments is [{ IsTraced: false } @base, { IsTraced: true } exponent]:
                return values => Traced.Exp(Math.Log(@base.Value) * values[exponent.Index]);
            case Power:
                return values => Traced.Exp(values[arguments[1].Index] * Traced.Log(values[arguments[0].Index]));
            case Call { Function: var function } when Operations.TryGetValue(function, out var operation):
                return values => operation(values[traced[0]]);
            default:
                throw new InvalidOperationException($"{node} cannot stand inside an activation.");
        }
    }

    private static Traced Join(Traced[] values, int[] indices, Func<Traced, Traced, Traced> join) =>
        indices.Skip(1).Aggregate(values[indices[0]], (result, index) => join(result, values[index]));

    private static Traced PowerOf(Traced x, double exponent) => exponent switch
    {
        2 => x * x,
        3 => x * x * x,
        -1 => Traced.Reciprocal(x),
        0.5 => Traced.Sqrt(x),
        _ => Traced.Power(x, exponent),
    };

    /// <summary>A number, or the result of an earlier step.</summary>
    private readonly record struct Operand(bool IsTraced, int Index, double Value)
    {
        public static Operand Constant(double value) => new(false, 0, value);

        public static Operand Traced(int index) => new(true, index, 0);
    }
}
