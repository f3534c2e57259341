using System.Collections.Immutable;

namespace NtkDsl.Symbolics;

/// <summary>An exact fraction.</summary>
public sealed class Number : Expr
{
    /// <summary>Small integers, which are nearly all the numbers that arise, are made once: from -64 to 64.</summary>
    private const int Kept = 64;

    private static readonly Expr[] Integers = [.. Enumerable.Range(-Kept, (2 * Kept) + 1).Select(n => Interning.Intern(new Number(n)))];

    private Number(Rational value)
        : base([], Scope.None, value.GetHashCode()) => Value = value;

    internal Rational Value { get; }

    internal override bool IsNonNegative => Value.Sign >= 0;

    /// <summary>The nearest double.</summary>
    public double ToDouble() => Value.ToDouble();

    internal static Expr Of(Rational value)
    {
        if (value.IsInteger && value.Numerator >= -Kept && value.Numerator <= Kept)
        {
            return Integers[(int)value.Numerator + Kept];
        }

        BuildMeter.CountDigits(value);
        return Interning.Intern(new Number(value));
    }

    internal override bool SamePayload(Expr other) => ((Number)other).Value == Value;

    internal override int ComparePayload(Expr other) => Value.CompareTo(((Number)other).Value);

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments) => this;
}

/// <summary>A sum of two or more terms: at most one number, no two terms that differ only in a rational coefficient.</summary>
public sealed class Sum : Expr
{
    private Sum(ImmutableArray<Expr> terms)
        : base(terms, Scope.None, 0)
    {
    }

    internal override bool IsNonNegative => Arguments.All(term => term.IsNonNegative);

    internal static Expr Of(params ImmutableArray<Expr> terms) => Simplifier.Build(new Sum(terms));

    internal override bool SamePayload(Expr other) => true;

    internal override int ComparePayload(Expr other) => 0;

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments) => Of(arguments);
}

/// <summary>A product of two or more factors: at most one number, which stands first, and no base twice.</summary>
public sealed class Product : Expr
{
    private Expr? withoutNumber;

    private Product(ImmutableArray<Expr> factors)
        : base(factors, Scope.None, 0)
    {
    }

    internal override bool IsNonNegative => Arguments.All(factor => factor.IsNonNegative);

    /// <summary>The product of the factors that are no number.</summary>
    internal Expr WithoutNumber => withoutNumber ??= Arguments[0] is Number ? Of(Arguments[1..]) : this;

    internal static Expr Of(params ImmutableArray<Expr> factors) => Simplifier.Build(new Product(factors));

    internal override bool SamePayload(Expr other) => true;

    internal override int ComparePayload(Expr other) => 0;

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments) => Of(arguments);
}

/// <summary>A base raised to an exponent.</summary>
public sealed class Power : Expr
{
    private Power(Expr @base, Expr exponent)
        : base([@base, exponent], Scope.None, 0)
    {
    }

    /// <summary>The base.</summary>
    public Expr Base => Arguments[0];

    /// <summary>The exponent.</summary>
    public Expr Exponent => Arguments[1];

    internal override bool IsNonNegative =>
        Base.IsNonNegative || (Exponent is Number { Value: { IsInteger: true, Numerator.IsEven: true } });

    internal static Expr Of(Expr @base, Expr exponent) => Simplifier.Build(new Power(@base, exponent));

    internal override bool SamePayload(Expr other) => true;

    internal override int ComparePayload(Expr other) => 0;

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments) => Of(arguments[0], arguments[1]);
}

/// <summary>A function of the table <see cref="Symbolics.Function"/> applied to its arguments.</summary>
public sealed class Call : Expr
{
    private Call(Function function, ImmutableArray<Expr> arguments)
        : base(arguments, Scope.None, function.GetHashCode(), function.Contents) => Function = function;

    /// <summary>What is applied.</summary>
    public Function Function { get; }

    internal override bool IsNonNegative => Function.IsNonNegative;

    internal static Expr Of(Function function, params ImmutableArray<Expr> arguments) => Simplifier.Build(new Call(function, arguments));

    internal override bool SamePayload(Expr other) => ((Call)other).Function == Function;

    internal override int ComparePayload(Expr other) => string.CompareOrdinal(Function.Name, ((Call)other).Function.Name);

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments) => Of(Function, arguments);
}
