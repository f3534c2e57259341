namespace NtkDsl;

/// <summary>
/// A picture as scalable vector graphics: one self-contained <c>svg</c> element with a title, a text alternative, and colours that
/// people with colour vision deficiencies can tell apart. Dark text on white, laid out to stay readable from 320 pixels of width.
/// </summary>
public sealed partial class Chart
{
    private readonly string svg;

    private Chart(string title, string description, Drawing drawing)
    {
        (Title, Description) = (title, description);
        svg = drawing.ToSvg(title, description);
    }

    /// <summary>What the picture shows, in a few words; drawn above it.</summary>
    public string Title { get; }

    /// <summary>What the picture shows in a sentence or two, for people who do not see it.</summary>
    public string Description { get; }

    /// <summary>The picture as an <c>svg</c> element that may stand alone or inside a page, also beside others.</summary>
    public string ToSvg() => svg;

    /// <summary>Writes the picture to a file, which is there whole or not at all.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        using var text = new StreamWriter(stream);
        text.Write(svg);
    });

    private static void RequireFinite(string what, IEnumerable<double> values)
    {
        if (!values.All(double.IsFinite))
        {
            throw new NtkDslException(ChartMessages.NotFinite(what));
        }
    }
}
