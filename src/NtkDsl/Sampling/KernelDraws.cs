using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>The empirical kernels of networks drawn one after the other: both kernels of a draw, row-major, NNGP first.</summary>
internal sealed class KernelDraws(NetworkPlan plan, Matrix x1, Matrix? x2)
{
    private readonly int rows = x1.Rows;
    private readonly int columns = (x2 ?? x1).Rows;

    public NetworkPlan Plan => plan;

    /// <summary>The number of entries of one kernel.</summary>
    public int Entries => rows * columns;

    /// <summary>False if an activation jumps: then gradients of finite networks say nothing about the NTK.</summary>
    public bool HasNtk => !plan.HasJump;

    /// <summary>The number of quantities of a draw.</summary>
    public int Size => HasNtk ? 2 * Entries : Entries;

    /// <summary>The kernels of the network with these weights, averaged over its outputs.</summary>
    public void Write(SampledWeights weights, Span<double> quantities)
    {
        var left = weights.Forward(x1);
        var right = x2 is null ? left : weights.Forward(x2, firstExample: rows);
        var nngp = MatrixProduct.Multiply(left.Weighted().Value, right.Weighted().Value, transposeB: true);
        TensorPrimitives.Divide(nngp.Entries, left.Width, quantities);
        if (!HasNtk)
        {
            return;
        }

        right = plan.HasSurrogate ? weights.Forward(x2 ?? x1, x2 is null ? 0 : rows, surrogates: true) : right;
        Ntk(weights, left, right).Entries.CopyTo(quantities[Entries..]);
    }

    /// <summary>
    /// The NTK of Σ_k s_k √ω_k f_k/√O with random signs s, whose mean over the signs is the NTK averaged over the outputs:
    /// one reverse pass whatever the number of outputs.
    /// </summary>
    private static Matrix Ntk(SampledWeights weights, Channels left, Channels right)
    {
        var parameters = weights.Parameters.ToList();
        var values = parameters.ConvertAll(parameter => parameter.Values);
        var signs = Signs(weights, left);
        var gradients = Gradients(left);
        return gradients.Kernel(left == right ? gradients : Gradients(right), parameters.ConvertAll(parameter => parameter.Rate)).Value;

        RowGradients Gradients(Channels output) => new(output.Values, Traced.Repeat(signs, output.Values.Rows), values);
    }

    private static Matrix Signs(SampledWeights weights, Channels output)
    {
        var stream = weights.MaskStream(-1, 0);
        var signs = new double[output.Width];
        foreach (ref var sign in signs.AsSpan())
        {
            sign = (stream.Uniform() < 0.5 ? -1 : 1) / Math.Sqrt(signs.Length);
        }

        var row = new Matrix(1, signs.Length, signs);
        return output.Weights is { } shares ? row.Zip(shares.Map(TensorPrimitives.Sqrt), TensorPrimitives.Multiply) : row;
    }
}
