namespace NtkDsl;

/// <summary>Collects the ends of integration panels: exact positions, such as kinks, and a grading that need only be about right.</summary>
internal sealed class Breakpoints(double first, double last)
{
    // Panels may grow by this factor from one to the next; a Gauss rule of 20 nodes then resolves a function that has the scale of its panel.
    private const double Growth = 4;

    // Grading points closer than this to another point, in units of the distance to the origin of the grading, are left out.
    private const double Crowding = 0.25;

    private readonly List<double> points = [first, last];

    /// <summary>Adds a position, if it lies inside.</summary>
    internal void Add(double position)
    {
        if (position > first && position < last) points.Add(position);
    }

    /// <summary>Adds origin + direction·scale·4^j, j = 0, 1, …, as far as <paramref name="reach"/> from the origin.</summary>
    internal void AddGrading(double origin, int direction, double scale, double reach)
    {
        for (double distance = scale; distance < reach; distance *= Growth)
        {
            double position = origin + direction * distance;
            if (!points.Exists(point => Math.Abs(point - position) < Crowding * distance)) Add(position);
        }
    }

    /// <summary>The points in ascending order, each once.</summary>
    internal double[] ToSortedArray() => [.. points.Distinct().Order()];
}
