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
        if (expectation.RightBody is not { } right)
        {
            return Named(expectation.LeftBody, u) ?? Mirrored(expectation.LeftBody, u) ?? expectation.Left.Apply(u, expectation.LeftSlots);
        }

        return Mirrored(expectation.LeftBody, u) is { } f && Mirrored(right, v) is { } g ? f * g
            : OrWritten(expectation.LeftBody, u) * OrWritten(right, v);
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
    private static Expr? Mirrored(Expr body, Expr argument) => Named(body.Substitute(Lambda.Variable, -Lambda.Variable), argument);

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
