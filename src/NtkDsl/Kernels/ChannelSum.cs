using System.Runtime.CompilerServices;

namespace NtkDsl;

/// <summary>
/// A sum over the channels of a signal, such as Σ_c E h_c(p)h_c(q). The sum over a concatenation is known once, so that the prefix sums of
/// a dense-net are not formed again in every block; a factor that all channels have in common stays outside.
/// </summary>
/// <param name="ofGroup">The sum over channels of one function.</param>
/// <param name="times">A sum of which every channel gets a factor.</param>
/// <param name="ofParts">The sum over a concatenation from those over its parts, with a name if it is to have one.</param>
internal sealed class ChannelSum<T>(
    Func<ChannelGroup, Site, Site, T> ofGroup, Func<T, Expr, Site, Site, T> times, Func<Concatenation, IReadOnlyList<T>, Site, Site, T> ofParts)
{
    private readonly Dictionary<(Concatenation, Site, Site), T> known = [];

    public T Of(Signal signal, Site p, Site q) => signal switch
    {
        ChannelGroup group => ofGroup(group, p, q),
        Multiple multiple => times(Of(multiple.Whole, p, q), multiple.Factor, p, q),
        _ => OfConcatenation((Concatenation)signal, p, q),
    };

    private T OfConcatenation(Concatenation signal, Site p, Site q)
    {
        if (!known.TryGetValue((signal, p, q), out var sum))
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            known[(signal, p, q)] = sum = ofParts(signal, [.. signal.Parts.Select(part => Of(part, p, q))], p, q);
        }

        return sum;
    }
}
