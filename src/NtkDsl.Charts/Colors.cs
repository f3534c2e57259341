using OxyPlot;

namespace NtkDsl;

/// <summary>Colours that differ in hue and lightness for people with any colour vision.</summary>
/// <remarks>Sources: Okabe and Ito, "Color universal design" (2008); for the sequential scale viridis, van der Walt and Smith (2015).</remarks>
internal static class Colors
{
    private const int Steps = 128;

    public static readonly OxyColor Ink = OxyColor.FromRgb(0x22, 0x22, 0x22);
    public static readonly OxyColor Grid = OxyColor.FromRgb(0xE2, 0xE2, 0xE2);
    public static readonly OxyColor Blue = OxyColor.FromRgb(0x00, 0x72, 0xB2);
    public static readonly OxyColor Vermilion = OxyColor.FromRgb(0xD5, 0x5E, 0x00);
    public static readonly OxyColor Green = OxyColor.FromRgb(0x00, 0x9E, 0x73);
    public static readonly OxyColor Purple = OxyColor.FromRgb(0xCC, 0x79, 0xA7);

    /// <summary>For curves, in order.</summary>
    public static IReadOnlyList<OxyColor> Curves { get; } = [Blue, Vermilion, Green, Purple];

    /// <summary>For values of one sign: dark is low.</summary>
    public static OxyPalette Sequential { get; } = OxyPalettes.Viridis(Steps);

    /// <summary>For values on both sides of 0, which is white.</summary>
    public static OxyPalette Diverging { get; } = OxyPalette.Interpolate(Steps + 1, OxyColor.FromRgb(0x05, 0x30, 0x61), Blue, OxyColors.White, Vermilion, OxyColor.FromRgb(0x7F, 0x27, 0x04));

    public static OxyColor Faint(OxyColor color, byte opacity = 0x38) => OxyColor.FromAColor(opacity, color);
}
