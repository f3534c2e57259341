namespace NtkDsl;

/// <summary>Numbered vectors of independent standard normal numbers, each drawn when it is first asked for.</summary>
/// <param name="length">The length of each.</param>
/// <param name="draw">Draws the vector with a number.</param>
internal sealed class FreshVectors(int length, Func<int, double[]> draw)
{
    private readonly Dictionary<int, double[]> drawn = [];

    public int Length => length;

    public double[] this[int number] => drawn.TryGetValue(number, out var vector) ? vector : drawn[number] = draw(number);

    public static FreshVectors Of(NormalStream stream, int length) => new(length, _ => stream.Normals(length));
}
