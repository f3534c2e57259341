namespace NtkDsl;

/// <summary>The first outputs of a program for pairs of one squared norm, angle by angle; what follows from the norm is evaluated once.</summary>
internal sealed class AngularEvaluation
{
    private readonly AngleSource source;
    private readonly TileEvaluation evaluation;
    private readonly int outputs;

    public AngularEvaluation(
        TileProgram program, int outputs, double a, int features, IReadOnlyDictionary<string, double> parameters, CancellationToken cancellation)
    {
        this.outputs = outputs;
        source = new(a, features);
        evaluation = new(program, source, parameters, cancellation);
    }

    /// <summary>The largest error of what has been integrated so far, as <see cref="TileEvaluation.QuadratureError"/> has it.</summary>
    public double QuadratureError => evaluation.QuadratureError;

    /// <summary>All outputs at angles that are given as <see cref="AngleSource"/> has them.</summary>
    public double[][] At(double[] t, bool farSide)
    {
        var values = Enumerable.Range(0, outputs).Select(_ => new double[t.Length]).ToArray();
        for (var start = 0; start < t.Length; start += AngleSource.Capacity)
        {
            var count = Math.Min(AngleSource.Capacity, t.Length - start);
            source.Move(farSide, t.AsSpan(start, count));
            evaluation.Run(outputs, new(0, count, 0, 1), (output, _, first, tile) => tile.CopyTo(values[output].AsSpan(start + first)));
        }

        return values;
    }
}
