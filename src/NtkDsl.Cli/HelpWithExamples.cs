using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NtkDsl.Cli;

/// <summary>A command whose help ends with examples.</summary>
internal interface IHasExamples
{
    /// <summary>Whole command lines.</summary>
    IReadOnlyList<string> Examples { get; }
}

/// <summary>The usual help, examples below, and where the guide is.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>The guide comes with the tool.</summary>
    private static readonly string Guide = Path.Combine(AppContext.BaseDirectory, "docs", "guide.md");

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is IHasExamples { Examples: var examples })
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        output.WriteLine(Messages.Guide(Guide));
        return exitCode;
    }
}
