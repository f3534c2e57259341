using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Activations that formulas call by their word, since their body is longer than what it says: elu(u) and its derivative elu′(u).</summary>
internal static class NamedFunctions
{
    private static readonly ImmutableArray<(Expr Body, Expr Name)> Known =
        [.. ((Activation[])[Layers.Elu, Layers.Selu, Layers.Swish, Layers.Mish]).SelectMany(FormsOf)];

    /// <summary>f(u)g(v), or f(u) alone, under an expectation over Gaussian variables, which are as likely as their negatives.</summary>
    public static Expr Under(Expectation expectation, Expr u, Expr v)
    {
        var (left, right) = Upright(expectation);
        var f = OrWritten(left.Apply(Lambda.Variable, expectation.LeftSlots), u);
        return right is null ? f : f * OrWritten(right.Apply(Lambda.Variable, expectation.RightSlots), v);
    }

    /// <summary>f and g, or f(−u) and g(−v), which have the same expectation, if these are what is known by a word.</summary>
    public static (Lambda Left, Lambda? Right) Upright(Expectation expectation)
    {
        var (left, right) = (Mirrored(expectation.Left), expectation.Right is { } g ? Mirrored(g) : null);
        return IsNamed(left) && IsNamed(right) ? (left, right) : (expectation.Left, expectation.Right);

        static bool IsNamed(Lambda? function) => function is null || Named(function.Body, Lambda.Variable) is not null;
    }

    /// <summary>A function of u at an argument, by its word if it has one.</summary>
    public static Expr OrWritten(Expr body, Expr argument) => Named(body, argument) ?? body.Substitute(Lambda.Variable, argument);

    private static Expr? Named(Expr body, Expr argument)
    {
        foreach (var (known, name) in Known)
        {
            if (body == known || body == Negated(known))
            {
                return (body == known ? 1 : -1) * name.Substitute(Lambda.Variable, argument);
            }
        }

        return null;
    }

    /// <summary>f(−u) in place of f(u).</summary>
    private static Lambda Mirrored(Lambda function) => function with { Body = function.Body.Substitute(Lambda.Variable, -Lambda.Variable) };

    private static Expr Negated(Expr body) => body is Sum ? Sum.Of([.. body.Arguments.Select(term => -term)]) : -body;

    /// <summary>φ, φ′ and their squares.</summary>
    private static IEnumerable<(Expr Body, Expr Name)> FormsOf(Activation activation)
    {
        var slope = Derivative.Of(activation.Function, Lambda.Variable);
        var (word, prime) = (Call.Of(Function.OnPage(activation.Name), Lambda.Variable), Call.Of(Function.OnPage(activation.Name, isDerivative: true), Lambda.Variable));
        return
        [
            (activation.Function, word),
            (slope, prime),
            (activation.Function * activation.Function, word * word),
            (slope * slope, prime * prime),
        ];
    }
}
