using System.Numerics.Tensors;

namespace NtkDsl;

/// <content>
/// Linear and bilinear operations. In an elementwise operation a single row, a single column or a single entry is
/// repeated to the shape of the other argument.
/// </content>
internal sealed partial class Traced
{
    /// <summary>op(A) op(B), where op transposes if told to.</summary>
    public static Traced Product(Traced a, Traced b, bool transposeA = false, bool transposeB = false)
    {
        // Rows of A are rows of the result only if A is not transposed.
        RowFactors Factors(Traced g) => transposeB ? new(g, a) : new(a, g);
        return new(MatrixProduct.Multiply(a.Value, b.Value, transposeA, transposeB),
            new Argument(a,
                t => Product(t, b, transposeA, transposeB),
                g => transposeA ? Product(b, g, transposeB, true) : Product(g, b, false, !transposeB)),
            new Argument(b,
                t => Product(a, t, transposeA, transposeB),
                g => transposeB ? Product(g, a, true, transposeA) : Product(a, g, !transposeA))
            { Factors = transposeA ? null : Factors });
    }

    /// <summary>X + Y.</summary>
    public static Traced operator +(Traced x, Traced y)
    {
        (x, y) = Align(x, y);
        return new(x.Value.Zip(y.Value, TensorPrimitives.Add),
            Argument.Symmetric(x, t => t),
            Argument.Symmetric(y, t => t));
    }

    /// <summary>X − Y.</summary>
    public static Traced operator -(Traced x, Traced y)
    {
        (x, y) = Align(x, y);
        return new(x.Value.Zip(y.Value, TensorPrimitives.Subtract),
            Argument.Symmetric(x, t => t),
            Argument.Symmetric(y, t => -t));
    }

    /// <summary>X ∘ Y, entry by entry.</summary>
    public static Traced operator *(Traced x, Traced y)
    {
        (x, y) = Align(x, y);
        return new(x.Value.Zip(y.Value, TensorPrimitives.Multiply),
            Argument.Symmetric(x, t => t * y),
            Argument.Symmetric(y, t => x * t));
    }

    /// <summary>X / Y, entry by entry.</summary>
    public static Traced operator /(Traced x, Traced y) => x * Reciprocal(y);

    /// <summary>s X.</summary>
    public static Traced operator *(double s, Traced x) =>
        new(x.Value.Map((v, result) => TensorPrimitives.Multiply(v, s, result)), Argument.Symmetric(x, t => s * t));

    /// <summary>X + s, entry by entry.</summary>
    public static Traced operator +(Traced x, double s) =>
        new(x.Value.Map((v, result) => TensorPrimitives.Add(v, s, result)), Argument.Symmetric(x, t => t));

    /// <summary>−X.</summary>
    public static Traced operator -(Traced x) => -1 * x;

    /// <summary>X − s, entry by entry.</summary>
    public static Traced operator -(Traced x, double s) => x + -s;

    /// <summary>s − X, entry by entry.</summary>
    public static Traced operator -(double s, Traced x) => -x + s;

    /// <summary>The matrix with this shape whose entries are all 1.</summary>
    public static Traced Ones(int rows, int columns) => Matrix.Filled(rows, columns, 1);

    /// <summary>The sum of the columns, as one column: X 1.</summary>
    public static Traced SumColumns(Traced x) => Product(x, Ones(x.Columns, 1));

    /// <summary>A row, repeated: 1 x, where 1 is a column. A product also for one row, as <see cref="RowGradients"/> needs.</summary>
    public static Traced Repeat(Traced row, int rows) => Product(Ones(rows, 1), row);

    /// <summary>Columns start, …, start + count − 1 of X.</summary>
    public static Traced Slice(Traced x, int start, int count) =>
        new(x.Value.Slice(start, count),
            new Argument(x, t => Slice(t, start, count), g => Pad(g, start, x.Columns)));

    /// <summary>X from column start on, between columns of zeros.</summary>
    public static Traced Pad(Traced x, int start, int columns) =>
        new(Matrix.Place(columns, [x.Value], [start]),
            new Argument(x, t => Pad(t, start, columns), g => Slice(g, start, x.Columns)));

    /// <summary>Matrices with the same number of rows, side by side.</summary>
    public static Traced Concat(params IReadOnlyList<Traced> parts)
    {
        var starts = new int[parts.Count + 1];
        for (var k = 0; k < parts.Count; k++) starts[k + 1] = starts[k] + parts[k].Columns;
        var columns = starts[^1];
        Argument Part(Traced part, int k) =>
            new(part, t => Pad(t, starts[k], columns), g => Slice(g, starts[k], part.Columns));
        return new(Matrix.Place(columns, [.. parts.Select(part => part.Value)], starts), [.. parts.Select(Part)]);
    }

    private static (Traced X, Traced Y) Align(Traced x, Traced y)
    {
        var (rows, columns) = (x.Rows == 1 ? y.Rows : x.Rows, x.Columns == 1 ? y.Columns : x.Columns);
        return (Broadcast(x, rows, columns), Broadcast(y, rows, columns));
    }

    private static Traced Broadcast(Traced x, int rows, int columns)
    {
        if (x.Rows == 1 && rows != 1) x = Repeat(x, rows);
        return x.Columns == 1 && columns != 1 ? Product(x, Ones(1, columns)) : x;
    }
}
