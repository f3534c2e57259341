using System.Globalization;
using System.Reflection;

namespace NtkDsl;

/// <summary>
/// Reads the text form: <c>layer ('&gt;&gt;' layer)*</c>, where a layer is a word with arguments by position, then by name.
/// What an argument may be follows from the type of the parameter of the member of <see cref="Layers"/> that the word names.
/// </summary>
internal sealed class ArchitectureParser
{
    private const string SurrogateArgument = "surrogate";

    private readonly Tokens tokens;
    private readonly Dictionary<string, Activation> activations;

    private ArchitectureParser(string text, IReadOnlyList<Activation> further)
    {
        tokens = new(text);
        activations = new(Vocabulary.Constants);
        foreach (var activation in further)
        {
            activations[activation.Name] = activation;
        }
    }

    public static Architecture Parse(string text, IReadOnlyList<Activation> further)
    {
        var parser = new ArchitectureParser(text, further);
        var architecture = parser.OfChain();
        return parser.tokens.Peek.Length == 0 ? architecture : throw parser.tokens.Error(Messages.Expected("'>>' or the end", parser.tokens.Peek));
    }

    private Architecture OfChain()
    {
        var layers = new List<Architecture> { tokens.Nested(OfLayer) };
        while (tokens.TryTake(">>"))
        {
            layers.Add(tokens.Nested(OfLayer));
        }

        return Chain.Of(layers);
    }

    private Architecture OfLayer()
    {
        if (tokens.TryTake("("))
        {
            var inner = OfChain();
            tokens.Expect(")");
            return inner;
        }

        if (!tokens.AtWord)
        {
            throw tokens.Error(Messages.Expected("a layer", tokens.Peek));
        }

        var word = tokens.Take();
        var hasArguments = tokens.Peek == "(" && !(tokens.PeekAt(1) == SurrogateArgument && activations.ContainsKey(word));
        return Vocabulary.Methods.TryGetValue(word, out var method) && (hasArguments || !activations.ContainsKey(word)) ? OfCall(word, method)
            : activations.TryGetValue(word, out var activation) ? OfConstant(activation)
            : throw tokens.Error(Messages.UnknownWord(word, Vocabulary.Nearest(word, [.. Vocabulary.Words, .. activations.Keys])), back: 1);
    }

    private Activation OfConstant(Activation activation)
    {
        if (!tokens.TryTake("("))
        {
            return activation;
        }

        var surrogate = OfSurrogate(activation.Name);
        tokens.Expect(")");
        return activation.WithSurrogate(surrogate);
    }

    private Activation OfSurrogate(string word)
    {
        if (tokens.Peek != SurrogateArgument)
        {
            throw tokens.Error(Messages.TakesNoArguments(word));
        }

        tokens.Take();
        tokens.Expect("=");
        return tokens.Nested(OfLayer) as Activation ?? throw tokens.Error(Messages.SurrogateIsNoActivation, back: 1);
    }

    private Architecture OfCall(string word, MethodInfo method)
    {
        var parameters = method.GetParameters();
        var values = new object?[parameters.Length];
        var given = new bool[parameters.Length];
        Activation? surrogate = null;
        if (tokens.TryTake("("))
        {
            for (var position = 0; !tokens.TryTake(")"); position++)
            {
                if (position > 0)
                {
                    tokens.Expect(",");
                }

                if (tokens.Peek == SurrogateArgument && tokens.PeekAt(1) == "=" && method.ReturnType == typeof(Activation))
                {
                    surrogate = OfSurrogate(word);
                    continue;
                }

                OfArgument(word, method, values, given, position);
            }
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            values[i] = given[i] ? Finish(parameters[i], values[i]!)
                : parameters[i].IsOptional ? parameters[i].DefaultValue
                : throw tokens.Error(Messages.MissingArgument(word, parameters[i].Name!, Vocabulary.Signature(word, method)), back: 1);
        }

        var layer = Invoke(method, values);
        return surrogate is null ? layer : ((Activation)layer).WithSurrogate(surrogate);
    }

    private void OfArgument(string word, MethodInfo method, object?[] values, bool[] given, int position)
    {
        var (parameters, index) = (method.GetParameters(), position);
        if (tokens.AtWord && tokens.PeekAt(1) == "=")
        {
            index = Array.FindIndex(parameters, parameter => parameter.Name == tokens.Peek);
            if (index < 0)
            {
                throw tokens.Error(Messages.UnknownArgument(word, tokens.Peek, Vocabulary.Signature(word, method)));
            }

            tokens.Take();
            tokens.Expect("=");
        }
        else if (parameters.Length > 0 && IsList(parameters[^1]))
        {
            index = Math.Min(position, parameters.Length - 1);
        }

        if (index >= parameters.Length)
        {
            throw tokens.Error(Messages.TooManyArguments(word, Vocabulary.Signature(word, method)));
        }

        if (given[index] && !IsList(parameters[index]))
        {
            throw tokens.Error(Messages.RepeatedArgument(word, parameters[index].Name!));
        }

        given[index] = true;
        if (IsList(parameters[index]))
        {
            ((List<object>)(values[index] ??= new List<object>())).Add(OfValue(ElementType(parameters[index])));
        }
        else
        {
            values[index] = OfValue(parameters[index].ParameterType);
        }
    }

    private object OfValue(Type type) =>
        type == typeof(Expr) ? new NumberParser(tokens).Parse()
        : type == typeof(int) ? OfInteger()
        : type == typeof(bool) ? OfChoice(["true", "false"]) == "true"
        : type.IsEnum ? Enum.Parse(type, OfChoice([.. Enum.GetNames(type).Select(Vocabulary.CamelCase)]), ignoreCase: true)
        : type == typeof(string) ? (tokens.AtWord ? tokens.Take() : throw tokens.Error(Messages.Expected("a name", tokens.Peek)))
        : OfChain();

    private int OfInteger() => tokens.AtNumber && int.TryParse(tokens.Peek, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? (tokens.Take(), value).value
        : throw tokens.Error(Messages.Expected("a whole number", tokens.Peek));

    private string OfChoice(string[] choices) => choices.Contains(tokens.Peek)
        ? tokens.Take()
        : throw tokens.Error(Messages.Expected(string.Join(" or ", choices), tokens.Peek));

    private Architecture Invoke(MethodInfo method, object?[] values)
    {
        try
        {
            return (Architecture)method.Invoke(null, values)!;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is NtkDslException refusal)
        {
            throw tokens.Error(refusal.Message, back: 1);
        }
    }

    private static object Finish(ParameterInfo parameter, object value) => value is not List<object> items ? value
        : ElementType(parameter) == typeof(Expr) ? items.Cast<Expr>().ToArray()
        : items.Cast<Architecture>().ToArray();

    private static bool IsList(ParameterInfo parameter) => parameter.ParameterType.IsArray;

    private static Type ElementType(ParameterInfo parameter) => parameter.ParameterType.GetElementType()!;
}
