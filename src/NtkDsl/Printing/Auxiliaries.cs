using System.Globalization;

namespace NtkDsl;

/// <summary>The quantities that printing names itself, such as the angle θ₁ of K₁, besides those that have a name already.</summary>
internal sealed class Auxiliaries
{
    private readonly Dictionary<(string Symbol, string Index, Scope Scope), Expr> taken = [];
    private readonly HashSet<Expr> own = [];

    /// <summary>Keeps the names of <paramref name="root"/> free.</summary>
    public Auxiliaries(Expr root)
    {
        foreach (var definition in Visible.Nodes(root, node => node is Definition).Cast<Definition>())
        {
            taken.TryAdd((definition.Symbol, definition.Index, definition.Scope), definition);
        }
    }

    public bool Contains(Definition definition) => own.Contains(definition);

    /// <summary>Names an expression, with the index of the last definition that <paramref name="about"/> mentions.</summary>
    public Expr Name(string symbol, Expr about, Expr body)
    {
        var index = IndexOf(about);
        for (var suffix = ""; ; suffix = suffix.Length == 0 ? "b" : ((char)(suffix[0] + 1)).ToString())
        {
            var named = Definition.Of(symbol, index + suffix, body);
            if (named is not Definition definition || definition == body)
            {
                return body;
            }

            if (taken.TryAdd((symbol, definition.Index, body.Scope), named) || taken[(symbol, definition.Index, body.Scope)] == named)
            {
                own.Add(named);
                return named;
            }
        }
    }

    private static string IndexOf(Expr about)
    {
        var numbers = Visible.NodesOutside(about, node => node is Definition)
            .Select(node => LabelIndex.Parse(((Definition)node).Index).Number)
            .Max();
        return numbers?.ToString(CultureInfo.InvariantCulture) ?? (about.Scope == Scope.None ? "" : "0");
    }
}
