using System.CommandLine;
using System.CommandLine.Parsing;

namespace NtkDsl.Cli;

/// <summary>Where results go and in which format: what <c>--format</c> says, else what the ending of the file says.</summary>
/// <param name="description">What the formats hold.</param>
/// <param name="formats">The formats; the first is that of standard output and of files without an ending.</param>
internal sealed class OutputOptions(string description, IReadOnlyList<string> formats)
{
    private readonly Option<string> format = new Option<string>("--format")
    {
        Description = $"{description} If not given, the ending of the file decides, and {formats[0]} is that of standard output.",
        HelpName = string.Join('|', formats),
    }.AcceptOnlyFromAmong([.. formats]);

    private readonly Option<string> output = CommonOptions.Output();

    public void AddTo(Command command)
    {
        command.Add(format);
        command.Add(output);
        command.Validators.Add(result =>
        {
            if (PathOf(result) is { } path && FileEnding.Of(path) is { } ending && Refusal(path, ending, Given(result)) is { } refusal)
            {
                result.AddError(refusal);
            }
        });
    }

    /// <summary>The file; null for standard output.</summary>
    public string? Path(ParseResult arguments) => arguments.GetValue(output);

    public string Format(ParseResult arguments) => Format(arguments.CommandResult);

    /// <summary>The format, also before all options are checked: by the tokens, as a value with an error cannot be read.</summary>
    public string Format(CommandResult result) =>
        Given(result) ?? (PathOf(result) is { } path ? ByEnding(FileEnding.Of(path)) : null) ?? formats[0];

    public string? PathOf(CommandResult result) => result.GetResult(output)?.Tokens is [{ Value: var path }] ? path : null;

    private string? Given(CommandResult result) => result.GetResult(format)?.Tokens is [{ Value: var name }] ? name : null;

    private string? Refusal(string path, string ending, string? given) => (given, ByEnding(ending)) switch
    {
        (null, null) => Messages.NoFormatEndsSo(path, formats.Select(EndingOf), "--format"),
        (not null, { } other) when given != other => Messages.EndsOtherwise(path, given),
        _ => null,
    };

    private string? ByEnding(string? ending) => formats.FirstOrDefault(name => EndingOf(name) == ending);

    private static string EndingOf(string name) => name == "text" ? ".txt" : $".{name}";
}

/// <summary>The ending of a file's name.</summary>
internal static class FileEnding
{
    /// <summary>Such as <c>.csv</c>, in lower case; null if there is none.</summary>
    public static string? Of(string path) => Path.GetExtension(path).ToLowerInvariant() is { Length: > 0 } ending ? ending : null;

    /// <summary>Refuses names that end as files in another format do.</summary>
    public static void Require(Command command, Option<string> output, params string[] endings) => command.Validators.Add(result =>
    {
        if (result.GetResult(output)?.Tokens is [{ Value: var path }] && Of(path) is { } ending && !endings.Contains(ending))
        {
            result.AddError(Messages.NoFormatEndsSo(path, endings));
        }
    });
}
