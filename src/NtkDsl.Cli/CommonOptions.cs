using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NtkDsl.Cli;

/// <summary>Arguments and options that several commands take.</summary>
internal static class CommonOptions
{
    public static Argument<string> Architecture() => new("ARCHITECTURE")
    {
        Description = "Layers joined by >>, such as \"dense(512) >> relu >> dense(1)\"; 'ntk words' lists the words. @FILE reads them from a file.",
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

    /// <summary>Names of columns, separated by commas.</summary>
    public static Option<IReadOnlyList<string>> Columns(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "COLUMN,…",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)).Distinct()],
    };

    public static Option<IReadOnlyList<string>> Target()
    {
        var target = Columns("--target", "What to predict: names of columns, or their numbers if the file has no header; or a .npy or .npz file with a row for each point.");
        target.Required = true;
        return target;
    }

    /// <summary>Times from 0, separated by commas; <c>inf</c> is infinity.</summary>
    public static Option<IReadOnlyList<double>?> Times(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER,…",
        CustomParser = result => ListOf<double>(
            result, part => part == "inf" ? double.PositiveInfinity : Number(part) is >= 0 and var time ? time : null, given => Messages.NotTimes(name, given)),
    };

    /// <summary>Whole numbers from 0, separated by commas.</summary>
    public static Option<IReadOnlyList<int>?> Counts(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER,…",
        CustomParser = result => ListOf<int>(
            result, part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null, given => Messages.NotCounts(name, given)),
    };

    /// <summary>Intervals of parameters: <c>--bounds s=0.1:10</c>, several times.</summary>
    public static Option<Dictionary<string, ParameterBounds>> Bounds()
    {
        const string Name = "--bounds";
        return new(Name)
        {
            Description = "Where a parameter, or the noise, is searched; once for each of them. If not given, 0.01:100, and 1e-6:10 for the noise, both in the scale of the target.",
            HelpName = "NAME=LOW:HIGH",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result => BoundsOf(result, Name),
        };
    }

    public static Option<bool> Relevances() => new("--ard")
    {
        Description = "Scale each feature by a relevance of its own, the prior variance of its weights, fitted as the parameters are.",
    };

    /// <summary>One of a few words; the first by default.</summary>
    public static Option<string> OneOf(string name, string description, IReadOnlyList<string> choices) => new Option<string>(name)
    {
        Description = description,
        DefaultValueFactory = _ => choices[0],
        HelpName = string.Join('|', choices),
    }.AcceptOnlyFromAmong([.. choices]);

    public static Option<int> Seed() => new("--seed")
    {
        Description = "The same seed gives the same output.",
        DefaultValueFactory = _ => 0,
        HelpName = "NUMBER",
    };

    /// <summary>A number above 0.</summary>
    public static Option<double> PositiveNumber(string name, string description, double byDefault)
    {
        var option = new Option<double>(name)
        {
            Description = description,
            DefaultValueFactory = _ => byDefault,
            HelpName = "NUMBER",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is var value && !(value > 0 && double.IsFinite(value)))
            {
                result.AddError(Messages.NotPositive(name, value));
            }
        });
        return option;
    }

    /// <summary>Where the output goes.</summary>
    public static Option<string> Output() => new("--output", "-o")
    {
        Description = "A file instead of standard output; it is there whole or not at all.",
        HelpName = "FILE",
    };

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
            if (parts.Length < 2 || parts[0].Length == 0 || Number(parts[1]) is not { } value)
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

    private static Dictionary<string, ParameterBounds> BoundsOf(ArgumentResult result, string option)
    {
        var bounds = new Dictionary<string, ParameterBounds>();
        foreach (var token in result.Tokens)
        {
            var parts = token.Value.Split('=', ':');
            if (parts.Length == 3 && parts[0].Length > 0 && Number(parts[1]) is { } low && Number(parts[2]) is { } high && low < high)
            {
                bounds[parts[0]] = new(low, high);
            }
            else
            {
                result.AddError(Messages.NotBounds(option, token.Value));
            }
        }

        return bounds;
    }

    private static T[]? ListOf<T>(ArgumentResult result, Func<string, T?> parse, Func<string, string> refusal)
        where T : struct
    {
        var given = result.Tokens.Single().Value;
        T?[] values = [.. given.Split(',', StringSplitOptions.TrimEntries).Select(parse)];
        if (values.All(value => value is not null))
        {
            return [.. values.Select(value => value!.Value)];
        }

        result.AddError(refusal(given));
        return null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

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
