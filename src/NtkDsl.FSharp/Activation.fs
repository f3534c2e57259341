namespace NtkDsl

/// <summary>Activations: elementwise functions, which bring their kernels with them.</summary>
[<RequireQualifiedAccess>]
module Activation =

    /// <summary>An activation from a symbolic function: <c>Activation.define "cubic" (fun u -&gt; u * u * u)</c>.</summary>
    /// <param name="name">A word for the text form: a letter followed by letters and digits.</param>
    /// <param name="f">φ, from F#'s operators and functions and those of <see cref="T:NtkDsl.Expr"/>.</param>
    /// <exception cref="T:NtkDsl.NtkDslException">The name is not a word.</exception>
    let define (name: string) (f: Expr -> Expr) : Activation = Activation.Define(name, f)

    /// <summary>The same function, whose gradient is replaced by that of <paramref name="surrogate"/>.</summary>
    let withSurrogate (surrogate: Activation) (activation: Activation) : Activation = activation.WithSurrogate surrogate

    /// <summary>φ(u) for a symbolic argument u.</summary>
    let apply (argument: Expr) (activation: Activation) : Expr = activation.Apply argument
