using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace NtkDsl.Cli;

/// <summary>What is wrong with a command line that cannot be run.</summary>
internal static class Misuse
{
    /// <summary>A sentence for each error; none if the command line can be run.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Action is not ParseErrorAction && parsed.Action != command.Action)
        {
            // Help, the version, or completion.
            return [];
        }

        string[] options = [.. UnknownOptions(parsed), .. parsed.UnmatchedTokens.Where(IsOption)];
        // All that stands behind an unknown command is its own; what stands behind an unknown option is its value, or was pushed out of its place.
        string[] unknown = command is RootCommand && parsed.UnmatchedTokens is [var name, ..] && !IsOption(name) ? [name]
            : options.Length > 0 ? options
            : [.. parsed.UnmatchedTokens];
        return
        [
            .. unknown.Distinct().Select(token => Unknown(command, token)),
            .. parsed.Errors.Where(error => !FollowsFrom(error, unknown)).Select(error => error.Message).Distinct(),
        ];
    }

    /// <summary>The parser takes an option that it does not know for an architecture or a file, if one is expected.</summary>
    private static IEnumerable<string> UnknownOptions(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? []
        : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(IsOption);

    private static bool IsOption(string token) => token.StartsWith("--", StringComparison.Ordinal) || (token.Length > 1 && token[0] == '-' && char.IsLetter(token[1]));

    private static string Unknown(Command command, string token)
    {
        if (!IsOption(token))
        {
            return command is RootCommand ? Messages.UnknownCommand(token, Vocabulary.Nearest(token, command.Subcommands.Select(other => other.Name))) : Messages.TooMany(token);
        }

        var name = token.Split('=', ':')[0];
        return Messages.UnknownOption(name, Vocabulary.Nearest(name, command.Options.Where(option => option is not HelpOption).SelectMany(option => option.Aliases.Prepend(option.Name))));
    }

    /// <summary>Where a word is not known, that it does not match, or that another one is missing, is no news.</summary>
    private static bool FollowsFrom(ParseError error, string[] unknown) =>
        unknown.Length > 0 && error.SymbolResult is CommandResult or ArgumentResult or OptionResult { Implicit: true };
}
