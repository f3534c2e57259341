using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Legends;

namespace NtkDsl;

/// <summary>A plot before it becomes a picture: its size and style, and what an exporter of plots leaves out of a picture for the web.</summary>
internal sealed class Drawing
{
    private const double Width = 440;

    /// <summary>The exporter measures text in Arial alone; the others are as wide.</summary>
    private const string MeasuredFont = "Arial";
    private const string Fonts = "Arial, Helvetica, 'Liberation Sans', sans-serif";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly double height;

    public Drawing(string title, double height = 330, bool legend = true)
    {
        this.height = height;
        Model = new()
        {
            Title = title,
            TitleFontSize = 15,
            DefaultFont = MeasuredFont,
            DefaultFontSize = 13,
            TextColor = Colors.Ink,
            Background = OxyColors.White,
            PlotAreaBorderThickness = new(0),
            Padding = new(8, 8, 14, 8),
        };
        if (legend)
        {
            Model.Legends.Add(new Legend
            {
                LegendPlacement = LegendPlacement.Outside,
                LegendPosition = LegendPosition.BottomCenter,
                LegendOrientation = LegendOrientation.Horizontal,
                LegendFontSize = 13,
                LegendItemSpacing = 14,
                LegendTextColor = Colors.Ink,
            });
        }
    }

    public PlotModel Model { get; }

    public string ToSvg(string title, string description)
    {
        using var stream = new MemoryStream();
        new SvgExporter { Width = Width, Height = height, TextMeasurer = new TextMeasurer() }.Export(Model, stream);
        stream.Position = 0;
        var root = XDocument.Load(stream).Root!;

        // Two pictures in one page must not share an id.
        var id = Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()))[..8];
        foreach (var attribute in root.DescendantsAndSelf().Attributes().Where(attribute => attribute.Value.Contains("clipPath", StringComparison.Ordinal)))
        {
            attribute.Value = attribute.Value.Replace("clipPath", $"clip-{id}-", StringComparison.Ordinal);
        }

        foreach (var image in root.Descendants(Svg + "image"))
        {
            image.SetAttributeValue("style", "image-rendering:pixelated");
        }

        foreach (var font in root.Descendants().Attributes("font-family"))
        {
            font.Value = Fonts;
        }

        root.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {height}"));
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-labelledby", $"title-{id} description-{id}");
        root.AddFirst(
            new XElement(Svg + "title", new XAttribute("id", $"title-{id}"), title),
            new XElement(Svg + "desc", new XAttribute("id", $"description-{id}"), description));
        return new StringBuilder().Append(root).Append('\n').ToString();
    }
}
