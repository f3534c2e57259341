namespace NtkDsl;

/// <summary>
/// A combination of parameters that the data do not determine: the evidence is the same for p · c^{e_p}, whatever the factor c is.
/// </summary>
public sealed class FlatDirection
{
    internal FlatDirection(IReadOnlyDictionary<string, double> exponents) => Exponents = exponents;

    /// <summary>e_p for each parameter p that changes; for one whose lower bound is not positive, its slope.</summary>
    public IReadOnlyDictionary<string, double> Exponents { get; }

    /// <summary>Such as <c>The data determine a and s only as their product.</c></summary>
    public override string ToString() => Messages.FlatDirection(Exponents);

    /// <summary>Directions that span the same space as the columns, each with as few parameters as may be, the first of them with exponent 1.</summary>
    internal static IReadOnlyList<FlatDirection> Spanning(IReadOnlyList<string> names, IReadOnlyList<double[]> vectors)
    {
        const double Rounding = 0.02;
        var rows = vectors.Select(vector => vector.ToArray()).ToList();
        foreach (var row in rows)
        {
            // A complete elimination, each time with the largest entry of the row as the pivot.
            var pivot = Enumerable.Range(0, row.Length).MaxBy(i => Math.Abs(row[i]));
            foreach (var other in rows.Where(other => other != row))
            {
                var factor = other[pivot] / row[pivot];
                for (var i = 0; i < row.Length; i++)
                {
                    other[i] -= factor * row[i];
                }
            }
        }

        Dictionary<string, double> Exponents(double[] row)
        {
            var largest = row.Max(Math.Abs);
            var first = row.First(entry => Math.Abs(entry) > Rounding * largest);
            return names.Zip(row, (name, entry) => (name, entry)).Where(pair => Math.Abs(pair.entry) > Rounding * largest)
                .ToDictionary(pair => pair.name, pair => Math.Round(pair.entry / first, 2));
        }

        return [.. rows.Select(row => new FlatDirection(Exponents(row)))];
    }
}
