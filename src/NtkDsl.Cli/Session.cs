using System.Text;

namespace NtkDsl.Cli;

/// <summary>Where a run of the tool writes to: the console, or what a test listens to.</summary>
/// <param name="Output">Standard output, which is binary for some formats.</param>
/// <param name="Error">Standard error.</param>
/// <param name="ShowsProgress">Whether a person reads standard error as it is written.</param>
internal sealed record Session(Stream Output, TextWriter Error, bool ShowsProgress)
{
    public static Session OfConsole() => new(Console.OpenStandardOutput(), Console.Error, !Console.IsErrorRedirected);

    /// <summary>A writer of text to standard output; the caller flushes it.</summary>
    public StreamWriter Text() => new(Output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };

    /// <summary>Writes a line to standard output.</summary>
    public void WriteLine(string line)
    {
        using var text = Text();
        text.WriteLine(line);
    }
}
