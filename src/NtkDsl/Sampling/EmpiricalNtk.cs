namespace NtkDsl;

/// <summary>The blocks Θ_kl of the empirical NTK between output k of some examples and output l of others, by one of three methods.</summary>
internal abstract class EmpiricalNtk
{
    /// <summary>Θ_kl, one row for each of the first examples and one column for each of the second.</summary>
    public abstract Matrix Block(int k, int l);

    /// <summary>Prepares the computation.</summary>
    /// <param name="weights">The network.</param>
    /// <param name="x1">The examples of the rows.</param>
    /// <param name="x2">The examples of the columns; null if they are the same.</param>
    /// <param name="method">How; <see cref="NtkMethod.Automatic"/> chooses by cost.</param>
    /// <param name="pairs">The number of blocks that will be asked for, which tells the costs apart.</param>
    public static EmpiricalNtk Of(SampledWeights weights, Matrix x1, Matrix? x2, NtkMethod method, int pairs)
    {
        var left = weights.Forward(x1).Values;
        var right = x2 is null
            ? weights.Forward(x1, surrogates: true).Values
            : weights.Forward(x2, firstExample: x1.Rows, surrogates: true).Values;
        return (method == NtkMethod.Automatic ? Cheapest(weights, left, right, pairs) : method) switch
        {
            NtkMethod.JacobianContraction => new Contraction(weights, x1, x2, left.Columns),
            NtkMethod.NtkVectorProducts => new VectorProducts(weights, left, right),
            _ => new Structured(weights, left, right),
        };
    }

    /// <summary>∂f_k/∂θ for each row of the examples, from one reverse pass for each output of each example.</summary>
    public static Matrix[] Jacobian(SampledWeights weights, Matrix x, int outputs, int firstExample = 0, bool surrogates = false)
    {
        var parameters = weights.Parameters.Select(parameter => parameter.Values).ToList();
        var count = parameters.Sum(parameter => parameter.Value.Entries.Length);
        var jacobians = Enumerable.Range(0, outputs).Select(_ => new double[x.Rows * count]).ToArray();
        Parallel.For(0, x.Rows, i =>
        {
            var output = weights.Forward(new(1, x.Columns, x.Row(i).ToArray()), firstExample + i, surrogates).Values;
            for (var k = 0; k < outputs; k++)
            {
                var at = i * count;
                foreach (var gradient in Autodiff.Vjp(output, Unit(1, outputs, 0, k), parameters))
                {
                    gradient.Value.Entries.CopyTo(jacobians[k].AsSpan(at));
                    at += gradient.Value.Entries.Length;
                }
            }
        });
        return [.. jacobians.Select(entries => new Matrix(x.Rows, count, entries))];
    }

    private static Matrix Unit(int rows, int columns, int row, int column)
    {
        var entries = new double[rows * columns];
        entries[(row * columns) + column] = 1;
        return new(rows, columns, entries);
    }

    /// <summary>The multiplications that each method takes, as a multiple of the batch sizes.</summary>
    private static NtkMethod Cheapest(SampledWeights weights, Traced left, Traced right, int pairs)
    {
        double parameters = weights.Parameters.Sum(parameter => (double)parameter.Values.Value.Entries.Length);
        double outputs = left.Columns, examples = left.Rows + right.Rows, entries = (double)left.Rows * right.Rows * pairs;
        var isParameter = weights.Parameters.Select(parameter => parameter.Values).ToHashSet();
        var gram = Autodiff.Trace(left).SelectMany(result => result.Arguments).Where(argument => isParameter.Contains(argument.Source))
            .GroupBy(argument => argument.Source)
            .Sum(uses => Math.Pow(uses.Count(), 2) * (uses.Key.Rows + uses.Key.Columns));
        return new[]
        {
            (Method: NtkMethod.StructuredDerivatives, Cost: (2 * outputs * examples * parameters) + (entries * gram)),
            (Method: NtkMethod.NtkVectorProducts, Cost: 3 * outputs * right.Rows * examples * parameters),
            (Method: NtkMethod.JacobianContraction, Cost: (2 * outputs * examples * parameters) + (entries * parameters)),
        }.MinBy(choice => choice.Cost).Method;
    }

    private sealed class Structured(SampledWeights weights, Traced left, Traced right) : EmpiricalNtk
    {
        private readonly Traced[] parameters = [.. weights.Parameters.Select(parameter => parameter.Values)];
        private readonly double[] rates = [.. weights.Parameters.Select(parameter => parameter.Rate)];
        private readonly Dictionary<(Traced, int), RowGradients> known = [];

        public override Matrix Block(int k, int l) => Gradients(left, k).Kernel(Gradients(right, l), rates).Value;

        private RowGradients Gradients(Traced output, int k)
        {
            if (!known.TryGetValue((output, k), out var gradients))
            {
                var cotangent = Traced.Product(Traced.Ones(output.Rows, 1), Unit(1, output.Columns, 0, k));
                known[(output, k)] = gradients = new(output, cotangent, parameters);
            }

            return gradients;
        }
    }

    private sealed class VectorProducts(SampledWeights weights, Traced left, Traced right) : EmpiricalNtk
    {
        private readonly Traced[] parameters = [.. weights.Parameters.Select(parameter => parameter.Values)];
        private readonly double[] rates = [.. weights.Parameters.Select(parameter => parameter.Rate)];
        private readonly Dictionary<int, Matrix[]> known = [];

        public override Matrix Block(int k, int l)
        {
            if (!known.TryGetValue(l, out var columns))
            {
                known[l] = columns = [.. Enumerable.Range(0, right.Rows).Select(j => Column(j, l))];
            }

            return Matrix.Place(right.Rows, [.. columns.Select(column => column.Slice(k, 1))], [.. Enumerable.Range(0, right.Rows)]);
        }

        /// <summary>J Λ J′ᵀ e for the unit vector e of output l of example j.</summary>
        private Matrix Column(int j, int l)
        {
            var gradients = Autodiff.Vjp(right, Unit(right.Rows, right.Columns, j, l), parameters);
            return Autodiff.Jvp(left, parameters, [.. gradients.Zip(rates, (gradient, rate) => rate * gradient)]).Value;
        }
    }

    private sealed class Contraction(SampledWeights weights, Matrix x1, Matrix? x2, int outputs) : EmpiricalNtk
    {
        private readonly Matrix rates = new(1, weights.Parameters.Sum(parameter => parameter.Values.Value.Entries.Length),
            [.. weights.Parameters.SelectMany(parameter => Enumerable.Repeat(parameter.Rate, parameter.Values.Value.Entries.Length))]);

        private readonly Matrix[] left = Jacobian(weights, x1, outputs);

        private readonly Matrix[] right = x2 is null
            ? Jacobian(weights, x1, outputs, surrogates: true)
            : Jacobian(weights, x2, outputs, x1.Rows, surrogates: true);

        public override Matrix Block(int k, int l) =>
            MatrixProduct.Multiply(((Traced)left[k] * (Traced)rates).Value, right[l], transposeB: true);
    }
}
