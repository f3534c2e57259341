namespace NtkDsl;

/// <summary>Architectures in the order of how they explain the data, the best one first. Prints as a table.</summary>
public sealed class ComparisonTable
{
    internal ComparisonTable(ComparisonCriterion criterion, IReadOnlyList<Comparison> rows, IReadOnlyList<FailedComparison> failures) =>
        (Criterion, Rows, Failures) = (criterion, rows, failures);

    /// <summary>What decided.</summary>
    public ComparisonCriterion Criterion { get; }

    /// <summary>A row for each architecture and kernel, the best one first.</summary>
    public IReadOnlyList<Comparison> Rows { get; }

    /// <summary>The architectures that could not be fitted, and have no row.</summary>
    public IReadOnlyList<FailedComparison> Failures { get; }

    /// <summary>The best row.</summary>
    public Comparison Best => Rows[0];

    /// <summary>A line for each row, with all that was measured, and below the parameters that were fitted, and what there is to be said about each row.</summary>
    public override string ToString()
    {
        var (validates, hasClasses) = (Criterion == ComparisonCriterion.Validation, Best.LeaveOneOutAccuracy is not null);
        string[] accuracy = hasClasses ? ["LOO accuracy"] : [];
        string[] validation = !validates ? [] : hasClasses ? ["validation accuracy", "validation RMSE"] : ["validation RMSE"];
        var table = new TextTable("", ["kernel", "log evidence", "LOO log density", "LOO RMSE", .. accuracy, .. validation, "noise"]);
        foreach (var (i, row) in Rows.Index())
        {
            string[] right = hasClasses ? [TextTable.Percentage(row.LeaveOneOutAccuracy)] : [];
            string[] validated = !validates ? []
                : hasClasses ? [TextTable.Percentage(row.ValidationAccuracy), TextTable.Number(row.ValidationError)]
                : [TextTable.Number(row.ValidationError)];
            table.Add(
                $"{i + 1}",
                [NameOf(row.Process.Kind), TextTable.Number(row.LogMarginalLikelihood), TextTable.Number(row.LeaveOneOutLogDensity), TextTable.Number(row.LeaveOneOutError), .. right, .. validated, TextTable.Number(row.Process.NoiseVariance)]);
        }

        string[] lines =
        [
            .. Rows.Index().SelectMany(row => (string[])[$"{row.Index + 1}  {row.Item.Name}{Parameters(row.Item)}", .. row.Item.Remarks.Select(remark => $"   {remark}")]),
            .. Failures.SelectMany(failure => (string[])[$"–  {failure.Name}   {NameOf(failure.Kind)}", $"   {failure.Reason}"]),
        ];
        return $"{table}\n\n{string.Join('\n', lines)}";
    }

    private static string NameOf(KernelKind kind) => kind == KernelKind.Nngp ? "NNGP" : "NTK";

    private static string Parameters(Comparison row) => row.Process.Kernel.Bindings.Count == 0 ? ""
        : $"   with {string.Join(", ", row.Process.Kernel.Bindings.Select(pair => $"{pair.Key} = {TextTable.Number(pair.Value)}"))}";
}
