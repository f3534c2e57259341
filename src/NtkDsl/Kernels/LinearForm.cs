namespace NtkDsl;

/// <summary>Linear forms of Gaussian fields, kept as expressions.</summary>
internal static class LinearForm
{
    public static bool IsField(Expr node) => node is Symbol { Kind: SymbolKind.Field };

    public static bool DependsOnFields(this Expr expression) => expression.Leaves.HasFlag(LeafKinds.Field);

    /// <summary>Reads an expression as Σ α_k g_k + t; masks are not fields of their own right and are refused.</summary>
    public static bool TryRead(Expr expression, Func<Expr, bool> isMask, out Expr form, out Expr offset)
    {
        (form, offset) = (0, 0);
        foreach (var term in expression is Sum ? expression.Arguments : [expression])
        {
            if (!term.DependsOnFields())
            {
                offset += term;
                continue;
            }

            var factors = term is Product ? term.Arguments : [term];
            if (factors.Where(DependsOnFields).ToList() is not [var only] || !IsField(only) || isMask(only))
            {
                return false;
            }

            form += term;
        }

        return !form.IsZero;
    }

    /// <summary>The coefficients α_k of a linear form.</summary>
    public static IEnumerable<(Expr Coefficient, Symbol Field)> Terms(Expr form) =>
        (form is Sum ? form.Arguments : [form]).Select(term =>
        {
            var field = term as Symbol ?? term.Arguments.OfType<Symbol>().Single(IsField);
            return (term / field, field);
        });

    /// <summary>The factor s with form = s·other, if there is one.</summary>
    public static Expr? Ratio(Expr form, Expr other)
    {
        if (form == other)
        {
            return 1;
        }

        var (left, right) = (Terms(form).ToList(), Terms(other).ToList());
        if (!left.Select(term => term.Field).SequenceEqual(right.Select(term => term.Field)))
        {
            return null;
        }

        var ratio = left[0].Coefficient / right[0].Coefficient;
        return left.Zip(right).All(pair => pair.First.Coefficient / pair.Second.Coefficient == ratio) ? ratio : null;
    }
}
