using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>
/// A random matrix W, with independent normal entries or √m times a Haar-distributed orthogonal one, of which no more is drawn than
/// the products h W and W g that are asked for. A network of width n then costs time of order n for a few examples, not n².
/// </summary>
/// <remarks>
/// <para>
/// Products with orthonormal directions are known, uᵀW for some u and W v for some v. What is asked for is split into known directions
/// and a new one u. Given the known products, uᵀW of a normal matrix has the entry u·(W v) along each v, and is normal and independent
/// of all that is known across them; for an orthogonal matrix uᵀW also has a known length, and W times it is known. So the products have the
/// same distribution as those of a matrix that is drawn at once, however they depend on one another.
/// </para>
/// <para>Source: Bolthausen, "An iterative construction of solutions of the TAP equations" (2014), for the normal matrix.</para>
/// <para>Not for several threads: every product may draw.</para>
/// </remarks>
internal sealed class ImplicitMatrix : WeightMatrix
{
    /// <summary>Parts of a vector smaller than this, relative to the whole, are rounding errors and no new direction.</summary>
    private const double Negligible = 1e-10;

    private readonly Side inputs;
    private readonly Side outputs;
    private readonly bool isOrthogonal;
    private readonly double scale;

    /// <param name="inputs">Where the vectors W g come from, one entry for each input channel.</param>
    /// <param name="outputs">Where the vectors h W come from, one entry for each output channel.</param>
    /// <param name="isOrthogonal">Whether the shorter side of W is orthonormal, up to the factor √m with m the longer one.</param>
    /// <param name="padding">For an orthogonal matrix, which is part of a square one: where its other entries come from.</param>
    public ImplicitMatrix(FreshVectors inputs, FreshVectors outputs, bool isOrthogonal, NormalStream padding)
    {
        var longer = Math.Max(inputs.Length, outputs.Length);
        (this.isOrthogonal, scale) = (isOrthogonal, 1);
        this.inputs = new(inputs, isOrthogonal ? longer : inputs.Length, padding);
        this.outputs = new(outputs, isOrthogonal ? longer : outputs.Length, padding);
    }

    private ImplicitMatrix(ImplicitMatrix original, double scale) =>
        (inputs, outputs, isOrthogonal, this.scale) = (original.inputs, original.outputs, original.isOrthogonal, scale);

    /// <summary>Stands for W; without entries, as there are none.</summary>
    public override Traced Parameter { get; } = new Matrix(0, 0, []);

    public override Traced Multiply(Traced h) => new(Product(h.Value, inputs, outputs),
        new Traced.Argument(h, Multiply, MultiplyTransposed),
        new Traced.Argument(Parameter, HasNoEntries, HasNoEntries) { Factors = g => new(h, g) });

    public override WeightMatrix Times(double s) => new ImplicitMatrix(this, s * scale);

    /// <summary>g Wᵀ for each row g.</summary>
    private Traced MultiplyTransposed(Traced g) => new(Product(g.Value, outputs, inputs),
        new Traced.Argument(g, MultiplyTransposed, Multiply));

    private static Traced HasNoEntries(Traced derivative) => throw new NotSupportedException();

    private Matrix Product(Matrix vectors, Side from, Side to)
    {
        var images = new double[vectors.Rows * to.Length];
        for (var i = 0; i < vectors.Rows; i++)
        {
            TensorPrimitives.Multiply(Image(vectors.Row(i), from, to).AsSpan(0, to.Length), scale, images.AsSpan(i * to.Length));
        }

        return new(vectors.Rows, to.Length, images);
    }

    private double[] Image(ReadOnlySpan<double> vector, Side from, Side to)
    {
        // A number is used up even if no vector is drawn: so that those of a network and of its halves belong together.
        var number = to.NextNumber();
        var (rest, image) = (new double[from.Dimension], new double[to.Dimension]);
        vector.CopyTo(rest);

        // Once leaves an error that grows with the cancellation; twice is enough (Giraud, Langou and Rozložník 2005).
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var known in from.Known)
            {
                var part = TensorPrimitives.Dot<double>(known.Direction, rest);
                TensorPrimitives.MultiplyAdd(known.Direction, -part, rest, rest);
                TensorPrimitives.MultiplyAdd(known.Image, part, image, image);
            }
        }

        var length = TensorPrimitives.Norm<double>(rest);
        if (length > Negligible * TensorPrimitives.Norm(vector))
        {
            TensorPrimitives.Divide(rest, length, rest);
            TensorPrimitives.MultiplyAdd(NewImage(rest, from, to, number), length, image, image);
        }

        return image;
    }

    /// <summary>Draws the image of a unit vector across the known ones, given the known products.</summary>
    private double[] NewImage(double[] direction, Side from, Side to, int number)
    {
        var image = to.Draw(number);
        foreach (var known in to.Known)
        {
            var change = TensorPrimitives.Dot<double>(direction, known.Image) - TensorPrimitives.Dot<double>(known.Direction, image);
            TensorPrimitives.MultiplyAdd(known.Direction, change, image, image);
        }

        if (isOrthogonal)
        {
            var length = Math.Sqrt(to.Dimension);
            var unit = new double[to.Dimension];
            TensorPrimitives.Divide(image, TensorPrimitives.Norm<double>(image), unit);
            TensorPrimitives.Multiply(unit, length, image);
            var back = new double[from.Dimension];
            TensorPrimitives.Multiply(direction, length, back);
            to.Known.Add(new(unit, back));
        }

        from.Known.Add(new(direction, image));
        return image;
    }

    /// <summary>A unit vector and its product with W.</summary>
    private readonly record struct Pair(double[] Direction, double[] Image);

    /// <summary>The input or the output channels: what is known of products with vectors of this side, and fresh vectors for new ones.</summary>
    private sealed class Side(FreshVectors fresh, int dimension, NormalStream padding)
    {
        private int used;

        public List<Pair> Known { get; } = [];

        public int Length => fresh.Length;

        /// <summary>The number of channels, with those that make an orthogonal matrix square.</summary>
        public int Dimension => dimension;

        public int NextNumber() => used++;

        public double[] Draw(int number)
        {
            var vector = new double[dimension];
            fresh[number].CopyTo(vector, 0);
            foreach (ref var entry in vector.AsSpan(fresh.Length))
            {
                entry = padding.Next();
            }

            return vector;
        }
    }
}
