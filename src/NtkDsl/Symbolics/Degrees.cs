using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// The degrees p, q with value(s·x, t·x′) = sᵖ t^q value(x, x′) for all s, t &gt; 0. Networks of rectifiers without biases have them:
/// their kernels are ‖x‖ᵖ‖x′‖^q times a function of the angle alone.
/// </summary>
internal readonly record struct Degrees(double P, double Q)
{
    /// <summary>The degrees of what does not depend on the norms.</summary>
    public static readonly Degrees? Invariant = new Degrees(0, 0);

    /// <summary>The degrees of an expression, or null if it is not homogeneous.</summary>
    public static Degrees? Of(Expr expression) => new Fold<Degrees?>(Step).Of(expression);

    private static Degrees? Step(Expr node, ImmutableArray<Degrees?> arguments) => node switch
    {
        Number => Invariant,
        Symbol { Kind: SymbolKind.Input, Scope: Scope.Row } => new(2, 0),
        Symbol { Kind: SymbolKind.Input, Scope: Scope.Column } => new(0, 2),
        Symbol { Kind: SymbolKind.Input, Scope: Scope.Pair } => new(1, 1),
        Symbol => Invariant,
        Definition => arguments[0],
        Sum => AllEqual(arguments.AsSpan()),
        Product => arguments.Contains(null) ? null : new(arguments.Sum(x => x!.Value.P), arguments.Sum(x => x!.Value.Q)),
        Power { Exponent: Number number } => arguments[0]?.Times(number.ToDouble()),
        Call call => OfCall(call.Function, arguments),
        ActivationGap => AllEqual(arguments[ActivationGap.BehindC], Mean(arguments[ActivationGap.BehindA], arguments[ActivationGap.BehindB])),
        _ => null,
    };

    /// <summary>A function that does not say what becomes of degrees has some where its arguments have none.</summary>
    private static Degrees? OfCall(Function function, ImmutableArray<Degrees?> x) => function.Degrees is { } degrees ? degrees(x)
        : x.All(argument => argument == Invariant) ? Invariant
        : null;

    /// <summary>The degrees of √(xy).</summary>
    public static Degrees? Mean(Degrees? x, Degrees? y) =>
        x is { } a && y is { } b ? new Degrees((a.P + b.P) / 2, (a.Q + b.Q) / 2) : null;

    /// <summary>The degrees of a sum.</summary>
    public static Degrees? AllEqual(params ReadOnlySpan<Degrees?> arguments) => arguments.ContainsAnyExcept(arguments[0]) ? null : arguments[0];

    /// <summary>The degrees of a power.</summary>
    public Degrees Times(double factor) => new(P * factor, Q * factor);
}
