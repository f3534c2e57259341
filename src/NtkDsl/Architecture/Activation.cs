namespace NtkDsl;

/// <summary>
/// An elementwise function φ. Its dual activation E φ(u)φ(v), and hence its NNGP and NTK, follow from the symbolic function:
/// in closed form where one is known, by quadrature elsewhere.
/// </summary>
public sealed record Activation : LeafLayer
{
    private Activation(string name, EquatableList<Expr> arguments, Expr function, Activation? surrogate)
    {
        Name = name;
        Arguments = arguments;
        Function = function;
        Surrogate = surrogate;
    }

    /// <summary>The word by which the text form knows the activation.</summary>
    public string Name { get; }

    /// <summary>The values of its parameters, such as α of leakyRelu(α).</summary>
    public EquatableList<Expr> Arguments { get; }

    /// <summary>Whose derivative is back-propagated in place of φ′; null for the true derivative.</summary>
    public Activation? Surrogate { get; }

    /// <summary>φ(u) as an expression in <see cref="Lambda.Variable"/>.</summary>
    internal Expr Function { get; }

    /// <summary>An activation from a symbolic function; nothing else is needed for its kernels.</summary>
    /// <example><c>Activation.Define("cubic", u => u * u * u)</c></example>
    /// <param name="name">A word for the text form: a letter followed by letters and digits.</param>
    /// <param name="function">φ, from the operators and functions of <see cref="Expr"/>.</param>
    /// <exception cref="NtkDslException">The name is not a word.</exception>
    public static Activation Define(string name, Func<Expr, Expr> function) => ArchitectureText.IsWord(name)
        ? Of(name, function)
        : throw new NtkDslException(Messages.BadActivationName(name));

    /// <summary>The same function, whose gradient is replaced by that of <paramref name="surrogate"/>.</summary>
    /// <remarks>
    /// The NTK between the network and its surrogate gradient is then not symmetric in (x, x′); see
    /// Eilers, Memmesheimer and Goedeke, "A generalized neural tangent kernel for surrogate gradient learning" (2024).
    /// </remarks>
    public Activation WithSurrogate(Activation surrogate) => new(Name, Arguments, Function, surrogate);

    /// <summary>φ applied to a symbolic argument.</summary>
    public Expr Apply(Expr argument)
    {
        var value = Function.Substitute(Lambda.Variable, argument);
        return Surrogate is null ? value : Call.Of(Symbolics.Function.Surrogate, value, Surrogate.Apply(argument));
    }

    internal static Activation Of(string name, Func<Expr, Expr> function, params EquatableList<Expr> arguments) =>
        new(name, arguments, function(Lambda.Variable), null);

    /// <summary>c with φ(factor·u) = c·φ(u) for all u, if it is 1 or the factor itself; null if it is neither.</summary>
    internal Expr? FactorThatLeaves(Expr factor)
    {
        Expr value = Apply(Lambda.Variable), scaled = Apply(factor * Lambda.Variable);
        return scaled == value ? 1
            : scaled == Sum.Of([.. (value is Sum ? value.Arguments : [value]).Select(term => factor * term)]) ? factor
            : null;
    }

    internal override Signal Propagate(KernelBuilder kernel, Signal input) => kernel.Map(this, input);

    internal override Channels Forward(ForwardPass pass, Channels input) => input.Select(pass.FunctionOf(this));
}
