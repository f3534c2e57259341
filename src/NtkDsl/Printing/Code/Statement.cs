namespace NtkDsl;

/// <summary>A step of generated code.</summary>
internal abstract record Statement;

/// <summary>A variable and its value.</summary>
internal sealed record Local(string Name, string Value) : Statement;

/// <summary>Layers that repeat.</summary>
/// <param name="First">The first layer l.</param>
/// <param name="Step">How far l moves.</param>
/// <param name="Last">The last layer l.</param>
/// <param name="State">What a round needs of the ones before it: the variable, and its value in the first round.</param>
/// <param name="Body">What a round computes.</param>
/// <param name="Next">The values of the state in the next round, in the same order.</param>
/// <param name="Results">What is used after the loop: the variable, and that of the state which it is.</param>
internal sealed record Loop(
    int First, int Step, int Last, IReadOnlyList<Local> State, IReadOnlyList<Local> Body, IReadOnlyList<string> Next, IReadOnlyList<Local> Results)
    : Statement;

/// <summary>A value that generated code returns.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="IsPair">Whether it depends on both points.</param>
/// <param name="Value">Its formula.</param>
internal sealed record CodeResult(string Name, bool IsPair, string Value);
