using System.Collections.Concurrent;

namespace NtkDsl;

/// <summary>What all networks drawn from one architecture share: widths, numbers and compiled activations. Safe for many threads.</summary>
internal sealed class NetworkPlan
{
    private readonly ConcurrentDictionary<Activation, Func<Traced, Traced>> functions = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<Activation, Func<Traced, Traced>> surrogates = new(ReferenceEqualityComparer.Instance);
    private readonly int[] widths;

    /// <param name="architecture">What is sampled.</param>
    /// <param name="features">The number of input features.</param>
    /// <param name="width">Replaces the widths of hidden layers.</param>
    /// <param name="outputs">Replaces the width of the last layer.</param>
    /// <param name="parameters">The values of free parameters.</param>
    /// <exception cref="NtkDslException">A number is not positive, widths do not fit, or a parameter is not bound.</exception>
    public NetworkPlan(Architecture architecture, int features, int? width, int? outputs, IReadOnlyDictionary<string, double>? parameters)
    {
        foreach (var count in new[] { features, width ?? 1, outputs ?? 1 })
        {
            _ = count > 0 ? count : throw new NtkDslException(Messages.NetworkWidthNotPositive(count));
        }

        Architecture = architecture;
        Features = features;
        Numbers = new(parameters);
        var planner = new WidthPlanner(architecture, features, Numbers);
        widths = planner.Widths(width, outputs);
        HasJump = planner.HasJump;
        HasSurrogate = planner.HasSurrogate;
    }

    public Architecture Architecture { get; }

    public int Features { get; }

    public NetworkNumbers Numbers { get; }

    /// <inheritdoc cref="WidthPlanner.HasJump"/>
    public bool HasJump { get; }

    /// <inheritdoc cref="WidthPlanner.HasSurrogate"/>
    public bool HasSurrogate { get; }

    /// <summary>The number of channels of a dense layer, by the number of its weights.</summary>
    public int WidthOf(int weights) => widths[weights];

    public Func<Traced, Traced> FunctionOf(Activation activation, bool withSurrogate) => (withSurrogate ? surrogates : functions)
        .GetOrAdd(activation, static (f, to) => TapeFunction.Compile(f, to.Numbers.Of, to.withSurrogate), (Numbers, withSurrogate));
}
