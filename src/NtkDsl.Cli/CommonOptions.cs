using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NtkDsl.Cli;

/// <summary>Arguments and options that several commands take.</summary>
internal static class CommonOptions
{
    public static Argument<string> Architecture() => new("ARCHITECTURE")
    {
        Description = "Layers joined by >>, such as \"dense(512) >> relu >> dense(1)\"; 'ntk words' lists the words.",
    };

    /// <summary>Values of free parameters: <c>--set s=1.5</c>, several times.</summary>
    public static Option<Dictionary<string, double>> Settings()
    {
        const string Name = "--set";
        return new(Name)
        {
            Description = "The value of a free parameter, such as s of dense(1, sigmaW=s); once for each of them.",
            HelpName = "NAME=NUMBER",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result => SettingsOf(result, Name),
        };
    }

    /// <summary>Some of a few words, separated by commas; all of them by default.</summary>
    public static Option<IReadOnlyList<string>> Some(string name, string description, IReadOnlyList<string> choices) => new(name)
    {
        Description = description,
        HelpName = string.Join(',', choices),
        DefaultValueFactory = _ => choices,
        CustomParser = result => SomeOf(result, name, choices),
    };

    private static Dictionary<string, double> SettingsOf(ArgumentResult result, string option)
    {
        var settings = new Dictionary<string, double>();
        foreach (var token in result.Tokens)
        {
            var parts = token.Value.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || parts[0].Length == 0
                || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            {
                result.AddError(Messages.NotASetting(option, token.Value));
            }
            else if (!settings.TryAdd(parts[0], value))
            {
                result.AddError(Messages.SetTwice(option, parts[0]));
            }
        }

        return settings;
    }

    private static string[] SomeOf(ArgumentResult result, string option, IReadOnlyList<string> choices)
    {
        var given = result.Tokens.Single().Value;
        string[] chosen = [.. given.Split(',', StringSplitOptions.TrimEntries).Distinct()];
        if (!chosen.All(choices.Contains))
        {
            result.AddError(Messages.NotAList(option, given, choices));
        }

        return chosen;
    }
}
