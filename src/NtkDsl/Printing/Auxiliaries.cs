using System.Globalization;

namespace NtkDsl;

/// <summary>The quantities that printing names itself, such as the angle θ₁ of K₁, besides those that have a name already.</summary>
internal sealed class Auxiliaries
{
    private readonly Dictionary<(string Symbol, string Index, Scope Scope), Expr> taken = [];
    private readonly HashSet<(string Symbol, string Index, Scope Scope)> own = [];

    /// <summary>Keeps the names of <paramref name="root"/> free.</summary>
    public Auxiliaries(Expr root)
    {
        foreach (var definition in Visible.Nodes(root, node => node is Definition).Cast<Definition>())
        {
            taken.TryAdd((definition.Symbol, definition.Index, definition.Scope), definition);
        }
    }

    public bool Contains(Definition definition) => own.Contains((definition.Symbol, definition.Index, definition.Scope));

    /// <summary>True for θ₁ and the like, written without (x,x′): a quantity of both points whose letter and index nothing else has.</summary>
    public bool IsBare(Definition definition) => definition.Scope == Scope.Pair && Contains(definition)
        && !own.Contains((definition.Symbol, definition.Index, Scope.Row))
        && !own.Contains((definition.Symbol, definition.Index, Scope.Column));

    /// <summary>Names an expression with a free letter and the index of the last definition that <paramref name="about"/> mentions.</summary>
    public Expr Name(string letters, Expr about, Expr body)
    {
        var index = IndexOf(about);
        foreach (var name in Candidates(letters, index))
        {
            var named = Definition.Of(name.Symbol, name.Index, body);
            if (named is not Definition || named == body)
            {
                return body;
            }

            var key = (name.Symbol, name.Index, body.Scope);
            if (taken.TryAdd(key, named) || taken[key] == named)
            {
                own.Add(key);
                return named;
            }
        }

        return body;
    }

    /// <summary>S₁, T₁, …, S₁ₐ, T₁ₐ, …: letters that can be written as subscripts.</summary>
    private static IEnumerable<(string Symbol, string Index)> Candidates(string letters, string index) =>
        from suffix in (string[])["", .. "aehkmnoprstuvx".Select(letter => letter.ToString())]
        from letter in letters
        select (letter.ToString(), index + suffix);

    private static string IndexOf(Expr about)
    {
        var numbers = Visible.NodesOutside(about, node => node is Definition)
            .Select(node => LabelIndex.Parse(((Definition)node).Index).Layer)
            .Max();
        return numbers?.ToString(CultureInfo.InvariantCulture) ?? (about.Scope == Scope.None ? "" : "0");
    }
}
