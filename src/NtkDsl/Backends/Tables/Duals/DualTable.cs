using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NtkDsl;

/// <summary>
/// E f(u)g(v) as a polynomial: Chebyshev in the angle θ between u and v, with coefficients that are interpolated between nodes on
/// either side. It is analytic in θ on [0, π] also where f and g have a kink at 0, and so costs a pair some hundred multiplications.
/// </summary>
internal sealed class DualTable : IDual
{
    private const int Lanes = 8;
    private const int Together = 4;

    private readonly Side left;
    private readonly Side right;
    private readonly int degrees;
    private readonly int stride;

    /// <summary>For each right node, for each degree, the coefficients of the left nodes, filled up with zeros.</summary>
    private readonly double[][] coefficients;

    /// <summary>The table of a function given at the Chebyshev nodes of the angle.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    /// <param name="values">For each node of the angle the values for all pairs of nodes, relative to the scales.</param>
    public DualTable(Side left, Side right, double[][,] values)
    {
        (this.left, this.right) = (left, right);
        degrees = values.Length;
        stride = (left.Count + Together - 1) / Together * Together;
        coefficients = [.. Enumerable.Range(0, right.Count).Select(_ => new double[degrees * stride])];
        for (var j = 0; j < right.Count; j++)
        {
            for (var i = 0; i < left.Count; i++)
            {
                var column = Chebyshev.Coefficients([.. values.Select(matrix => matrix[i, j])]);
                for (var k = 0; k < degrees; k++)
                {
                    coefficients[j][(k * stride) + i] = column[k];
                }
            }
        }
    }

    private DualTable(Side left, Side right, DualTable that)
    {
        (this.left, this.right) = (left, right);
        (degrees, stride, coefficients) = (that.degrees, that.stride, that.coefficients);
    }

    /// <summary>The k-th of <paramref name="count"/> angles at which a table is built.</summary>
    public static double Angle(int k, int count) => Math.PI / 2 * (1 + Chebyshev.Node(k, count));

    /// <summary>√(E f²) for each node, with 1 in place of 0.</summary>
    public static double[] ScalesOf(DualNodes nodes, CancellationToken cancellation) =>
        [.. DualGrid.RootMeanSquares(nodes, cancellation).Select(scale => scale > 0 ? scale : 1)];

    /// <summary>The table for other points, at no cost but that of their weights.</summary>
    /// <param name="leftAxis">Where the left points are on their axis, not beyond those for which the table was made.</param>
    /// <param name="rightAxis">Where the right points are.</param>
    public DualTable For(double[] leftAxis, double[] rightAxis) => new(left.For(leftAxis), right.For(rightAxis), this);

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> theta, int firstRow, int column, Span<double> result)
    {
        var rented = ArrayPool<double>.Shared.Rent(degrees * stride);
        var atColumn = rented.AsSpan(0, degrees * stride);
        Contract(column, atColumn);
        Span<double> padded = stackalloc double[Lanes];
        for (var i = 0; i < theta.Length; i += Lanes)
        {
            var count = Math.Min(Lanes, theta.Length - i);
            theta.Slice(i, count).CopyTo(padded);
            Evaluate(atColumn, Vector512.Create<double>(padded), firstRow + i).CopyTo(padded);
            padded[..count].CopyTo(result[i..]);
        }

        TensorPrimitives.Multiply(result, left.Scales.AsSpan(firstRow, theta.Length), result);
        TensorPrimitives.Multiply(result, right.Scales[column], result);
        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>The coefficients with the right side fixed to a point.</summary>
    private void Contract(int column, Span<double> atColumn)
    {
        atColumn.Clear();
        for (var node = 0; node < right.Count; node++)
        {
            if (right.Weights(node)[column] is var weight and not 0)
            {
                TensorPrimitives.MultiplyAdd(coefficients[node], weight, atColumn, atColumn);
            }
        }
    }

    private Vector512<double> Evaluate(ReadOnlySpan<double> atColumn, Vector512<double> theta, int row)
    {
        var x = (theta * Vector512.Create(2 / Math.PI)) - Vector512<double>.One;
        var sum = Vector512<double>.Zero;
        for (var i = 0; i < left.Count; i += Together)
        {
            ref var c = ref MemoryMarshal.GetReference(atColumn[i..]);
            Vector512<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            var (before, now) = (x, Vector512<double>.One);
            for (var k = 0; k < degrees; k++)
            {
                var at = (nuint)(k * stride);
                sum0 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref c, at)), now, sum0);
                sum1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref c, at + 1)), now, sum1);
                sum2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref c, at + 2)), now, sum2);
                sum3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref c, at + 3)), now, sum3);
                (before, now) = (now, Vector512.FusedMultiplyAdd(x + x, now, -before));
            }

            sum += Weighted(sum0, i, row) + Weighted(sum1, i + 1, row) + Weighted(sum2, i + 2, row) + Weighted(sum3, i + 3, row);
        }

        return sum;
    }

    private Vector512<double> Weighted(Vector512<double> value, int node, int row) =>
        node < left.Count ? value * Vector512.Create<double>(left.Weights(node).AsSpan(row, Lanes)) : Vector512<double>.Zero;

    /// <summary>How the points of a side follow from its nodes.</summary>
    /// <param name="axis">The nodes.</param>
    /// <param name="logarithms">log √(E f²) at each node; it is smooth, and so interpolated.</param>
    internal sealed class Side(InterpolationAxis axis, double[] logarithms)
    {
        public int Count => axis.Nodes.Length;

        /// <summary>√(E f²) at each point.</summary>
        public double[] Scales { get; } = [.. axis.Interpolate(logarithms).Select(Math.Exp)];

        public static Side Of(InterpolationAxis axis, DualNodes nodes, CancellationToken cancellation) =>
            new(axis, [.. ScalesOf(nodes, cancellation).Select(scale => Math.Log(scale))]);

        public Side For(double[] points) => new(axis.For(points), logarithms);

        public double[] Weights(int node) => axis.Weights(node);
    }
}
