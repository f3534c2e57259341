using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Reads an expression as φ(L) for one linear form L, if it is that.</summary>
internal sealed class SingleForm
{
    private readonly Dictionary<Expr, Expr?> known = [];
    private Expr? form;

    private SingleForm()
    {
    }

    public static Factor? TryRead(Expr function)
    {
        var reader = new SingleForm();
        return reader.Visit(function) is { } body && reader.form is { } form && (LinearForm.IsGaussian(form) || LinearForm.Terms(form).Count() == 1)
            ? Rescaled(form, body)
            : null;
    }

    /// <summary>
    /// Moves a scale that depends on x, such as that of a layerNorm, from the function to its argument if the function is then the same
    /// for all x, so that its closed form or its table serves: s·u·Φ(s·u) of L is u·Φ(u) of s·L.
    /// </summary>
    private static Factor Rescaled(Expr form, Expr body)
    {
        if (IsSameForAll(body))
        {
            return new(form, body);
        }

        foreach (var scale in Lambda.Lift(Basis.SplitCoefficient(body).Function).Slots)
        {
            var rescaled = body.Substitute(Lambda.Variable, Lambda.Variable / scale);
            if (IsSameForAll(rescaled))
            {
                return new(Sum.Of([.. LinearForm.Terms(form).Select(term => scale * term.Coefficient * term.Field)]), rescaled);
            }
        }

        return new(form, body);

        static bool IsSameForAll(Expr function) => Basis.SplitCoefficient(function).Function.Scope == Scope.None;
    }

    // Functions between two layers with weights are no deeper than Composition admits.
    private Expr? Visit(Expr node)
    {
        if (!node.DependsOnFields())
        {
            return node;
        }

        if (!known.TryGetValue(node, out var body))
        {
            known[node] = body = Read(node);
        }

        return body;
    }

    private Expr? Read(Expr node)
    {
        if (LinearForm.TryRead(node, out var linear, out var offset))
        {
            form ??= linear;
            return LinearForm.Ratio(linear, form) is { } scale ? (scale * Lambda.Variable) + offset : null;
        }

        if (node is Sum)
        {
            var isLinear = node.Arguments.ToLookup(term => LinearForm.TryRead(term, out _, out _));
            var together = Sum.Of([.. isLinear[true]]);
            return Rebuild([.. isLinear[false], .. together.IsZero ? (Expr[])[] : [together]], Sum.Of);
        }

        return node is DropoutMask ? null : Rebuild(node.Arguments, node.WithArguments);
    }

    private Expr? Rebuild(ImmutableArray<Expr> arguments, Func<ImmutableArray<Expr>, Expr> rebuild)
    {
        var visited = new Expr[arguments.Length];
        for (var i = 0; i < visited.Length; i++)
        {
            if (Visit(arguments[i]) is not { } argument)
            {
                return null;
            }

            visited[i] = argument;
        }

        return rebuild([.. visited]);
    }
}
