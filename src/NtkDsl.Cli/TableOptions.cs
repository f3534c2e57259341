using System.CommandLine;
using System.CommandLine.Parsing;

namespace NtkDsl.Cli;

/// <summary>The options that say how CSV files are written, and the reading of files in all formats.</summary>
internal sealed class TableOptions(Session session)
{
    private const string Tab = "tab";

    private readonly Option<bool> header = new("--header") { Description = "The first line of a CSV file names the columns, even if its names are numbers." };

    private readonly Option<bool> noHeader = new("--no-header") { Description = "The first line of a CSV file is a row of data." };

    private readonly Option<char?> delimiter = new("--delimiter")
    {
        Description = "What separates the cells of a CSV file; found by itself if not given.",
        HelpName = $",|;|{Tab}",
        CustomParser = result => Character(result, "--delimiter"),
    };

    private readonly Option<char?> decimalMark = new("--decimal")
    {
        Description = "The decimal mark of a CSV file; found by itself if not given.",
        HelpName = ".|,",
        CustomParser = result => Character(result, "--decimal", '.', ','),
    };

    public void AddTo(Command command)
    {
        Option[] options = [header, noHeader, delimiter, decimalMark];
        Array.ForEach(options, command.Add);
        command.Validators.Add(result =>
        {
            if (result.GetValue(header) && result.GetValue(noHeader))
            {
                result.AddError(Messages.NotTogether(header.Name, noHeader.Name));
            }
        });
    }

    /// <summary>Reads a file, or standard input.</summary>
    public Table Read(ParseResult arguments, string path) => DataFiles.ReadTable(path, session, new()
    {
        HasHeader = arguments.GetValue(header) ? true : arguments.GetValue(noHeader) ? false : null,
        Delimiter = arguments.GetValue(delimiter),
        DecimalMark = arguments.GetValue(decimalMark),
    });

    private static char? Character(ArgumentResult result, string option, params char[] choices)
    {
        var given = result.Tokens.Single().Value;
        var character = given == Tab ? '\t' : given.Length == 1 ? given[0] : (char?)null;
        if (character is null || (choices.Length > 0 && !choices.Contains(character.Value)))
        {
            result.AddError(choices.Length > 0 ? Messages.NotOneOf(option, given, choices) : Messages.NotADelimiter(option, given));
        }

        return character;
    }
}
