using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <content>Numbers from the formulas.</content>
public sealed partial class Kernel
{
    private static readonly Dictionary<string, double> NoParameters = [];

    private readonly Lazy<TileProgram> program;
    private readonly Lazy<TileProgram> diagonalProgram;
    private readonly IReadOnlyDictionary<string, double> bound;

    /// <summary>The values of the free parameters that are bound.</summary>
    public IReadOnlyDictionary<string, double> Bindings => bound;

    /// <summary>The kernel with a free parameter set to a value; nothing is compiled anew.</summary>
    /// <exception cref="NtkDslException">The architecture has no such parameter.</exception>
    public Kernel Bind(string parameter, double value) => Parameters.Contains(parameter)
        ? new(this, new Dictionary<string, double>(bound) { [parameter] = value })
        : throw new NtkDslException(Messages.UnknownParameter(parameter, [.. Parameters]));

    /// <summary>
    /// K and Θ between the rows of two sets of points, in double precision, deterministic for any number of threads.
    /// Points of the two sets count as different examples, even if they are equal.
    /// </summary>
    /// <param name="x1">n₁ points, the rows of the result.</param>
    /// <param name="x2">n₂ points, its columns.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    /// <exception cref="NtkDslException">The numbers of features do not fit, or a parameter is not bound.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public KernelPair Evaluate(Points x1, Points x2, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        RequireFeatures(x1, x2);
        var evaluation = new TileEvaluation(program.Value, x1, x2, bound, cancellation);
        var results = NewResults(x1.Count, x2.Count);
        evaluation.Run(results.Length, upperOnly: false, (output, row, column, values) => Write(results, output, row, column, values), progress);
        return Pair(results);
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
        var evaluation = new TileEvaluation(program.Value, x, x, bound, cancellation);
        var results = NewResults(x.Count, x.Count);
        Fill(evaluation, results, NtkIsSymmetric, progress);
        return Pair(results);
    }

    /// <summary>K and Θ of each point with itself, without the pairs.</summary>
    /// <param name="x">n points.</param>
    /// <exception cref="NtkDslException">The number of features does not fit, or a parameter is not bound.</exception>
    public KernelDiagonal EvaluateDiagonal(Points x)
    {
        RequireFeatures(x, x);
        var evaluation = new TileEvaluation(diagonalProgram.Value, x, x, bound, CancellationToken.None);
        var values = Enumerable.Range(0, HasNtk ? 2 : 1)
            .Select(output => Vector<double>.Build.Dense(x.Count, i => evaluation.OfRow(output, i)))
            .ToList();
        return new(values[0], HasNtk ? values[1] : null, whyNoNtk);
    }

    /// <summary>Fills square matrices from a program whose outputs are their entries for pairs, then as many for an example with itself.</summary>
    private static void Fill(TileEvaluation evaluation, Matrix<double>[] results, bool symmetric, IProgress<double>? progress = null)
    {
        evaluation.Run(
            results.Length,
            upperOnly: symmetric,
            (output, row, column, values) =>
            {
                Write(results, output, row, column, values);
                if (symmetric)
                {
                    Mirror(results, output, row, column, values);
                }
            },
            progress);
        for (var i = 0; i < results[0].RowCount; i++)
        {
            for (var output = 0; output < results.Length; output++)
            {
                results[output][i, i] = evaluation.OfRow(results.Length + output, i);
            }
        }
    }

    private static void Write(Matrix<double>[] results, int output, int row, int column, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            results[output].At(row, column + i, values[i]);
        }
    }

    private static void Mirror(Matrix<double>[] results, int output, int row, int column, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            results[output].At(column + i, row, values[i]);
        }
    }

    private TileProgram NewDiagonalProgram() => TileProgram.Of(HasNtk ? [NngpDiagonal, NtkDiagonal] : [NngpDiagonal]);

    private TileProgram NewProgram() =>
        TileProgram.Of(HasNtk ? [Nngp, Ntk, NngpDiagonal, NtkDiagonal] : [Nngp, NngpDiagonal]);

    private Matrix<double>[] NewResults(int rows, int columns) =>
        [.. Enumerable.Range(0, HasNtk ? 2 : 1).Select(_ => Matrix<double>.Build.Dense(rows, columns))];

    private KernelPair Pair(Matrix<double>[] results) =>
        new(results[0], results.Length > 1 ? results[1] : null, whyNoNtk, NtkIsSymmetric);

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
