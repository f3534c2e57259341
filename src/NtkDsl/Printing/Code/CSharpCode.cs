using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>C#: a static class that uses the base class library only.</summary>
internal sealed class CSharpCode : CodeNotation
{
    protected override ImmutableArray<Helper> Helpers { get; } = CSharpHelpers.All;

    protected override ImmutableArray<string> ReservedWords { get; } =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
        "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while", "Math", "System", "result",
        "n", "m", "i", "j", "Evaluate", "Entry", "Row", "Dot",
    ];

    protected override string Pi => "Math.PI";

    protected override string SquareRoot => "Math.Sqrt";

    protected override string RowPoint => "x";

    protected override string ColumnPoint => "y";

    public override Piece Number(Numeral number) => Piece.Atom(Literal(number));

    public override Piece Power(Piece @base, Piece exponent) => exponent.Text == "2.0" && @base.Binding == Binding.Atom
        ? new($"{@base.Text} * {@base.Text}", Binding.Product)
        : new($"Math.Pow({@base.Text}, {exponent.Text})", Binding.Call);

    /// <summary>A floating-point number also where it is whole, since 1/2 would be 0.</summary>
    internal static string Literal(Numeral number) =>
        number.PowerOfTen != 0 ? $"{number.Digits}e{number.PowerOfTen}"
        : number.Digits.Contains('.', StringComparison.Ordinal) ? number.Digits
        : $"{number.Digits}.0";

    protected override string? NameOf(Spelling spelling) => spelling.CSharp;

    protected override string HelperName(params string[] words) =>
        string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    protected override Piece ApplyName(string name, IReadOnlyList<Piece> arguments) =>
        new($"{name}({string.Join(", ", arguments.Select(argument => argument.Text))})", Binding.Call);

    protected override Piece Function(string variable, Piece body) => Piece.Atom($"{variable} => {body.Text}");

    protected override Piece List(IReadOnlyList<Piece> items) => Piece.Atom(
        items.Count == 0 ? "new double[0]" : $"new double[] {{ {string.Join(", ", items.Select(item => item.Text))} }}");

    protected override string? ValueOf(Symbol input) =>
        input == InputMoments.Row ? "Dot(x, x) / x.Length"
        : input == InputMoments.Column ? "Dot(y, y) / x.Length"
        : input == InputMoments.Cross ? "Dot(x, y) / x.Length"
        : input == InputMoments.Features ? "x.Length"
        : null;

    protected override string Document(
        string name, ImmutableArray<string> parameters, IReadOnlyList<Statement> statements, IReadOnlyList<CodeResult> results, string? remark) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;

        {{(remark is null ? "" : $"// {remark}\n")}}public static class {{name}}
        {
            /// <summary>{{Summary(results)}}</summary>
            public static {{Tuple(results, result => $"double[,] {result.Name}", _ => "double[,]")}} Evaluate({{string.Join(", ", (string[])["double[,] X", "double[,] Y", .. Declared(parameters)])}})
            {
                int n = X.GetLength(0), m = Y.GetLength(0);
        {{string.Concat(results.Select(result => $"        var {result.Name} = new double[n, m];\n"))}}        for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < m; j++)
                    {
                        {{Tuple(results, result => $"{result.Name}[i, j]", result => $"{result.Name}[i, j]")}} = Entry({{string.Join(", ", (string[])["Row(X, i)", "Row(Y, j)", .. parameters])}});
                    }
                }

                return {{Tuple(results, result => result.Name, result => result.Name)}};
            }

            private static {{Tuple(results, _ => "double", _ => "double")}} Entry({{string.Join(", ", (string[])["double[] x", "double[] y", .. Declared(parameters)])}})
            {
        {{string.Concat(statements.Select(Write))}}        return {{Tuple(results, result => result.Value, result => result.Value)}};
            }

            private static double[] Row(double[,] points, int i) =>
                Enumerable.Range(0, points.GetLength(1)).Select(k => points[i, k]).ToArray();

            private static double Dot(double[] x, double[] y) => x.Zip(y, (xi, yi) => xi * yi).Sum();

        {{Indent(UsedHelpers().TrimEnd(), 1)}}
        }

        """;

    private static string Write(Statement statement) => statement switch
    {
        Local local => $"        double {local.Name} = {local.Value};\n",
        Loop loop => $$"""
                    double {{string.Join(", ", loop.Results.Select(local => local.Name))}};
                    {
                        // {{Explain(loop)}}
            {{string.Concat(loop.State.Select(local => $"            double {local.Name} = {local.Value};\n"))}}            for (int l = {{loop.First}}; l <= {{loop.Last}}; {{(loop.Step == 1 ? "l++" : $"l += {loop.Step}")}})
                        {
            {{string.Concat(loop.Body.Select(local => $"                double {local.Name} = {local.Value};\n"))}}                {{Tuple(loop.State, local => local.Name, local => local.Name)}} = {{Tuple(loop.Next, next => next, next => next)}};
                        }

            {{string.Concat(loop.Results.Select(local => $"            {local.Name} = {local.Value};\n"))}}        }


            """,
        _ => throw new ArgumentOutOfRangeException(nameof(statement)),
    };

    /// <summary>(a, b), or a alone.</summary>
    private static string Tuple<T>(IReadOnlyList<T> items, Func<T, string> write, Func<T, string> ofOne) => items is [var only]
        ? ofOne(only)
        : $"({string.Join(", ", items.Select(write))})";

    private static IEnumerable<string> Declared(ImmutableArray<string> parameters) => parameters.Select(parameter => $"double {parameter}");
}
