using System.Globalization;

namespace NtkDsl;

/// <summary>A fitted model and what was tried to find it. Prints as a table.</summary>
/// <typeparam name="TModel">What was fitted, such as a <see cref="GaussianProcess"/>.</typeparam>
public sealed class FitReport<TModel>
{
    internal FitReport(TModel best, Evidence objective, IReadOnlyList<FitStart> starts) => (Best, Objective, Starts) = (best, objective, starts);

    /// <summary>The model with the largest objective of all starts.</summary>
    public TModel Best { get; }

    /// <summary>What was maximised.</summary>
    public Evidence Objective { get; }

    /// <summary>The starts, in order; none if there was nothing to fit.</summary>
    public IReadOnlyList<FitStart> Starts { get; }

    /// <summary>A line for each start, with the parameters that it found; the best one is marked.</summary>
    public override string ToString()
    {
        string[] names = [.. Starts.SelectMany(start => start.Final.Keys).Distinct()];
        var best = Starts.MaxBy(start => start.Evidence);
        var table = new TextTable("start", [.. names, Objective == Evidence.LogMarginalLikelihood ? "log evidence" : "log density, leave-one-out", "evaluations", "ended"]);
        foreach (var (i, start) in Starts.Index())
        {
            table.Add(
                $"{i + 1}{(start == best ? " *" : "")}",
                [.. names.Select(name => TextTable.Number(start.Final.GetValueOrDefault(name, double.NaN))), TextTable.Number(start.Evidence), start.Evaluations.ToString(CultureInfo.InvariantCulture), start.Outcome]);
        }

        return table.ToString();
    }
}
