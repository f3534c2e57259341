using System.CommandLine;
using System.CommandLine.Parsing;

namespace NtkDsl.Cli;

/// <summary>The options that say which Gaussian process is fitted, and how.</summary>
internal sealed class ModelOptions
{
    private readonly Option<double?> noise = new("--noise")
    {
        Description = "The variance of observation noise, in squared units of the (standardized) target; fitted if neither this nor --ridge is given.",
        HelpName = "NUMBER",
    };

    private readonly Option<double?> ridge = new("--ridge")
    {
        Description = "The same in units of the mean of the kernel's diagonal.",
        HelpName = "NUMBER",
    };

    private readonly Option<Dictionary<string, double>> set = CommonOptions.Settings();

    private readonly Option<Dictionary<string, ParameterBounds>> bounds = CommonOptions.Bounds();

    private readonly Option<int> starts = new("--starts")
    {
        Description = "From how many points the search for parameters starts.",
        DefaultValueFactory = _ => 5,
        HelpName = "NUMBER",
    };

    private readonly Option<int> seed = CommonOptions.Seed();

    public IReadOnlyList<Option> All => [noise, ridge, set, bounds, starts, seed];

    public void AddValidators(Command command) => command.Validators.Add(result =>
    {
        if (result.GetResult(noise) is not null && result.GetResult(ridge) is not null)
        {
            result.AddError(Messages.NotTogether(noise.Name, ridge.Name));
        }

        if (result.GetResult(starts) is { Implicit: false, Errors: var errors } && !errors.Any() && result.GetValue(starts) < 1)
        {
            result.AddError(Messages.NotBelow(starts.Name, 1));
        }
    });

    public bool NoiseIsGiven(CommandResult result) => result.GetResult(noise) is not null || result.GetResult(ridge) is not null;

    public int Seed(ParseResult arguments) => arguments.GetValue(seed);

    /// <summary>The ridge that was given, or null if the noise is to be fitted.</summary>
    public Ridge? GivenNoise(ParseResult arguments) =>
        arguments.GetValue(noise) is { } variance ? Ridge.Absolute(variance)
        : arguments.GetValue(ridge) is { } fraction ? Ridge.Relative(fraction)
        : null;

    /// <summary>The kernel of an architecture with those of the given parameters that it has.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="architecture">The text form.</param>
    /// <param name="features">The number of features of the data.</param>
    /// <param name="isOnlyOne">Parameters that it lacks are refused.</param>
    public Kernel Compile(ParseResult arguments, string architecture, int features, bool isOnlyOne)
    {
        var kernel = Architectures.Parse(architecture).Compile(features);
        return Settings(arguments)
            .Where(setting => isOnlyOne || kernel.Parameters.Contains(setting.Key))
            .Aggregate(kernel, (bound, setting) => bound.Bind(setting.Key, setting.Value));
    }

    public FitOptions FitOptions(ParseResult arguments, Evidence objective) => new()
    {
        Objective = objective,
        Bounds = arguments.GetValue(bounds) ?? [],
        Fixed = [.. Settings(arguments).Keys, .. GivenNoise(arguments) is null ? Array.Empty<string>() : [GaussianProcess.NoiseName]],
        Starts = arguments.GetValue(starts),
        Seed = Seed(arguments),
    };

    private Dictionary<string, double> Settings(ParseResult arguments) => arguments.GetValue(set) ?? [];
}
