using System.Diagnostics;
using System.Globalization;
using static System.Diagnostics.DebuggerBrowsableState;

namespace NtkDsl;

/// <summary>A fitted model, what was tried to find it, and what there is to be said about it. Prints as tables and sentences.</summary>
/// <typeparam name="TModel">What was fitted, such as a <see cref="GaussianProcess"/>.</typeparam>
public sealed class FitReport<TModel>
{
    private readonly IReadOnlyList<string> ofModel;

    /// <summary>Not those of features that are irrelevant, which is what the search is for.</summary>
    private readonly IReadOnlyList<ParameterEstimate> atBounds;

    internal FitReport(
        TModel best, Evidence objective, IReadOnlyList<FitStart> starts, FittedParameters parameters, IReadOnlyList<string> ofModel, FeatureRelevances? relevances)
    {
        (Best, Objective, Starts, this.ofModel) = (best, objective, starts, ofModel);
        FlatDirections = parameters.FlatDirections;
        Parameters = [.. parameters.Estimates.Where(estimate => !FeatureRelevances.IsName(estimate.Name))];
        atBounds = [.. parameters.Estimates.Where(estimate => estimate.AtBound is { } bound && !(bound == ParameterBound.Lower && FeatureRelevances.IsName(estimate.Name)))];
        Relevances = relevances?.Ranked(parameters.Estimates) ?? [];
    }

    /// <summary>The model with the largest objective of all starts.</summary>
    [DebuggerBrowsable(Never)]
    public TModel Best { get; }

    /// <summary>What was maximised.</summary>
    [DebuggerBrowsable(Never)]
    public Evidence Objective { get; }

    /// <summary>The starts, in order; none if there was nothing to fit.</summary>
    [DebuggerBrowsable(Never)]
    public IReadOnlyList<FitStart> Starts { get; }

    /// <summary>The parameters of the best model that were fitted, the noise among them.</summary>
    [DebuggerBrowsable(Never)]
    public IReadOnlyList<ParameterEstimate> Parameters { get; }

    /// <summary>The relevances of the features, the largest first; none unless <see cref="FitOptions.FitsRelevances"/>.</summary>
    [DebuggerBrowsable(Never)]
    public IReadOnlyList<FeatureRelevance> Relevances { get; }

    /// <summary>What the data leave open.</summary>
    [DebuggerBrowsable(Never)]
    public IReadOnlyList<FlatDirection> FlatDirections { get; }

    /// <summary>
    /// What keeps the result from being what it looks like, a sentence each: starts that failed, parameters at their bounds, flat
    /// directions, and what the model itself has to say, such as <see cref="GaussianProcess.Remarks"/>.
    /// </summary>
    [DebuggerBrowsable(Never)]
    public IReadOnlyList<string> Remarks =>
    [
        .. Starts.Index().Where(start => !start.Item.Succeeded).Select(start => Messages.FailedStart(start.Index + 1, start.Item.Outcome)),
        .. atBounds.Count > 0 ? (string[])[Messages.AtBounds(atBounds)] : [],
        .. FlatDirections.Select(direction => direction.ToString()),
        .. ofModel,
    ];

    /// <summary>A line for each start, with the parameters that it found, the best one marked; one for each parameter; and the <see cref="Remarks"/>.</summary>
    public override string ToString() => Joined([Tables, string.Join('\n', Remarks)]);

    /// <summary>The tables of <see cref="ToString"/> alone.</summary>
    [DebuggerBrowsable(Never)]
    public string Tables => Joined(
        [Starts.Count == 0 ? "" : StartsTable(), Parameters.Any(parameter => parameter.StandardError is not null) ? ParametersTable() : "", Relevances.Count == 0 ? "" : RelevancesTable()]);

    private static string Joined(IEnumerable<string> parts) => string.Join("\n\n", parts.Where(part => part.Length > 0));

    private string StartsTable()
    {
        string[] names = [.. Starts.SelectMany(start => start.Initial.Keys).Distinct().Where(name => !FeatureRelevances.IsName(name))];
        var best = EvidenceSearch.Best(Starts);
        var table = new TextTable("start", [.. names, Objective == Evidence.LogMarginalLikelihood ? "log evidence" : "log density, leave-one-out", "evaluations", "ended"]);
        foreach (var (i, start) in Starts.Index())
        {
            var outcome = start.Succeeded ? start.Outcome : "failed";
            string[] found = [.. names.Select(name => Found(start, name)), start.Succeeded ? TextTable.Number(start.Evidence) : TextTable.Number(null)];
            table.Add($"{i + 1}{(start == best ? " *" : "")}", [.. found, start.Evaluations.ToString(CultureInfo.InvariantCulture), outcome]);
        }

        return table.ToString();
    }

    /// <summary>At a bound, what the value is known to be no more, or no less, than.</summary>
    private static string Found(FitStart start, string name)
    {
        var number = TextTable.Number(start.Final.TryGetValue(name, out var value) ? value : null);
        return !start.AtBounds.TryGetValue(name, out var bound) ? number : $"{(bound == ParameterBound.Lower ? "≤" : "≥")} {number}";
    }

    private string ParametersTable()
    {
        var table = new TextTable("parameter", ["value", "± of its log", "from", "to (95 %)"]);
        foreach (var parameter in Parameters)
        {
            table.Add(parameter.Name, [TextTable.Number(parameter.Value), Error(parameter.StandardError), Rough(parameter.Low), Rough(parameter.High)]);
        }

        return table.ToString();
    }

    private string RelevancesTable()
    {
        var table = new TextTable("feature", ["relevance", "share", "± of its log"]);
        foreach (var relevance in Relevances)
        {
            var bound = relevance.AtBound is { } end ? (end == ParameterBound.Lower ? "≤ " : "≥ ") : "";
            table.Add(relevance.Name, [bound + Rough(relevance.Value), TextTable.Percentage(relevance.Share), Error(relevance.StandardError)]);
        }

        return table.ToString();
    }

    private static string Error(double? error) =>
        TextTable.Number(error is { } known ? double.Parse(known.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null);

    private static string Rough(double? end) => end is { } known && double.IsFinite(known) ? known.ToString("G3", CultureInfo.InvariantCulture) : TextTable.Number(end);
}
