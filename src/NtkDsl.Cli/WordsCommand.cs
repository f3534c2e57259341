using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary><c>ntk words</c>: the vocabulary of the text form.</summary>
internal sealed class WordsCommand : Command, IHasExamples
{
    private readonly Argument<string?> search = new("WORD")
    {
        Description = "Only words that contain this.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public WordsCommand(Session session)
        : base("words", "List the words of architectures: every layer and activation with its parameters and its formula.")
    {
        Add(search);
        SetAction(arguments => List(arguments.GetValue(search) ?? "", session));
    }

    public IReadOnlyList<string> Examples { get; } = ["ntk words", "ntk words relu"];

    private static int List(string search, Session session)
    {
        var words = Vocabulary.All.Where(word => word.Name.Contains(search, StringComparison.OrdinalIgnoreCase)).ToList();
        if (words.Count == 0)
        {
            throw new NtkDslException(Messages.NoSuchWord(search));
        }

        using var text = session.Text();
        foreach (var word in words)
        {
            text.WriteLine(word.Signature);
            text.WriteLine($"    {WordSummaries.Of(word)}");
        }

        return Tool.Success;
    }
}
