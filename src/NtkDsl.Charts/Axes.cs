using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;

namespace NtkDsl;

/// <summary>Axes in the style of the pictures: a light grid, ticks outside, numbers that a person would write.</summary>
internal static class Axes
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Leaves room for half a marker beyond the data.</summary>
    private const double Padding = 0.03;

    public static LinearAxis Linear(AxisPosition position, string title) =>
        Styled(new LinearAxis { LabelFormatter = Number, MinimumPadding = Padding, MaximumPadding = Padding }, position, title);

    public static LogarithmicAxis Logarithmic(AxisPosition position, string title) =>
        Styled(new LogarithmicAxis { LabelFormatter = Number, MinimumPadding = Padding, MaximumPadding = Padding }, position, title);

    public static LinearColorAxis Color(OxyPalette palette, double minimum, double maximum) => new()
    {
        Position = AxisPosition.Right,
        Palette = palette,
        Minimum = minimum,
        Maximum = maximum,
        AxisTickToLabelDistance = 3,
        MinorTickSize = 0,
        LabelFormatter = Number,
        TicklineColor = Colors.Ink,
    };

    public static TAxis Styled<TAxis>(TAxis axis, AxisPosition position, string title)
        where TAxis : Axis
    {
        axis.Position = position;
        axis.Title = title;
        axis.TitleFontSize = 14;
        axis.AxisTitleDistance = 6;
        axis.AxislineStyle = LineStyle.Solid;
        axis.AxislineColor = axis.TicklineColor = Colors.Ink;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = Colors.Grid;
        axis.MajorTickSize = 4;
        axis.MinorTickSize = 0;
        axis.IntervalLength = position == AxisPosition.Bottom ? 70 : 50;
        return axis;
    }

    /// <summary>Powers of ten beyond 10⁻³ and 10⁴ as such, other numbers in up to four digits.</summary>
    internal static string Number(double value)
    {
        var exponent = Math.Log10(Math.Abs(value));
        if (value == 0 || (exponent > -3.5 && exponent < 4.5))
        {
            return value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');
        }

        var power = (int)Math.Floor(exponent + 1e-9);
        var digits = Math.Abs(power).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']);
        var mantissa = Math.Round(value / Math.Pow(10, power), 2);
        var factor = mantissa switch { 1 => "", -1 => "−", _ => mantissa.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '−') + "·" };
        return $"{factor}10{(power < 0 ? "⁻" : "")}{string.Concat(digits)}";
    }
}
