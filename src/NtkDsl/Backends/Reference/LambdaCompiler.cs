using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Node = System.Linq.Expressions.Expression;

namespace NtkDsl;

/// <summary>Turns the functions under expectations into machine code, once per function.</summary>
internal static class LambdaCompiler
{
    private static readonly ConditionalWeakTable<Expr, Func<double, double[], double>> Compiled = [];

    /// <summary>f(u; p₀, p₁, …).</summary>
    public static Func<double, double[], double> Compile(Lambda lambda) => Compiled.GetValue(lambda.Body, body =>
    {
        var u = Node.Parameter(typeof(double), "u");
        var slots = Node.Parameter(typeof(double[]), "slots");
        var value = new Fold<Node>((node, arguments) => Step(node, arguments, u, slots)).Of(body);
        return Node.Lambda<Func<double, double[], double>>(value, u, slots).Compile();
    });

    /// <summary>f(u) with the slots filled.</summary>
    public static Func<double, double> Bind(Lambda lambda, double[] slots)
    {
        var compiled = Compile(lambda);
        return u => compiled(u, slots);
    }

    private static Node Step(Expr node, ImmutableArray<Node> arguments, ParameterExpression u, ParameterExpression slots) => node switch
    {
        Number number => Node.Constant(number.ToDouble()),
        Symbol { Kind: SymbolKind.Constant } => Node.Constant(Math.PI),
        Symbol symbol when symbol == Lambda.Variable => u,
        Symbol symbol => Node.ArrayIndex(slots, Node.Constant(int.Parse(symbol.Name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture))),
        Sum => arguments.AsEnumerable().Aggregate(Node.Add),
        Product => arguments.AsEnumerable().Aggregate(Node.Multiply),
        Power => Node.Call(((Func<double, double, double>)Arithmetic.Power).Method, arguments[0], arguments[1]),
        Symbolics.Call { Function.Unary: { } unary } => Node.Invoke(Node.Constant(unary), arguments[0]),
        Symbolics.Call call => Node.Invoke(
            Node.Constant((Func<double[], double>)(values => call.Function.Value(values))), Node.NewArrayInit(typeof(double), arguments)),
        _ => throw new InvalidOperationException($"{node.GetType().Name} cannot stand inside a function of u."),
    };
}
