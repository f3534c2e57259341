namespace NtkDsl

/// <summary>
/// How F# writes architectures: <c>Dense 512 --&gt; Relu --&gt; Dense 1</c>, or as a list. Layers and activations are the members of
/// <see cref="T:NtkDsl.Layers"/>; <c>open type NtkDsl.Layers</c> brings them into scope.
/// </summary>
[<AutoOpen>]
module Operators =

    /// <summary><paramref name="first"/>, then <paramref name="second"/>: h ↦ second(first(h)), as <c>&gt;&gt;</c> in C# and in text.</summary>
    let (-->) (first: Architecture) (second: Architecture) : Architecture = Architecture.Sequence [ first; second ]

    /// <summary>The layers one after the other: <c>network [ Dense 512; Relu; for _ in 1 .. 3 do Dense 512; Tanh ]</c>.</summary>
    /// <param name="layers">First to last; none of them is the identity.</param>
    let network (layers: Architecture seq) : Architecture = Architecture.Sequence layers
