using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary>What <c>ntk report</c> and <c>ntk chart</c> are told about the architecture, the data and the networks to train.</summary>
internal sealed class StudyOptions(Session session)
{
    private readonly Argument<string> architecture = CommonOptions.Architecture();

    private readonly Option<string> train = new("--train")
    {
        Description = $"The training data, a row per point: {DataFiles.Formats}. If not given, points on a circle with a wave as target.",
        HelpName = "FILE",
    };

    private readonly Option<string> target = new("--target")
    {
        Description = "The column to predict: its name, or its number if the file has no header; the last one if not given. Classes if a value is no number.",
        HelpName = "COLUMN",
    };

    private readonly FeatureOptions features = new(standardizes: true);

    private readonly TableOptions tables = new(session);

    private readonly Option<bool> classes = new("--classify") { Description = "The target is a class, even if all its values are numbers." };

    private readonly Option<int> points = Count("--points", "The most points to look at; of more, every so many-th is taken.", 300);

    private readonly Option<int> networks = Count("--networks", "How many finite networks to train beside the theory.", 10);

    private readonly Option<int> width = Count("--width", "How wide their hidden layers are.", 128);

    private readonly Option<int> steps = Count("--steps", "How many steps of gradient descent they are trained for.", 200);

    private readonly Option<int> seed = new("--seed")
    {
        Description = "The same seed gives the same pictures.",
        DefaultValueFactory = _ => 0,
        HelpName = "NUMBER",
    };

    private readonly Option<Dictionary<string, double>> set = CommonOptions.Settings();

    public void AddTo(Command command)
    {
        command.Add(architecture);
        Option[] options = [train, target, classes, .. features.All, points, networks, width, steps, seed, set];
        Array.ForEach(options, command.Add);
        tables.AddTo(command);
    }

    public Study Read(ParseResult arguments)
    {
        var parsed = Architectures.Parse(arguments.GetValue(architecture)!);
        var data = arguments.GetValue(train) is { } path
            ? Load(arguments, tables.Read(arguments, path))
            : StudyData.Circle;
        var settings = new StudySettings(arguments.GetValue(networks), arguments.GetValue(width), arguments.GetValue(steps), arguments.GetValue(seed));
        return new(parsed, arguments.GetValue(set) ?? [], data, settings);
    }

    private StudyData Load(ParseResult arguments, Table table)
    {
        var name = arguments.GetValue(target) ?? table.Columns[^1];
        var some = StudyData.Some(table, arguments.GetValue(points));
        var classify = arguments.GetValue(classes) || !table.IsNumeric(name);
        return StudyData.Of(table, features.Learn(arguments, some, [name], classify));
    }

    private static Option<int> Count(string name, string description, int standard) => new Option<int>(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        HelpName = "NUMBER",
        Validators =
        {
            result =>
            {
                if (result.GetValueOrDefault<int>() < 2)
                {
                    result.AddError(Messages.TooSmall(name, 2));
                }
            },
        },
    };
}

/// <summary>The finite networks of a study.</summary>
internal sealed record StudySettings(int Networks, int Width, int Steps, int Seed);
