namespace NtkDsl;

/// <summary>Which points are kept back to judge a model that was trained on the others.</summary>
public sealed class Validation
{
    private readonly Func<int, IReadOnlyList<int[]>> heldOut;

    private Validation(Func<int, IReadOnlyList<int[]>> heldOut) => this.heldOut = heldOut;

    /// <summary>k folds: each point is predicted once, by a model that was trained without its fold.</summary>
    /// <param name="count">k, from 2 to the number of points.</param>
    /// <param name="seed">The points are dealt to the folds in a random order that depends on the seed alone.</param>
    public static Validation Folds(int count, long seed = 0) => new(n => count >= 2 && count <= n
        ? KernelRegression.Folds(n, count, seed)
        : throw new NtkDslException(Messages.BadFolds(count, n)));

    /// <summary>A random part of the points is kept back, once.</summary>
    /// <param name="fraction">The part, above 0 and below 1.</param>
    /// <param name="seed">Which points depends on the seed alone.</param>
    /// <exception cref="NtkDslException">The fraction is out of range.</exception>
    public static Validation Holdout(double fraction, long seed = 0) => fraction is > 0 and < 1
        ? new(n => [Part(n, (int)Math.Round(fraction * n), seed)])
        : throw new NtkDslException(Messages.BadHoldout(fraction));

    /// <summary>The points to train on and those to judge by, in each round.</summary>
    internal IEnumerable<(int[] Training, int[] HeldOut)> Splits(int n) =>
        heldOut(n).Select(part => (Enumerable.Range(0, n).Except(part).ToArray(), part));

    private static int[] Part(int n, int count, long seed) => count > 0 && count < n
        ? [.. KernelRegression.Folds(n, n, seed).Take(count).Select(one => one[0])]
        : throw new NtkDslException(Messages.HoldoutLeavesNothing(n));
}
