using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace NtkDsl.Symbolics;

/// <summary>What a <see cref="Symbol"/> stands for.</summary>
public enum SymbolKind
{
    /// <summary>The number π.</summary>
    Constant,

    /// <summary>A free parameter of the architecture, bound at evaluation.</summary>
    Parameter,

    /// <summary>A quantity read off the input points, such as ⟨x, x′⟩/d.</summary>
    Input,

    /// <summary>The variable of a function under an expectation, or one of its slots.</summary>
    Variable,
}

/// <summary>A named leaf.</summary>
public sealed partial class Symbol : Expr
{
    private readonly bool nonNegative;
    private readonly Expr? definition;

    private Symbol(string name, SymbolKind kind, Scope scope, bool nonNegative, Expr? definition = null)
        : base([], scope, HashCode.Combine(name, kind, scope), ContentsOf(name, kind))
    {
        Name = name;
        Kind = kind;
        this.nonNegative = nonNegative;
        this.definition = definition;
    }

    /// <summary>The name, unique within the kind and scope.</summary>
    public string Name { get; }

    /// <summary>What the symbol stands for.</summary>
    public SymbolKind Kind { get; }

    internal override bool IsNonNegative => nonNegative;

    private static Contents ContentsOf(string name, SymbolKind kind) => kind switch
    {
        SymbolKind.Constant => Contents.None,
        SymbolKind.Variable when name == Lambda.VariableName => Contents.Unknown | Contents.Variable | Contents.Argument,
        SymbolKind.Variable => Contents.Unknown | Contents.Variable,
        _ => Contents.Unknown,
    };

    internal static Expr OfPi() => Interning.Intern(new Symbol("π", SymbolKind.Constant, Scope.None, nonNegative: true));

    internal static new Symbol Parameter(string name) => ParameterName().IsMatch(name) && name is not ("pi" or "sqrt" or "true" or "false")
        ? Make(name, SymbolKind.Parameter, Scope.None)
        : throw new NtkDslException(Messages.BadParameterName(name));

    internal static Symbol Make(string name, SymbolKind kind, Scope scope, bool nonNegative = false) =>
        (Symbol)Interning.Intern(new Symbol(name, kind, scope, nonNegative));

    /// <summary>A leaf that follows from others, and is a leaf because it is known with more digits than they give.</summary>
    internal static Symbol MakeDependent(string name, SymbolKind kind, Call definition) =>
        (Symbol)Interning.Intern(new Symbol(name, kind, definition.Scope, definition.IsNonNegative, definition));

    /// <summary>The derivative with respect to a leaf.</summary>
    internal Expr DerivativeBy(Symbol leaf) => this == leaf ? 1 : definition is null ? 0 : NtkDsl.Derivative.Of(definition, leaf);

    internal override bool SamePayload(Expr other) =>
        other is Symbol symbol && symbol.Name == Name && symbol.Kind == Kind && symbol.Scope == Scope;

    internal override int ComparePayload(Expr other)
    {
        var that = (Symbol)other;
        return Kind != that.Kind ? Kind.CompareTo(that.Kind)
            : Name != that.Name ? string.CompareOrdinal(Name, that.Name)
            : Scope.CompareTo(that.Scope);
    }

    private protected override Expr Rebuild(ImmutableArray<Expr> arguments) => this;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex ParameterName();
}
