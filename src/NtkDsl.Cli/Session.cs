using System.Text;

namespace NtkDsl.Cli;

/// <summary>Where a run of the tool writes to: the console, or what a test listens to.</summary>
/// <param name="Output">Standard output, which is binary for some formats.</param>
/// <param name="Error">Standard error.</param>
/// <param name="ShowsProgress">Whether a person reads standard error as it is written.</param>
internal sealed record Session(Stream Output, TextWriter Error, bool ShowsProgress)
{
    /// <summary>Standard input.</summary>
    public Stream Input { get; init; } = Stream.Null;

    public static Session OfConsole() => new(Console.OpenStandardOutput(), Console.Error, !Console.IsErrorRedirected) { Input = Console.OpenStandardInput() };

    /// <summary>A writer of text to standard output; the caller flushes it.</summary>
    public StreamWriter Text() => TextTo(Output);

    /// <summary>A writer of text; the caller flushes it.</summary>
    public static StreamWriter TextTo(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };

    /// <summary>Writes to a file, or to standard output if there is none.</summary>
    public void Write(string? path, Action<Stream> write)
    {
        if (path is null)
        {
            write(Output);
        }
        else
        {
            AtomicFile.Write(path, write);
        }
    }

    /// <summary>Writes a line to standard output.</summary>
    public void WriteLine(string line)
    {
        using var text = Text();
        text.WriteLine(line);
    }
}
