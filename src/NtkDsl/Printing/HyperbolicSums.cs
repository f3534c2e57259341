using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>Sums of products of hyperbolic functions of one argument: tanh is sinh/cosh, and sinh² is cosh² − 1.</summary>
internal static class HyperbolicSums
{
    /// <summary>The sum as Σ k coshⁿ x + Σ k coshⁿ x sinh x with n ≥ 0, if it has a tanh and can be written so.</summary>
    public static Expr? WithoutTangent(Expr node)
    {
        if (node is not Sum || Find(node, Function.Tanh) is not { } tanh || Find(node, Function.Cosh, tanh.Arguments[0]) is not { } cosh)
        {
            return null;
        }

        var (sinh, terms) = (Call.Of(Function.Sinh, tanh.Arguments[0]), new Dictionary<(int Sines, int Cosines), Expr>());
        foreach (var term in Multiplied.Factors(Multiplied.Out(node)) is [Sum sum] ? sum.Arguments : [Multiplied.Out(node)])
        {
            var (t, s, c) = (PowerOf(term, tanh), PowerOf(term, sinh), PowerOf(term, cosh));
            Add(t + s, c - t, term / (Pow(tanh, t) * Pow(sinh, s) * Pow(cosh, c)));
        }

        var left = terms.Where(term => !term.Value.IsZero).ToList();
        return left.Exists(term => term.Key.Cosines < 0)
            ? null
            : Sum.Of([.. left.Select(term => Multiplied.Together(term.Value) * Pow(sinh, term.Key.Sines) * Pow(cosh, term.Key.Cosines))]);

        void Add(int sines, int cosines, Expr factor)
        {
            if (sines > 1)
            {
                Add(sines - 2, cosines + 2, factor);
                Add(sines - 2, cosines, -factor);
                return;
            }

            terms[(sines, cosines)] = Multiplied.Out(terms.GetValueOrDefault((sines, cosines), 0) + factor);
        }
    }

    private static Call? Find(Expr node, Function function, Expr? argument = null) =>
        Visible.NodesOutside(node, part => part is Call call && call.Function == function && (argument is null || call.Arguments[0] == argument)) is [Call first, ..] ? first : null;

    private static int PowerOf(Expr term, Expr factor) => Multiplied.Factors(term).Sum(part =>
        part == factor ? 1
        : part is Power { Base: var @base, Exponent: Number { Value: { IsInteger: true } exponent } } && @base == factor ? (int)exponent.Numerator
        : 0);
}
