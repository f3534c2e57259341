using System.Collections.Immutable;
using System.Numerics;

namespace NtkDsl;

/// <summary>
/// A symbolic expression: an immutable node of a directed acyclic graph. Nodes are interned, so two expressions are equal
/// exactly if they are the same object, and a shared subexpression is stored, printed and evaluated once.
/// </summary>
/// <remarks>
/// Expressions are simplified as they are built (by the rules named <c>SimplificationRule</c>): constants fold exactly, terms and factors
/// are collected and put into a structural order. Doubles enter as the shortest decimal that names them, so 0.1 is 1/10.
/// </remarks>
public abstract partial class Expr
{
    private protected Expr(ImmutableArray<Expr> arguments, Scope scope, int payloadHash, Contents contents = Contents.None)
    {
        Arguments = arguments;
        var hash = new HashCode();
        hash.Add(GetType());
        hash.Add(payloadHash);
        foreach (var argument in arguments)
        {
            scope |= argument.Scope;
            contents |= argument.Contents;
            hash.Add(argument.StructuralHash);
        }

        Scope = scope;
        Contents = contents;
        StructuralHash = hash.ToHashCode();
    }

    /// <summary>The number π.</summary>
    public static Expr Pi { get; } = Symbol.OfPi();

    /// <summary>The direct subexpressions, in the node's order.</summary>
    public ImmutableArray<Expr> Arguments { get; }

    /// <summary>What the value depends on: nothing, the row x, the column x′, or both.</summary>
    public Scope Scope { get; }

    /// <summary>True if the value is known to be at least 0 for all admissible arguments.</summary>
    internal virtual bool IsNonNegative => false;

    internal int StructuralHash { get; }

    /// <summary>What occurs in the expression.</summary>
    internal Contents Contents { get; }

    internal bool IsZero => this is Number { Value.Sign: 0 };

    internal bool IsOne => this is Number { Value: { IsInteger: true, Numerator.IsOne: true } };

    /// <summary>The exact value of an integer.</summary>
    public static implicit operator Expr(int value) => Number.Of(value);

    /// <summary>The shortest decimal that reads back as <paramref name="value"/>, as an exact fraction: 0.1 is 1/10.</summary>
    /// <exception cref="NtkDslException">The value is NaN or infinite.</exception>
    public static implicit operator Expr(double value) => double.IsFinite(value)
        ? Number.Of(Rational.FromDouble(value))
        : throw new NtkDslException(Messages.NumberNotFinite(value));

    /// <summary>x + y.</summary>
    public static Expr operator +(Expr x, Expr y) => Sum.Of(x, y);

    /// <summary>x − y.</summary>
    public static Expr operator -(Expr x, Expr y) => Sum.Of(x, -y);

    /// <summary>−x.</summary>
    public static Expr operator -(Expr x) => Product.Of(-1, x);

    /// <summary>x · y.</summary>
    public static Expr operator *(Expr x, Expr y) => Product.Of(x, y);

    /// <summary>x / y.</summary>
    public static Expr operator /(Expr x, Expr y) => Product.Of(x, Power.Of(y, -1));

    /// <summary>The free parameter called <paramref name="name"/>, bound at evaluation.</summary>
    /// <exception cref="NtkDslException">The name is not a letter followed by letters, digits or underscores, or is a reserved word.</exception>
    public static Expr Parameter(string name) => Symbol.Parameter(name);

    /// <summary>The exact fraction numerator / denominator.</summary>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public static Expr Fraction(BigInteger numerator, BigInteger denominator) => Number.Of(new Rational(numerator, denominator));

    /// <summary>
    /// The derivative with respect to a leaf: a parameter (<see cref="Parameter"/>) or the input kernel (<see cref="Kernel.Input"/>).
    /// </summary>
    /// <exception cref="NtkDslException">
    /// The variable is no leaf, or the derivative does not exist because an activation has a jump.
    /// </exception>
    public Expr Derivative(Expr variable) => variable is Symbol { Kind: SymbolKind.Parameter or SymbolKind.Input } leaf
        ? NtkDsl.Derivative.Of(this, leaf)
        : throw new NtkDslException(Messages.NotDifferentiable(variable.ToString()!));

    /// <summary>x^exponent.</summary>
    public static Expr Pow(Expr x, Expr exponent) => Power.Of(x, exponent);

    /// <summary>The larger one of x and y.</summary>
    public static Expr Max(Expr x, Expr y) => y + Relu(x - y);

    /// <summary>The smaller one of x and y.</summary>
    public static Expr Min(Expr x, Expr y) => x - Relu(x - y);

    /// <summary>
    /// One function where a condition is positive and another one where it is negative, and the mean of both where it is 0:
    /// <c>Expr.Where(u, u, Expr.Exp(u) - 1)</c>. Both must be finite everywhere.
    /// </summary>
    /// <param name="condition">What decides by its sign.</param>
    /// <param name="positive">The value where it is above 0.</param>
    /// <param name="negative">The value where it is below 0.</param>
    public static Expr Where(Expr condition, Expr positive, Expr negative) => (Step(condition) * positive) + (Step(-condition) * negative);

    /// <summary>√x.</summary>
    public static Expr Sqrt(Expr x) => Power.Of(x, Fraction(1, 2));

    /// <summary>eˣ.</summary>
    public static Expr Exp(Expr x) => Call.Of(Function.Exp, x);

    /// <summary>The natural logarithm of x.</summary>
    public static Expr Log(Expr x) => Call.Of(Function.Log, x);

    /// <summary>sin x.</summary>
    public static Expr Sin(Expr x) => Call.Of(Function.Sin, x);

    /// <summary>cos x.</summary>
    public static Expr Cos(Expr x) => Call.Of(Function.Cos, x);

    /// <summary>tanh x.</summary>
    public static Expr Tanh(Expr x) => Call.Of(Function.Tanh, x);

    /// <summary>The error function erf x = (2/√π) ∫₀ˣ exp(−t²) dt.</summary>
    public static Expr Erf(Expr x) => Call.Of(Function.Erf, x);

    /// <summary>The standard normal distribution function Φ(x).</summary>
    public static Expr NormalCdf(Expr x) => Call.Of(Function.NormalCdf, x);

    /// <summary>The logistic function 1/(1 + e⁻ˣ).</summary>
    public static Expr Sigmoid(Expr x) => Call.Of(Function.Sigmoid, x);

    /// <summary>log(1 + eˣ).</summary>
    public static Expr Softplus(Expr x) => Call.Of(Function.Softplus, x);

    /// <summary>|x|.</summary>
    public static Expr Abs(Expr x) => Call.Of(Function.Abs, x);

    /// <summary>−1, 0 or 1 by the sign of x.</summary>
    public static Expr Sign(Expr x) => Call.Of(Function.Sign, x);

    /// <summary>0 for x &lt; 0, 1/2 for x = 0, 1 for x &gt; 0.</summary>
    public static Expr Step(Expr x) => Call.Of(Function.Step, x);

    /// <summary>max(x, 0).</summary>
    public static Expr Relu(Expr x) => Call.Of(Function.Relu, x);

    /// <summary>A node of the same kind with other arguments, simplified; this object if they are the same.</summary>
    internal Expr WithArguments(ImmutableArray<Expr> arguments) =>
        arguments.AsSpan().SequenceEqual(Arguments.AsSpan(), ReferenceEqualityComparer.Instance) ? this : Rebuild(arguments);

    internal abstract bool SamePayload(Expr other);

    /// <summary>Orders nodes of one kind whose arguments are the same, by content alone.</summary>
    internal abstract int ComparePayload(Expr other);

    private protected abstract Expr Rebuild(ImmutableArray<Expr> arguments);
}
