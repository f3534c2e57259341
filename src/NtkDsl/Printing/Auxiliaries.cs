namespace NtkDsl;

/// <summary>The quantities that printing names itself, such as the angle θ₁ of K₁, besides those that have a name already.</summary>
internal sealed class Auxiliaries
{
    private readonly Dictionary<(string Symbol, DefinitionIndex Index, Scope Scope), Expr> taken = [];
    private readonly HashSet<(string Symbol, DefinitionIndex Index, Scope Scope)> own = [];

    /// <summary>Keeps the names of <paramref name="roots"/> free.</summary>
    public Auxiliaries(IReadOnlyList<Expr> roots)
    {
        foreach (var definition in Visible.Nodes(roots, node => node is Definition).Cast<Definition>())
        {
            taken.TryAdd((definition.Symbol, definition.Label.Index, definition.Scope), definition);
        }
    }

    public bool Contains(Definition definition) => own.Contains((definition.Symbol, definition.Label.Index, definition.Scope));

    /// <summary>True for θ₁ and the like, written without (x,x′): a quantity of both points whose letter and index nothing else has.</summary>
    public bool IsBare(Definition definition) => definition.Scope == Scope.Pair && Contains(definition)
        && !own.Contains((definition.Symbol, definition.Label.Index, Scope.Row))
        && !own.Contains((definition.Symbol, definition.Label.Index, Scope.Column));

    /// <summary>Names an expression with a free letter and the index of the last definition that <paramref name="about"/> mentions.</summary>
    public Expr Name(string letters, Expr about, Expr body)
    {
        foreach (var name in Candidates(letters, LayerOf(about)))
        {
            var named = Definition.Of(name with { IsNonNegative = body.IsNonNegative }, body);
            if (named is not Definition || named == body)
            {
                return body;
            }

            var key = (name.Letter, name.Index, body.Scope);
            if (taken.TryAdd(key, named) || taken[key] == named)
            {
                own.Add(key);
                return named;
            }
        }

        return body;
    }

    /// <summary>S₁, T₁, …, S₁ₐ, T₁ₐ, …: letters that can be written as subscripts.</summary>
    private static IEnumerable<DefinitionLabel> Candidates(string letters, int? layer) =>
        from suffix in (string[])["", .. "aehkmnoprstuvx".Select(letter => letter.ToString())]
        from letter in letters
        select new DefinitionLabel(letter.ToString(), new(layer, Suffix: suffix));

    private static int? LayerOf(Expr about) =>
        Listing.DefinitionsIn(about).Max(definition => definition.Label.Index.Last) ?? (about.Scope == Scope.None ? null : 0);
}
