namespace NtkDsl.Cli;

/// <summary>Architectures as the command line has them: their text, or the name of a file that holds it.</summary>
internal static class Architectures
{
    private const char File = '@';

    /// <summary>Parses <c>dense(1)</c>, or what is in net.txt for <c>@net.txt</c>.</summary>
    public static Architecture Parse(string argument) =>
        Architecture.Parse(argument.StartsWith(File) ? System.IO.File.ReadAllText(argument[1..]) : argument);
}
