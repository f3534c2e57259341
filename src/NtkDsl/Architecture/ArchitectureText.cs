using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace NtkDsl;

/// <summary>Prints architectures in the text form that <see cref="ArchitectureParser"/> reads.</summary>
internal static partial class ArchitectureText
{
    public static bool IsWord(string text) => WordPattern().IsMatch(text);

    /// <summary>The word of the outermost layer, for messages.</summary>
    public static string WordOf(Architecture architecture) => architecture switch
    {
        Activation activation => activation.Name,
        Chain chain => string.Join(" >> ", chain.Layers.Take(3).Select(WordOf)) + (chain.Layers.Count > 3 ? " >> …" : ""),
        _ => Vocabulary.CamelCase(architecture.GetType().Name[..^"Layer".Length]),
    };

    public static string Of(Architecture architecture) => architecture switch
    {
        Chain chain => string.Join(" >> ", chain.Layers.Select(Of)),
        Activation activation => OfActivation(activation),
        _ => Call(WordOf(architecture), OfArguments(architecture, Vocabulary.Methods[WordOf(architecture)])),
    };

    /// <summary>An expression as the text form writes numbers.</summary>
    public static string Of(Expr expression) => expression switch
    {
        Number { Value: var value } => OfNumber(value),
        Symbol { Kind: SymbolKind.Constant } => "pi",
        Symbol symbol => symbol.Name,
        Power { Exponent: Number { Value: var n } } power when n == new Rational(1, 2) => $"sqrt({Of(power.Base)})",
        // x^y^z reads as x^(y^z).
        Power { Base: Power inner } power => $"({Of(inner)})^{Atom(power.Exponent)}",
        Power power => $"{Atom(power.Base)}^{Atom(power.Exponent)}",
        Product => string.Join("*", expression.Arguments.Select(Atom)),
        Sum => string.Join(" + ", expression.Arguments.Select(Atom)),
        Symbolics.Call call => $"{call.Function.Name}({string.Join(", ", call.Arguments.Select(Of))})",
        _ => expression.ToString()!,
    };

    private static string OfActivation(Activation activation) => Call(activation.Name,
        [.. activation.Arguments.Select(Of), .. activation.Surrogate is null ? (string[])[] : [$"surrogate={OfActivation(activation.Surrogate)}"]]);

    private static string Call(string word, List<string> arguments) =>
        arguments.Count == 0 ? word : $"{word}({string.Join(", ", arguments)})";

    /// <summary>Required arguments by position, optional ones by name and only where they differ from their default.</summary>
    private static List<string> OfArguments(Architecture layer, MethodInfo method)
    {
        var parameters = method.GetParameters();
        var plain = method.Invoke(null, [.. parameters.Select(parameter => parameter.IsOptional ? parameter.DefaultValue : Value(layer, parameter))]);
        var arguments = new List<string>();
        foreach (var parameter in parameters)
        {
            var value = Value(layer, parameter);
            if (value is IEnumerable<Architecture> branches and not Architecture)
            {
                arguments.AddRange(branches.Select(Of));
            }
            else if (!parameter.IsOptional)
            {
                arguments.Add(OfValue(value));
            }
            else if (!Equals(value, Value((Architecture)plain!, parameter)))
            {
                arguments.Add($"{parameter.Name}={OfValue(value)}");
            }
        }

        return arguments;
    }

    /// <summary>What an optional parameter is if it is not given.</summary>
    public static string DefaultOf(MethodInfo method, ParameterInfo parameter)
    {
        var plain = method.Invoke(null, [.. method.GetParameters().Select(other => other.IsOptional ? other.DefaultValue : Example(other.ParameterType))]);
        return OfValue(Value((Architecture)plain!, parameter));
    }

    /// <summary>Some value that any parameter of a type may have.</summary>
    private static object Example(Type type) => type == typeof(Expr) ? (Expr)1 : type == typeof(int) ? 1 : type == typeof(string) ? "a" : Layers.Identity;

    /// <summary>The property of the layer, or of its weights, that a parameter sets.</summary>
    private static object? Value(Architecture layer, ParameterInfo parameter)
    {
        var value = Of(layer) is { } own ? own.GetValue(layer) : Of(((DenseLayer)layer).Weights)!.GetValue(((DenseLayer)layer).Weights);
        return value is EquatableList<Architecture> branches ? branches.ToArray() : value;

        PropertyInfo? Of(object owner) =>
            owner.GetType().GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
    }

    private static string OfValue(object? value) => value switch
    {
        Expr number => Of(number),
        Architecture architecture => Of(architecture),
        Enum choice => Vocabulary.CamelCase(choice.ToString()),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Atom(Expr expression) =>
        expression is Sum or Product || expression is Number { Value: var p } && (p.Sign < 0 || !p.IsInteger) ? $"({Of(expression)})" : Of(expression);

    /// <summary>A decimal where it is short, else a fraction.</summary>
    private static string OfNumber(Rational value)
    {
        var nearest = value.ToDouble();
        return double.IsFinite(nearest) && Rational.FromDouble(nearest) == value ? nearest.ToString("R", CultureInfo.InvariantCulture) : value.ToString();
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*$")]
    private static partial Regex WordPattern();
}
