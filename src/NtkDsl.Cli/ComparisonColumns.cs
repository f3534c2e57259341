namespace NtkDsl.Cli;

/// <summary>A comparison as columns: what was measured, and a column for each parameter that any of the architectures has.</summary>
internal static class ComparisonColumns
{
    public static IReadOnlyList<Column> Of(ComparisonTable table)
    {
        var rows = table.Rows;
        Column? IfAny(string name, Func<Comparison, double?> value) => rows.Any(row => value(row) is not null) ? Column.Of(name, rows.Select(value)) : null;
        Column?[] measured =
        [
            Column.Of("architecture", rows.Select(row => row.Name)),
            Column.Of("kernel", rows.Select(row => Kernels.NameOf(row.Process.Kind))),
            Column.Of("logEvidence", rows.Select(row => row.LogMarginalLikelihood)),
            Column.Of("looLogDensity", rows.Select(row => row.LeaveOneOutLogDensity)),
            Column.Of("looRmse", rows.Select(row => row.LeaveOneOutError)),
            IfAny("looAccuracy", row => row.LeaveOneOutAccuracy),
            IfAny("validationRmse", row => row.ValidationError),
            IfAny("validationAccuracy", row => row.ValidationAccuracy),
            Column.Of("noise", rows.Select(row => row.Process.NoiseVariance)),
        ];
        var names = rows.SelectMany(row => row.Process.Kernel.Bindings.Keys).Distinct().Order(StringComparer.Ordinal);
        return [.. measured.OfType<Column>(), .. names.Select(name => Column.Of(name, rows.Select(row => ValueOf(row, name))))];
    }

    private static double? ValueOf(Comparison row, string name) => row.Process.Kernel.Bindings.TryGetValue(name, out var value) ? value : null;
}
