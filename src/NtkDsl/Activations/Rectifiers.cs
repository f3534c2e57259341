namespace NtkDsl;

public static partial class Layers
{
    /// <summary>u ↦ u.</summary>
    public static Activation Identity { get; } = Activation.Of("identity", u => u);

    /// <summary>u ↦ max(u, 0).</summary>
    public static Activation Relu { get; } = Activation.Of("relu", Expr.Relu);

    /// <summary>u ↦ |u|.</summary>
    public static Activation Abs { get; } = Activation.Of("abs", Expr.Abs);

    /// <summary>u ↦ 0 for u &lt; 0, ½ at 0 and 1 for u &gt; 0. It has no NTK unless a surrogate gradient is given.</summary>
    public static Activation Step { get; } = Activation.Of("step", Expr.Step);

    /// <summary>u ↦ −1 for u &lt; 0, 0 at 0 and 1 for u &gt; 0. It has no NTK unless a surrogate gradient is given.</summary>
    public static Activation Sign { get; } = Activation.Of("sign", Expr.Sign);

    /// <summary>u ↦ u for u &gt; 0 and α(eᵘ − 1) for u &lt; 0, with α = 1 (Clevert et al. 2016).</summary>
    public static Activation Elu { get; } = Activation.Of("elu", u => EluOf(u, 1));

    /// <summary>u ↦ λu for u &gt; 0 and λα(eᵘ − 1) for u &lt; 0, with the constants of Klambauer et al. (2017).</summary>
    public static Activation Selu { get; } = Activation.Of("selu", u => 1.0507009873554805 * EluOf(u, 1.6732632423543772));

    /// <summary>u ↦ u for u &gt; 0 and α·u for u &lt; 0.</summary>
    /// <param name="alpha">The slope on the left.</param>
    public static Activation LeakyRelu(Expr alpha) => Activation.Of("leakyRelu", u => Expr.Relu(u) - (alpha * Expr.Relu(-u)), alpha);

    /// <summary>u ↦ a·min(u, 0) + b·max(u, 0) (Tsuchida et al. 2018).</summary>
    /// <param name="a">The slope on the left.</param>
    /// <param name="b">The slope on the right.</param>
    public static Activation AbRelu(Expr a, Expr b) => Activation.Of("abRelu", u => (b * Expr.Relu(u)) - (a * Expr.Relu(-u)), a, b);

    /// <summary>u ↦ max(u, 0)ᵏ; its dual is the arc-cosine kernel of order k (Cho and Saul 2009).</summary>
    /// <param name="k">The power, from 1.</param>
    /// <exception cref="NtkDslException">k is not positive.</exception>
    public static Activation RectifiedMonomial(int k) =>
        Activation.Of("rectifiedMonomial", u => Expr.Pow(Expr.Relu(u), Positive("rectifiedMonomial", k)), k);

    private static Expr EluOf(Expr u, Expr alpha) => Expr.Relu(u) + (alpha * Call.Of(Function.ExpMinusOne, -Expr.Relu(-u)));

    private static int Positive(string word, int k) => k > 0 ? k : throw new NtkDslException(Messages.CountNotPositive(word, k));
}
