using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary><c>ntk help COMMAND</c>: the same as <c>ntk COMMAND --help</c>.</summary>
internal sealed class HelpCommand : Command, IHasExamples
{
    private readonly Argument<string?> command = new("COMMAND") { Description = "The command; all of them are listed if not given.", Arity = ArgumentArity.ZeroOrOne };

    public HelpCommand()
        : base("help", "Show how a command is used.")
    {
        command.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && Siblings().All(other => other.Name != name))
            {
                result.AddError(Messages.UnknownCommand(name, Vocabulary.Nearest(name, Siblings().Select(other => other.Name))));
            }
        });
        Add(command);
        SetAction(arguments =>
        {
            string[] asked = arguments.GetValue(command) is { } name ? [name, "--help"] : ["--help"];
            return arguments.RootCommandResult.Command.Parse(asked).Invoke(arguments.InvocationConfiguration);
        });
    }

    public IReadOnlyList<string> Examples { get; } = ["ntk help", "ntk help fit"];

    private IEnumerable<Command> Siblings() => Parents.OfType<Command>().SelectMany(parent => parent.Subcommands);
}
