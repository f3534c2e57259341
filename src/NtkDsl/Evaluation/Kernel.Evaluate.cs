using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <content>Numbers from the formulas.</content>
public sealed partial class Kernel
{
    /// <summary>By the formula of K, which all bindings of an architecture's parameters share.</summary>
    private static readonly ConditionalWeakTable<Formula, KernelPrograms> KnownPrograms = [];

    private KernelPrograms Programs => KnownPrograms.GetValue(nngp, _ => new(this));

    /// <summary>
    /// K and Θ between the rows of two sets of points, in double precision, deterministic for any number of threads.
    /// Points of the two sets count as different examples, even if they are equal.
    /// </summary>
    /// <remarks>
    /// The zero vector has no direction. Where a jump such as <see cref="Layers.Step"/> or the derivative of a rectifier asks for one, each
    /// counts as a short vector of random direction: at angle 0 to itself, and at π/2 to every other example, another zero vector too.
    /// </remarks>
    /// <param name="x1">n₁ points, the rows of the result.</param>
    /// <param name="x2">n₂ points, its columns.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    /// <exception cref="NtkDslException">The numbers of features do not fit, or a parameter is not bound.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public KernelPair Evaluate(Points x1, Points x2, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        RequireFeatures(x1, x2);
        var results = new Results(HasNtk ? 2 : 1, x1.Count, x2.Count);
        var evaluation = new PairEvaluation(Programs.All, results.Count, new PointSource(x1, x2), bound, symmetric: false, cancellation);
        evaluation.Run(new(0, x1.Count, 0, x2.Count), results.Write, progress);
        return Pair(results, evaluation);
    }

    /// <summary>K and Θ among the rows of one set of points. Entry (i, i) is an example with itself.</summary>
    /// <param name="x">n points.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    /// <exception cref="NtkDslException">The number of features does not fit, or a parameter is not bound.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public KernelPair EvaluateSymmetric(Points x, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        RequireFeatures(x, x);
        var results = new Results(HasNtk ? 2 : 1, x.Count, x.Count);
        var evaluation = Fill(Programs.All, results, x, NtkIsSymmetric, progress, cancellation);
        return Pair(results, evaluation);
    }

    /// <summary>K and Θ of each point with itself, without the pairs.</summary>
    /// <param name="x">n points.</param>
    /// <exception cref="NtkDslException">The number of features does not fit, or a parameter is not bound.</exception>
    public KernelDiagonal EvaluateDiagonal(Points x)
    {
        RequireFeatures(x, x);
        var evaluation = new TileEvaluation(Programs.Diagonal, new PointSource(x, x), bound, CancellationToken.None);
        return new(Values(0), ntk.Then<Vector<double>>(_ => Values(1)));

        Vector<double> Values(int output) => Vector<double>.Build.Dense(x.Count, i => evaluation.OfRow(output, i));
    }

    /// <summary>Fills square matrices from a program whose outputs are their entries for pairs, then as many for an example with itself.</summary>
    private PairEvaluation Fill(
        TileProgram tiles, Results results, Points x, bool symmetric, IProgress<double>? progress, CancellationToken cancellation)
    {
        var evaluation = new PairEvaluation(tiles, results.Count, new PointSource(x, x), bound, symmetric, cancellation);
        evaluation.Run(new(0, x.Count, 0, x.Count, BelowDiagonal: symmetric), results.Write, progress);
        if (symmetric)
        {
            results.Mirror();
        }

        results.SetDiagonal(evaluation.Diagonal);
        return evaluation;
    }

    private KernelPair Pair(Results results, PairEvaluation evaluation) =>
        new(results.ToMatrix(0), ntk.Then<Matrix<double>>(_ => results.ToMatrix(1)), NtkIsSymmetric, evaluation.QuadratureError);

    private void RequireFeatures(Points x1, Points x2)
    {
        if (x1.Features != x2.Features)
        {
            throw new NtkDslException(Messages.FeaturesDiffer(x1.Features, x2.Features));
        }

        if (Features is { } features && features != x1.Features)
        {
            throw new NtkDslException(Messages.WrongFeatures(features, x1.Features));
        }
    }
}
