namespace NtkDsl.Cli;

/// <summary>
/// A comparison as columns: what was measured, a column for each parameter that any of the architectures has, and what there is to be said.
/// Architectures that could not be fitted come last, without numbers.
/// </summary>
internal static class ComparisonColumns
{
    public static IReadOnlyList<Column> Of(ComparisonTable table)
    {
        var (rows, failures) = (table.Rows, table.Failures);
        Column Number(string name, Func<Comparison, double?> value) => Column.Of(name, rows.Select(value).Concat(failures.Select(_ => (double?)null)));
        Column? IfAny(string name, Func<Comparison, double?> value) => rows.Any(row => value(row) is not null) ? Number(name, value) : null;
        string?[] remarks = [.. rows.Select(row => row.Remarks.Count == 0 ? null : string.Join(' ', row.Remarks)), .. failures.Select(failure => failure.Reason)];
        Column?[] measured =
        [
            Column.Of("architecture", [.. rows.Select(row => row.Name), .. failures.Select(failure => failure.Name)]),
            Column.Of("kernel", [.. rows.Select(row => Kernels.NameOf(row.Process.Kind)), .. failures.Select(failure => Kernels.NameOf(failure.Kind))]),
            Number("logEvidence", row => row.LogMarginalLikelihood),
            Number("looLogDensity", row => row.LeaveOneOutLogDensity),
            Number("looRmse", row => row.LeaveOneOutError),
            IfAny("looAccuracy", row => row.LeaveOneOutAccuracy),
            IfAny("validationRmse", row => row.ValidationError),
            IfAny("validationAccuracy", row => row.ValidationAccuracy),
            Number("noise", row => row.Process.NoiseVariance),
        ];
        var names = rows.SelectMany(row => row.Process.Kernel.Bindings.Keys).Distinct().Order(StringComparer.Ordinal);
        Column[] said = remarks.Any(remark => remark is not null) ? [Column.Of("remarks", remarks)] : [];
        return [.. measured.OfType<Column>(), .. names.Select(name => Number(name, row => ValueOf(row, name))), .. said];
    }

    private static double? ValueOf(Comparison row, string name) => row.Process.Kernel.Bindings.TryGetValue(name, out var value) ? value : null;
}
