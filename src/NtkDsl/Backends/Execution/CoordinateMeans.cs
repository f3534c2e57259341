namespace NtkDsl;

/// <summary>Means over the coordinates of the inputs: of a function of x at each point, or of a product f(x)g(x′) at each pair.</summary>
internal static class CoordinateMeans
{
    public static void Of(InputMean mean, ReadOnlySpan<Instruction> arguments, PairSource source, Lanes lanes, Span<double> result)
    {
        var points = mean.Right is null ? 1 : 2;
        for (var i = 0; i < result.Length; i++)
        {
            var left = LambdaCompiler.Bind(mean.Left, Values(arguments.Slice(points, mean.Left.Slots), lanes, i));
            result[i] = mean.Right is null
                ? Average(source.Point(mean.Arguments[0].Scope, i), left)
                : Average(
                    source.Point(Scope.Row, lanes.FirstRow + i),
                    left,
                    source.Point(Scope.Column, lanes.Column),
                    LambdaCompiler.Bind(mean.Right, Values(arguments[(points + mean.Left.Slots)..], lanes, i)));
        }
    }

    private static double[] Values(ReadOnlySpan<Instruction> arguments, Lanes lanes, int lane)
    {
        var values = new double[arguments.Length];
        lanes.ReadAll(arguments, lane, values);
        return values;
    }

    private static double Average(ReadOnlySpan<double> x, Func<double, double> f)
    {
        double sum = 0;
        foreach (var coordinate in x)
        {
            sum += f(coordinate);
        }

        return sum / x.Length;
    }

    private static double Average(ReadOnlySpan<double> x, Func<double, double> f, ReadOnlySpan<double> y, Func<double, double> g)
    {
        double sum = 0;
        for (var k = 0; k < x.Length; k++)
        {
            sum += f(x[k]) * g(y[k]);
        }

        return sum / x.Length;
    }
}
