using OxyPlot;

namespace NtkDsl;

/// <summary>Sizes of text in pixels, where the library's own measurer gives points, and no width at all to letters beyond Latin ones.</summary>
internal sealed class TextMeasurer() : PdfRenderContext(1, 1, OxyColors.White)
{
    private const double PixelsPerPoint = 96.0 / 72;

    /// <summary>About as wide as Greek capitals, and no narrower than superscripts and signs.</summary>
    private const char StandIn = 'D';

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        var latin = text is null ? null : string.Concat(text.Select(letter => letter <= 'ÿ' ? letter : StandIn));
        var size = base.MeasureText(latin, fontFamily, fontSize, fontWeight);
        return new(size.Width * PixelsPerPoint, size.Height * PixelsPerPoint);
    }
}
