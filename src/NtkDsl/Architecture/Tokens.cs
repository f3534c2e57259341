using System.Text.RegularExpressions;

namespace NtkDsl;

/// <summary>The text of an architecture as a stream of tokens: words, numbers and punctuation.</summary>
internal sealed partial class Tokens
{
    /// <summary>Texts nest no deeper, so that whatever is done with an architecture that was read may recurse.</summary>
    private const int Deepest = 256;

    private readonly string text;
    private readonly List<Match> tokens = [];
    private int next;
    private int depth;

    public Tokens(string text)
    {
        this.text = text;
        for (var position = 0; position < text.Length;)
        {
            var match = Token().Match(text, position);
            if (match.Index != position || match.Length == 0)
            {
                throw Error(position, Messages.UnexpectedCharacter(text[position]));
            }

            if (!match.Groups["space"].Success)
            {
                tokens.Add(match);
            }

            position += match.Length;
        }
    }

    /// <summary>The next token's text; empty at the end.</summary>
    public string Peek => PeekAt(0);

    public bool AtWord => next < tokens.Count && tokens[next].Groups["word"].Success;

    public bool AtNumber => next < tokens.Count && tokens[next].Groups["number"].Success;

    public string PeekAt(int ahead) => next + ahead < tokens.Count ? tokens[next + ahead].Value : "";

    public string Take() => tokens[next++].Value;

    public bool TryTake(string token)
    {
        if (Peek != token)
        {
            return false;
        }

        next++;
        return true;
    }

    public void Expect(string token)
    {
        if (!TryTake(token))
        {
            throw Error(Messages.Expected($"'{token}'", Peek));
        }
    }

    /// <summary>Reads what may hold another of its kind.</summary>
    public T Nested<T>(Func<T> read)
    {
        if (++depth > Deepest)
        {
            throw Error(Messages.NestedTooDeeply(Deepest));
        }

        var value = read();
        depth--;
        return value;
    }

    /// <summary>A refusal that shows the text with a mark under the next token, or under an earlier one.</summary>
    public NtkDslException Error(string problem, int back = 0) =>
        Error(next - back < tokens.Count ? tokens[next - back].Index : text.Length, problem);

    private NtkDslException Error(int position, string problem)
    {
        // Long texts are cut to a window around the mark; line breaks would move the mark.
        var start = Math.Max(0, position - 60);
        var window = text[start..Math.Min(text.Length, position + 40)].ReplaceLineEndings(" ");
        return new(Messages.DoesNotParse(window, position - start, problem));
    }

    [GeneratedRegex(@"\G(?:(?<space>\s+)|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<punctuation>>>|[()\[\],=+\-*/^]))")]
    private static partial Regex Token();
}
