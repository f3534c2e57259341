using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Python with NumPy: all pairs at once, by broadcasting columns over rows.</summary>
internal sealed class PythonCode : CodeNotation
{
    protected override ImmutableArray<Helper> Helpers { get; } = PythonHelpers.All;

    protected override ImmutableArray<string> ReservedWords { get; } =
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
        "return", "try", "while", "with", "yield", "np", "math", "float", "len", "list", "zip", "range",
    ];

    protected override string Pi => "np.pi";

    protected override string SquareRoot => "np.sqrt";

    protected override string RowPoint => "X.T[:, :, None]";

    protected override string ColumnPoint => "Y.T[:, None, :]";

    public override Piece Number(Numeral number) =>
        Piece.Atom(number.PowerOfTen == 0 ? number.Digits : $"{number.Digits}e{number.PowerOfTen}");

    public override Piece Power(Piece @base, Piece exponent) =>
        new($"{Wrap(@base, Binding.Call)} ** {Wrap(exponent, Binding.Call)}", Binding.Power);

    protected override string? NameOf(Spelling spelling) => spelling.Python;

    protected override string HelperName(params string[] words) => string.Join('_', words);

    protected override Piece ApplyName(string name, IReadOnlyList<Piece> arguments) =>
        new($"{name}({string.Join(", ", arguments.Select(argument => argument.Text))})", Binding.Call);

    protected override Piece Function(string variable, Piece body) => Piece.Atom($"lambda {variable}: {body.Text}");

    protected override Piece List(IReadOnlyList<Piece> items) => Piece.Atom($"[{string.Join(", ", items.Select(item => item.Text))}]");

    protected override string? ValueOf(Symbol input) =>
        input == InputMoments.Row ? "np.sum(X * X, axis=1)[:, None] / X.shape[1]"
        : input == InputMoments.Column ? "np.sum(Y * Y, axis=1)[None, :] / X.shape[1]"
        : input == InputMoments.Cross ? "X @ Y.T / X.shape[1]"
        : input == InputMoments.Features ? "X.shape[1]"
        : null;

    protected override string Document(
        string name, ImmutableArray<string> parameters, IReadOnlyList<Statement> statements, IReadOnlyList<CodeResult> results, string? remark) => $"""
        import math

        import numpy as np


        {UsedHelpers().Replace("\n\n", "\n\n\n", StringComparison.Ordinal)}def {name}({string.Join(", ", (string[])["X", "Y", .. parameters])}):
            {"\"\"\""}{Summary(results)}{"\"\"\""}
        {(remark is null ? "" : $"    # {remark}\n")}    X, Y = np.atleast_2d(np.asarray(X, float)), np.atleast_2d(np.asarray(Y, float))
        {string.Concat(statements.Select(Write))}    return {string.Join(", ", results.Select(result => (result.IsPair ? "" : "np.zeros((len(X), len(Y))) + ") + result.Value))}

        """;

    private static string Write(Statement statement) => statement switch
    {
        Local local => $"    {local.Name} = {local.Value}\n",
        Loop loop => string.Concat(loop.State.Select(local => $"    {local.Name} = {local.Value}\n"))
            + $"    # {Explain(loop)}\n"
            + $"    for l in range({loop.First}, {loop.Last + 1}{(loop.Step == 1 ? "" : $", {loop.Step}")}):\n"
            + string.Concat(loop.Body.Select(local => $"        {local.Name} = {local.Value}\n"))
            + $"        {string.Join(", ", loop.State.Select(local => local.Name))} = {string.Join(", ", loop.Next)}\n"
            + string.Concat(loop.Results.Select(local => $"    {local.Name} = {local.Value}\n")),
        _ => throw new ArgumentOutOfRangeException(nameof(statement)),
    };
}
