namespace NtkDsl;

/// <summary>When in the course of training the test loss is least, and what it is at the end.</summary>
/// <param name="Time">Time t, or the number of steps; infinite if training only helps.</param>
/// <param name="Loss">The least test loss, of the mean of all networks or of the one network.</param>
/// <param name="AtEnd">The test loss when nothing moves any more; null if that is not known, and <paramref name="Time"/> the best of the times asked for.</param>
public sealed record LeastTestLoss(double Time, double Loss, double? AtEnd)
{
    /// <summary>Places looked at between two ends; each round looks between the neighbours of the best one.</summary>
    private const int Places = 60;
    private const int Rounds = 5;

    /// <summary>A part of the initial loss that is rounding.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Such as <c>In the course of training the test loss is least at time 3.2, with 0.41; at its end it is 0.57.</c></summary>
    public override string ToString() => Messages.LeastTestLoss(this, "time");

    /// <summary>The best of the moments asked for.</summary>
    internal static LeastTestLoss? Among(IEnumerable<LossCurvePoint> points) =>
        points.Where(point => point.TestLoss is not null).MinBy(point => point.TestLoss) is { } best ? new(best.Time, best.TestLoss!.Value, null) : null;

    /// <summary>The best of all times, looked for on a logarithmic scale.</summary>
    /// <param name="loss">The test loss at a time.</param>
    /// <param name="first">A time before which little happens.</param>
    /// <param name="last">A time after which little happens.</param>
    /// <param name="countsSteps">Times are whole numbers.</param>
    /// <param name="atEnd">The loss in the limit of time.</param>
    internal static LeastTestLoss Of(Func<double, double> loss, double first, double last, bool countsSteps, double atEnd)
    {
        double Place(double logarithm) => countsSteps ? Math.Round(Math.Exp(logarithm)) : Math.Exp(logarithm);
        var (low, high) = (Math.Log(first), Math.Log(last));
        var initial = loss(0);
        var best = (Time: 0.0, Loss: initial);
        for (var round = 0; round < Rounds; round++)
        {
            var step = (high - low) / Places;
            var (logarithm, value) = Enumerable.Range(0, Places + 1).Select(i => (place: low + (i * step), loss(Place(low + (i * step))))).MinBy(pair => pair.Item2);
            best = value < best.Loss ? (Place(logarithm), value) : best;
            (low, high) = (logarithm - step, logarithm + step);
        }

        return atEnd <= best.Loss + (Rounding * initial) ? new(double.PositiveInfinity, atEnd, atEnd) : new(best.Time, best.Loss, atEnd);
    }
}
