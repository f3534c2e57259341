namespace NtkDsl;

/// <summary>A function under an expectation, for many values of u at once: a tile program of its own, in which u takes the place of K₀(x, x′).</summary>
internal sealed class VectorLambda
{
    private readonly TileProgram program;
    private readonly int slots;

    public VectorLambda(Lambda lambda)
    {
        slots = lambda.Slots;
        program = TileProgram.Of([lambda.Apply(InputMoments.Cross, [.. Enumerable.Range(0, slots).Select(Name).Select(Symbol.Parameter)])]);
    }

    /// <summary>f(scale·z; slots) for each z, on this thread.</summary>
    public void Evaluate(ReadOnlyMemory<double> z, double scale, double[] slotValues, Memory<double> values, CancellationToken cancellation)
    {
        var parameters = Enumerable.Range(0, slots).ToDictionary(Name, k => slotValues[k]);
        var source = new ArgumentSource(z, scale);
        var storage = new Storage(program, source.RowCount, source.ColumnCount);
        var interpreter = new Interpreter(program, source, parameters, storage, new Integrator(new()), cancellation);
        new TileRunner(source, storage, program.Registers, (lanes, window, sink) => interpreter.RunPairs(1, lanes, window, sink))
            .RunOnThisThread(new(0, z.Length, 0, 1), (_, _, first, tile) => tile.CopyTo(values.Span[first..]));
    }

    private static string Name(int slot) => $"p{slot}";
}
