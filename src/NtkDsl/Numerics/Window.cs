namespace NtkDsl;

/// <summary>Where e^−q² counts, q = Aw − B/w, and how many panels of equal length in log w resolve it there.</summary>
internal readonly record struct Window(double Low, double High, int Panels)
{
    /// <summary>
    /// Gauss' rule with so many nodes has an error of 1e-14 on a panel over which log w and q grow by no more than <see cref="LongestPanel"/>
    /// and <see cref="WidestPanel"/>.
    /// </summary>
    public const int NodesPerPanel = 32;

    private const double LongestPanel = 3.5;
    private const double WidestPanel = 8;

    /// <summary>e^−39 is less than an ulp.</summary>
    public const double Negligible = 39;

    /// <summary>What is below a multiple of the highest w adds no digit, as dϑ is as small.</summary>
    private const double Reach = 1e-17;

    /// <summary>The part of [start, 1] in which q² is near its least value there.</summary>
    public static Window Of(double rise, double fall, double start)
    {
        var nearest = Nearest(rise, fall, start);
        var reach = Math.Sqrt((nearest * nearest) + Negligible);
        var root = reach + Math.Sqrt((reach * reach) + (4 * rise * fall));
        var high = Math.Min(1, root / (2 * rise));
        var low = Math.Max(Math.Max(start, 2 * fall / root), Reach * high);
        var width = (rise * (high - low)) + (fall * (1 / low - 1 / high));
        return new(low, high, Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Log(high / low) / LongestPanel, width / WidestPanel))));
    }

    /// <summary>A window with both, whose panels are no longer than those of either.</summary>
    public Window With(Window other)
    {
        var (low, high) = (Math.Min(Low, other.Low), Math.Max(High, other.High));
        var panel = Math.Min(Math.Log(High / Low) / Panels, Math.Log(other.High / other.Low) / other.Panels);
        return new(low, high, Math.Max(1, (int)Math.Ceiling(Math.Log(high / low) / panel)));
    }

    /// <summary>The least |q| on [start, 1].</summary>
    public static double Nearest(double rise, double fall, double start)
    {
        var first = (rise * start) - (fall > 0 ? fall / start : 0);
        var last = rise - fall;
        return first > 0 ? first : Math.Max(0, -last);
    }
}
