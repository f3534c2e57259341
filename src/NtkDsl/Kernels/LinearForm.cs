namespace NtkDsl;

/// <summary>Linear forms of fields, kept as expressions.</summary>
internal static class LinearForm
{
    public static bool DependsOnFields(this Expr expression) => expression.Contents.HasFlag(Contents.Field);

    /// <summary>True if all fields of a form are Gaussian.</summary>
    public static bool IsGaussian(Expr form) => (form.Contents & (Contents.Coordinate | Contents.OpaqueSum)) == 0;

    /// <summary>The distinct fields that an expression mentions, in the order in which they are met.</summary>
    public static IReadOnlyList<Field> Fields(this Expr expression)
    {
        var found = new List<Field>();
        new Fold<int>(
            (node, _) =>
            {
                if (node is Field field)
                {
                    found.Add(field);
                }

                return 0;
            },
            node => node.DependsOnFields() ? node.Arguments : []).Of(expression);
        return found;
    }

    /// <summary>The expression with fields as plain names, for messages.</summary>
    public static Expr WithNamedFields(this Expr expression) => new Fold<Expr>((node, arguments) =>
        node is Field field ? Symbol.Make(field.Name, SymbolKind.Parameter, Scope.None) : node.WithArguments(arguments)).Of(expression);

    /// <summary>Reads an expression as Σ α_k g_k + t; masks are not fields of their own right and are refused.</summary>
    public static bool TryRead(Expr expression, out Expr form, out Expr offset)
    {
        (form, offset) = (0, 0);
        List<Expr> linear = [], constant = [];
        foreach (var term in expression is Sum ? expression.Arguments : [expression])
        {
            if (!term.DependsOnFields())
            {
                constant.Add(term);
            }
            else if ((term is Product ? term.Arguments.Where(DependsOnFields).ToList() : [term]) is [KernelField])
            {
                linear.Add(term);
            }
            else
            {
                return false;
            }
        }

        (form, offset) = (constant.Count == 0 ? expression : Sum.Of([.. linear]), Sum.Of([.. constant]));
        return linear.Count > 0;
    }

    /// <summary>The coefficients α_k of a linear form.</summary>
    public static IEnumerable<(Expr Coefficient, KernelField Field)> Terms(Expr form) =>
        (form is Sum ? form.Arguments : [form]).Select(term =>
        {
            var field = term as KernelField ?? term.Arguments.OfType<KernelField>().Single();
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
