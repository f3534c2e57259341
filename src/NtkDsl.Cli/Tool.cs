using System.CommandLine;
using System.CommandLine.Help;

namespace NtkDsl.Cli;

/// <summary>The tool <c>ntk</c>: its commands, and what becomes of whatever goes wrong.</summary>
internal static class Tool
{
    public const string Name = "ntk";
    public const int Success = 0;
    public const int Refused = 1;
    public const int WrongUsage = 2;

    /// <summary>What a shell reports for a program that Ctrl-C ended.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs the tool and returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, Session session, CancellationToken cancellation = default)
    {
        try
        {
            await using var output = session.Text();
            var root = Root(session);
            var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (Misuse.Of(parsed) is { Count: > 0 } mistakes)
            {
                return Misused(parsed, mistakes, session);
            }

            var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = session.Error };
            return await parsed.InvokeAsync(settings, cancellation);
        }
        catch (OperationCanceledException)
        {
            session.Error.WriteLine(Messages.Interrupted);
            return Interrupted;
        }
        catch (Exception exception)
        {
            session.Error.WriteLine(Explain(exception));
            return Refused;
        }
    }

    private static RootCommand Root(Session session)
    {
        var root = new RootCommand("Formulas and numbers for the NNGP and NTK kernels of infinitely wide neural networks.")
        {
            new DemoCommand(session),
            new ShowCommand(session),
            new KernelCommand(session),
            new VerifyCommand(session),
            new FitCommand(session),
            new PredictCommand(session),
            new CompareCommand(session),
            new DynamicsCommand(session),
            new ReportCommand(session),
            new ChartCommand(session),
            new BenchCommand(session),
            new WordsCommand(session),
            new CompletionCommand(session),
            new HelpCommand(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static int Misused(ParseResult parsed, IReadOnlyList<string> mistakes, Session session)
    {
        foreach (var mistake in mistakes)
        {
            session.Error.WriteLine(mistake);
        }

        var command = parsed.CommandResult.Command;
        session.Error.WriteLine(Messages.SeeHelp(command is RootCommand ? Name : $"{Name} {command.Name}"));
        return WrongUsage;
    }

    private static string Explain(Exception exception) => exception switch
    {
        NtkDslException or IOException or UnauthorizedAccessException => exception.Message,
        OutOfMemoryException => Messages.OutOfMemory,
        _ => Messages.Unexpected(exception),
    };
}
