using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// The degrees p, q with value(s·x, t·x′) = sᵖ t^q value(x, x′) for all s, t &gt; 0. Networks of rectifiers without biases have them:
/// their kernels are ‖x‖ᵖ‖x′‖^q times a function of the angle alone.
/// </summary>
internal readonly record struct Degrees(double P, double Q)
{
    private static readonly Degrees? Invariant = new Degrees(0, 0);

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
        Sum => AllEqual(arguments),
        Product => arguments.Contains(null) ? null : new(arguments.Sum(x => x!.Value.P), arguments.Sum(x => x!.Value.Q)),
        Power { Exponent: Number number } => arguments[0]?.Times(number.ToDouble()),
        Call call => OfCall(call.Function, arguments),
        ActivationGap => AllEqual([arguments[ActivationGap.BehindC], Mean(arguments[ActivationGap.BehindA], arguments[ActivationGap.BehindB])]),
        _ => null,
    };

    private static Degrees? OfCall(Function function, ImmutableArray<Degrees?> x) =>
        function == Function.Angle || function == Function.CoAngle ? (x[3] is not null && x[3] == x[4] ? Invariant : null)
        : function == Function.Area ? AllEqual([x[3], x[4]])
        : function == Function.Gap ? AllEqual([x[2], Mean(x[0], x[1])])
        : function == Function.Excess ? (x[0] == x[2] && x[1] == x[3] && x[0] is { } a && x[1] is { } b ? new Degrees(a.P + b.P, a.Q + b.Q) : null)
        : function == Function.KinkGap ? AllEqual([x[2], x[5], x[6]])
        : function == Function.Nearer ? AllEqual([x[1], x[2]])
        : function == Function.Hypot ? AllEqual(x)
        : function.Homogeneity is { } degree ? x[0]?.Times(degree)
        : x.All(argument => argument == Invariant) ? Invariant
        : null;

    private static Degrees? Mean(Degrees? x, Degrees? y) =>
        x is { } a && y is { } b ? new Degrees((a.P + b.P) / 2, (a.Q + b.Q) / 2) : null;

    private static Degrees? AllEqual(ImmutableArray<Degrees?> arguments) => arguments.All(argument => argument == arguments[0]) ? arguments[0] : null;

    private Degrees Times(double factor) => new(P * factor, Q * factor);
}
