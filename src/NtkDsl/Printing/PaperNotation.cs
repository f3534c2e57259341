using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>A notation for readers: lists definitions line by line, and writes repeated layers as a recursion.</summary>
internal abstract class PaperNotation : Notation
{
    private const double LargestExpanded = 10_000;

    public sealed override Medium Medium => Medium.Paper;

    /// <summary>Writes formulas, each definition once.</summary>
    /// <param name="formulas">The formulas.</param>
    /// <param name="expand">One formula without names for each.</param>
    /// <param name="unroll">Every layer by itself, repeated or not.</param>
    /// <exception cref="NtkDslException">A formula without names would be too large.</exception>
    public string Write(FormulaList formulas, bool expand, bool unroll) => Document(
        [.. expand ? formulas.Items.Select(Expanded) : Listed(formulas, unroll), .. Legend(formulas)],
        formulas.Remark);

    /// <summary>What functions mean that occur in formulas but that few readers know.</summary>
    private IEnumerable<string> Legend(FormulaList formulas)
    {
        return Visible.Nodes(formulas.Values, node => node is Call { Function.Meaning: not null })
            .Select(node => ((Call)node).Function.Meaning!())
            .Distinct()
            .Select(meaning => Line(new Typesetter(this, NoLabel, meaning.Left).Of(meaning.Left).Text, meaning.Right, NoLabel))
            .Order(StringComparer.Ordinal);

        static Label NoLabel(Definition definition) => throw new InvalidOperationException();
    }

    private string Expanded(NamedFormula formula)
    {
        var size = Elaboration.ExpandedSize(formula.Value);
        return size <= LargestExpanded
            ? Line(formula.Name, Elaboration.WithoutNames(formula.Value), _ => throw new InvalidOperationException())
            : throw new NtkDslException(Messages.TooLargeToExpand(size, LargestExpanded));
    }

    private IEnumerable<string> Listed(FormulaList formulas, bool unroll)
    {
        var outline = Outline.Of(formulas.Values, Medium);
        IReadOnlyList<Stretch> stretches = unroll
            ? [.. outline.Entries.Select(entry => new Stretch([entry], [entry], entry.Layer, 0, entry.Layer))]
            : outline.Stretches;
        var shown = stretches.Where(stretch => !stretch.IsRecurrence).SelectMany(stretch => stretch.Entries).Select(entry => entry.Definition).ToHashSet<Expr>();
        var values = formulas.Items.Zip(outline.Values, (formula, value) => formula with { Value = value }).Where(formula => !shown.Contains(formula.Value)).ToLookup(IsLeading);
        return [.. values[true].Select(Value), .. stretches.SelectMany(Lines), .. values[false].Select(Value)];

        // What needs no definition stands first, so that K comes before Θ.
        bool IsLeading(NamedFormula formula) => !Listing.DefinitionsIn(formula.Value).Any();

        string Value(NamedFormula formula) => values[true].Concat(values[false]).First(other => other.Value == formula.Value) is { Name: { } twin } first && first != formula
            ? Equation(Name(formula.Name!).Text, Name(twin).Text, [])
            : Line(formula.Name, formula.Value, definition => outline.Label(definition, null));

        IEnumerable<string> Lines(Stretch stretch) => stretch.IsRecurrence
            ? [LoopHead(stretch), .. stretch.Entries.Select(entry => InLoop(LineOf(entry, stretch.Layer)))]
            : stretch.Entries.Select(entry => LineOf(entry, null));

        string LineOf(Entry entry, int? layer) =>
            Line(outline.Label(entry.Definition, layer), entry.Body, definition => outline.Label(definition, layer));
    }

    public sealed override Piece Number(Numeral number)
    {
        if (number.PowerOfTen == 0)
        {
            return Digits(number.Digits);
        }

        var power = Power(Digits("10"), number.PowerOfTen < 0
            ? Sum([new(true, Digits($"{-number.PowerOfTen}"))])
            : Digits($"{number.PowerOfTen}"));
        return number.Digits == "1" ? power : Product([Digits(number.Digits), power]);
    }

    public sealed override Piece Expectation(Expectation expectation, Typesetter typesetter)
    {
        var (u, v) = Variables(expectation, typesetter);
        return Mean(typesetter.OfFunction(NamedFunctions.Under(expectation, u, v)));
    }

    public sealed override Piece InputMean(InputMean mean, Typesetter typesetter)
    {
        var f = At(mean.Left, mean.LeftSlots, mean.Arguments[0]);
        return FeatureSum(typesetter.OfFunction(mean.Right is { } right ? f * At(right, mean.RightSlots, mean.Arguments[1]) : f));

        static Expr At(Lambda function, ImmutableArray<Expr> slots, Expr point) =>
            NamedFunctions.OrWritten(function.Apply(Lambda.Variable, slots), Coordinate(point));

        static Symbol Coordinate(Expr point) => Variable(point.Scope == Scope.Row ? "x_i" : "x′_i");
    }

    /// <summary>Digits, perhaps with a decimal point.</summary>
    protected virtual Piece Digits(string digits) => Piece.Atom(digits);

    /// <summary>Σᵢ ….</summary>
    protected abstract Piece FeatureSum(Piece body);

    /// <summary>E[…].</summary>
    protected abstract Piece Mean(Piece body);

    /// <summary>A column vector (a, b) or one quantity a, and its normal distribution.</summary>
    protected abstract string Distribution(IReadOnlyList<string> variables, IReadOnlyList<string> covariance);

    /// <summary>left = right with …; the left side is missing for a value without a name.</summary>
    protected abstract string Equation(string? left, string right, IReadOnlyList<string> distributions);

    /// <summary>for l = …:</summary>
    protected abstract string LoopHead(Stretch stretch);

    /// <summary>A line below <see cref="LoopHead"/>.</summary>
    protected abstract string InLoop(string line);

    /// <summary>All lines together, and a remark if there is one.</summary>
    protected abstract string Document(IReadOnlyList<string> lines, string? remark);

    /// <summary>An operator such as sin reaches as far as it can; f(a) is complete.</summary>
    protected static Binding BindingOf(Function function) => function.Spelling.IsOperator ? Binding.Application : Binding.Call;

    /// <summary>The layers l of a recursion, as in 2, 4, …, 20.</summary>
    protected static IReadOnlyList<string> LayersOf(Stretch stretch, string dots)
    {
        var (first, second, last) = (stretch.Layer, stretch.Layer + stretch.Step, stretch.Last);
        return second + stretch.Step == last ? [$"{first}", $"{second}", $"{last}"]
            : stretch.Step == 1 ? [$"{first}", dots, $"{last}"]
            : [$"{first}", $"{second}", dots, $"{last}"];
    }

    /// <summary>A definition or a value, with what its expectations are over.</summary>
    public string Line(Label? name, Expr body, Func<Definition, Label> label) => Line(name is null ? null : Name(name).Text, body, label);

    private string Line(string? left, Expr body, Func<Definition, Label> label)
    {
        var typesetter = new Typesetter(this, label, body);
        var right = typesetter.Of(body).Text;
        var distributions = typesetter.Expectations
            .DistinctBy(Moments, MomentsComparer.Instance)
            .Select(expectation => Distribution(expectation, typesetter));
        return Equation(left, right, [.. distributions]);
    }

    private string Distribution(Expectation expectation, Typesetter typesetter)
    {
        var (u, v) = Variables(expectation, typesetter);
        Expr[] variables = expectation.Right is null ? [u] : [u, v];
        return Distribution([.. variables.Select(Text)], [.. Moments(expectation).Select(Text)]);

        string Text(Expr expression) => typesetter.Of(expression).Text;
    }

    /// <summary>u and v, numbered if the line has expectations over several distributions.</summary>
    private static (Symbol U, Symbol V) Variables(Expectation expectation, Typesetter typesetter)
    {
        var distinct = typesetter.Expectations.Select(Moments).Distinct(MomentsComparer.Instance).ToList();
        var number = distinct.FindIndex(moments => MomentsComparer.Instance.Equals(moments, Moments(expectation)));
        var suffix = distinct.Count < 2 ? "" : $"{number + 1}";
        return (Variable("u" + suffix), Variable("v" + suffix));
    }

    private static Symbol Variable(string name) => Symbolics.Symbol.Make(name, SymbolKind.Variable, Scope.None);

    /// <summary>E u² alone, or E u², E uv and E v².</summary>
    private static Expr[] Moments(Expectation expectation) => expectation.Right is null
        ? [expectation.Arguments[0]]
        : [expectation.Arguments[0], expectation.Arguments[2], expectation.Arguments[1]];

    private sealed class MomentsComparer : IEqualityComparer<Expr[]>
    {
        public static MomentsComparer Instance { get; } = new();

        public bool Equals(Expr[]? x, Expr[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(Expr[] moments) => moments.Aggregate(moments.Length, HashCode.Combine);
    }
}
