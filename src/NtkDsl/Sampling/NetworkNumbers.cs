using System.Collections.Concurrent;

namespace NtkDsl;

/// <summary>The values of an architecture's numbers, with free parameters bound. Safe for many threads.</summary>
internal sealed class NetworkNumbers(IReadOnlyDictionary<string, double>? parameters)
{
    private static readonly double[] NoPoint = [0];

    private readonly ConcurrentDictionary<Expr, double> known = [];

    /// <exception cref="NtkDslException">A free parameter is not bound.</exception>
    public double Of(Expr expression) => known.GetOrAdd(
        expression, static (number, bound) => new ReferenceEvaluator(NoPoint, NoPoint, bound).Of(number), parameters);
}
