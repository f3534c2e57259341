namespace NtkDsl;

/// <summary>
/// The order of terms and factors: numbers, symbols, definitions, then compound nodes, compared by content and never by hash or age,
/// so that an expression prints the same in every process.
/// </summary>
internal sealed class StructuralOrder : IComparer<Expr>
{
    public static StructuralOrder Instance { get; } = new();

    public int Compare(Expr? x, Expr? y)
    {
        if (ReferenceEquals(x, y))
        {
            return 0;
        }

        var byKind = Rank(x!).CompareTo(Rank(y!));
        if (byKind != 0)
        {
            return byKind;
        }

        // Content first: for a definition the name decides, and its body need not be looked at.
        var byContent = x!.ComparePayload(y!);
        if (byContent != 0)
        {
            return byContent;
        }

        var byScope = x.Scope.CompareTo(y!.Scope);
        return byScope != 0 ? byScope : CompareArguments(x, y);
    }

    private int CompareArguments(Expr x, Expr y)
    {
        for (var i = 0; i < Math.Min(x.Arguments.Length, y.Arguments.Length); i++)
        {
            var byArgument = Compare(x.Arguments[i], y.Arguments[i]);
            if (byArgument != 0)
            {
                return byArgument;
            }
        }

        return x.Arguments.Length.CompareTo(y.Arguments.Length);
    }

    private static int Rank(Expr node) => node switch
    {
        Number => 0,
        Symbol => 1,
        Field => 2,
        Definition => 3,
        Power => 4,
        Call => 5,
        Expectation => 6,
        InputMean => 7,
        Product => 8,
        Sum => 9,
        _ => 10,
    };
}
