namespace NtkDsl;

/// <summary>What a function of formulas means, as an equation in letters.</summary>
internal sealed record Meaning(Expr Left, Expr Right);
