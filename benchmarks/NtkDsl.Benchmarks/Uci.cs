using MathNet.Numerics.LinearAlgebra;
using static NtkDsl.Layers;

namespace NtkDsl.Benchmarks;

/// <summary>What was chosen on the validation half of a data set, and how it did on the test folds, in percent.</summary>
internal sealed record UciResult(int Depth, KernelKind Kind, double Ridge, double Validation, double Test);

/// <summary>
/// Kernel ridge regression on one-hot targets with the kernels of fully connected ReLU networks. Depth, kernel and ridge are those that
/// do best on the validation half; the first wins a tie.
/// </summary>
/// <remarks>Source: Arora et al., "Harnessing the power of infinitely wide deep nets on small-data tasks" (2020), without their grid.</remarks>
internal static class Uci
{
    private static readonly double[] ridges = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100];

    public static int Run(string directory)
    {
        Console.WriteLine("| data set | rows | features | classes | L | kernel | λ | validation % | 4-fold % |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var folder in Directory.GetDirectories(directory).Order(StringComparer.Ordinal))
        {
            var data = UciDataSet.Read(folder);
            var best = Evaluate(data);
            var kind = best.Kind == KernelKind.Nngp ? "nngp" : "ntk";
            Console.WriteLine(
                $"| {data.Name} | {data.Features.RowCount} | {data.Features.ColumnCount} | {data.ClassCount} "
                + $"| {best.Depth} | {kind} | {best.Ridge:0.####} | {best.Validation:0.0#} | {best.Test:0.0#} |");
        }

        return 0;
    }

    public static UciResult Evaluate(UciDataSet data)
    {
        UciResult? best = null;
        for (var depth = 1; depth <= 5; depth++)
        {
            var kernel = Network(depth).Compile();
            foreach (var kind in Enum.GetValues<KernelKind>())
            {
                var accuracies = Accuracies(data, data.Selection, kernel, kind, ridges);
                foreach (var (ridge, accuracy) in ridges.Zip(accuracies))
                {
                    if (best is null || accuracy > best.Validation)
                    {
                        best = new(depth, kind, ridge, accuracy, Test: 0);
                    }
                }
            }
        }

        var chosen = Network(best!.Depth).Compile();
        return best with { Test = data.Folds.Average(fold => Accuracies(data, fold, chosen, best.Kind, [best.Ridge])[0]) };
    }

    private static Architecture Network(int depth)
    {
        var block = Dense(512, sigmaW: Expr.Sqrt(2)) >> Relu;
        return Architecture.Sequence(Enumerable.Repeat(block, depth)) >> Dense(1);
    }

    /// <summary>The percentage of test points whose largest output is that of their class, for each ridge.</summary>
    private static double[] Accuracies(UciDataSet data, Split split, Kernel kernel, KernelKind kind, double[] ridges)
    {
        var encoding = OneHot.Of(data.ClassCount);
        var (train, test) = (Rows(data.Features, split.Train), Rows(data.Features, split.Test));
        var targets = encoding.Encode([.. split.Train.Select(row => data.Classes[row])]);
        int[] expected = [.. split.Test.Select(row => data.Classes[row])];
        var regression = KernelRegression.Train(kernel, train, targets, Ridge.Relative(ridges[0]), kind);
        return [.. ridges.Select(ridge => Accuracy(encoding.Decode(regression.WithRidge(Ridge.Relative(ridge)).Predict(test)), expected))];
    }

    private static double Accuracy(IEnumerable<int> predicted, int[] expected) =>
        100.0 * predicted.Zip(expected).Count(pair => pair.First == pair.Second) / expected.Length;

    private static Matrix<double> Rows(Matrix<double> matrix, int[] rows) =>
        Matrix<double>.Build.DenseOfRowVectors(rows.Select(matrix.Row));
}
