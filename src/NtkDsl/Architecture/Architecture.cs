namespace NtkDsl;

/// <summary>
/// A neural network architecture: an immutable tree of layers with structural equality. It compiles to kernels
/// (<see cref="Compile"/>), reads from and prints as text, and samples as a finite network.
/// </summary>
public abstract record Architecture
{
    /// <summary>How many bytes <see cref="Compile"/> may allocate: two or three seconds of work.</summary>
    public const long DefaultCompileLimit = 1_000_000_000;

    private protected Architecture()
    {
    }

    /// <summary><paramref name="first"/>, then <paramref name="second"/>.</summary>
    public static Architecture operator >>(Architecture first, Architecture second) => Chain.Of(first, second);

    /// <summary>The layers one after the other; none of them is the identity.</summary>
    public static Architecture Sequence(params IEnumerable<Architecture> layers) => Chain.Of([.. layers]);

    /// <summary>Reads the text form, such as <c>dense(512, sigmaW=sqrt(2)) &gt;&gt; relu &gt;&gt; dense(1)</c>.</summary>
    /// <param name="text">The words are the members of <see cref="Layers"/> in camelCase; numbers may be expressions or free parameters.</param>
    /// <exception cref="NtkDslException">The text does not parse; the message shows where.</exception>
    public static Architecture Parse(string text) => ArchitectureParser.Parse(text, []);

    /// <summary>Reads the text form, which may name further activations.</summary>
    /// <param name="text">As for <see cref="Parse(string)"/>.</param>
    /// <param name="activations">The activations that the text may name besides those of <see cref="Layers"/>.</param>
    /// <exception cref="NtkDslException">The text does not parse; the message shows where.</exception>
    public static Architecture Parse(string text, params IEnumerable<Activation> activations) => ArchitectureParser.Parse(text, [.. activations]);

    /// <summary>The text form, which <see cref="Parse(string)"/> reads back.</summary>
    public sealed override string ToString() => ArchitectureText.Of(this);

    /// <summary>
    /// Derives the NNGP kernel K and the neural tangent kernel Θ of the network in the limit of infinite width.
    /// </summary>
    /// <param name="features">The number of input features d, where it is known already; checked at evaluation otherwise.</param>
    /// <param name="limit">
    /// How many bytes may be allocated, <see cref="DefaultCompileLimit"/> if nothing is said. It refuses formulas that would take minutes;
    /// a network of some thousand layers needs a larger one. The kernel itself keeps a small part of it.
    /// </param>
    /// <param name="progress">Told where the compilation is, once it has taken longer than a second.</param>
    /// <param name="cancellation">Ends the compilation early.</param>
    /// <exception cref="NtkDslException">
    /// The architecture has no exact limit in closed form or as an integral over two variables, its widths do not fit, or its formulas
    /// exceed the limit; the message names the place in the tree.
    /// </exception>
    /// <exception cref="OperationCanceledException">The compilation was cancelled.</exception>
    public Kernel Compile(
        int? features = null,
        long limit = DefaultCompileLimit,
        IProgress<CompileProgress>? progress = null,
        CancellationToken cancellation = default) => Kernel.Compile(this, features, limit, progress, cancellation);

    /// <summary>What the layer does with a signal that walks through the architecture.</summary>
    internal abstract T Walk<T>(Walk<T> walk, T input)
        where T : notnull;
}
