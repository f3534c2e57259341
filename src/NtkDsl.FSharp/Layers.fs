namespace NtkDsl

open System

/// <summary>
/// The members of <see cref="T:NtkDsl.Layers"/> that take expressions, for plain numbers. F# converts a number to an expression, but not the 2.0 of
/// <c>sqrt 2.0</c> where an expression is expected; with an overload for numbers it takes the argument for what it is.
/// </summary>
[<AutoOpen>]
module LayersOfNumbers =

    let private expr (value: float) : Expr = Expr.op_Implicit value

    /// An argument that is not given, which C# has as null.
    let private orNone (value: float option) : Expr =
        value |> Option.map expr |> Option.defaultValue Unchecked.defaultof<Expr>

    type Layers with

        /// <summary>A fully connected layer: K′ = σ_w² E h h′ + σ_b².</summary>
        static member Dense
            (
                width: int,
                ?sigmaW: float,
                ?sigmaB: float,
                ?parameterization: Parameterization,
                ?bias: bool,
                ?biasInit: BiasInit,
                ?learningRate: float,
                ?biasLearningRate: float,
                ?trainable: bool,
                ?init: WeightInit
            ) : Architecture =
            Layers.Dense(
                width,
                sigmaW = orNone sigmaW,
                sigmaB = orNone sigmaB,
                parameterization = defaultArg parameterization Parameterization.Ntk,
                bias = defaultArg bias true,
                biasInit = defaultArg biasInit BiasInit.Gaussian,
                learningRate = orNone learningRate,
                biasLearningRate = orNone biasLearningRate,
                trainable = defaultArg trainable true,
                init = defaultArg init WeightInit.Gaussian
            )

        /// <summary>h ↦ h + s·f(h).</summary>
        static member Residual(f: Architecture, ?scale: float) : Architecture =
            Layers.Residual(f, scale = orNone scale)

        /// <summary>h ↦ s·h.</summary>
        static member Scale(factor: float) : Architecture = Layers.Scale(expr factor)

        /// <summary>Dropout that keeps a channel with this probability.</summary>
        static member Dropout(keep: float) : Architecture = Layers.Dropout(expr keep)

        /// <summary>Layer normalisation.</summary>
        static member LayerNorm(?epsilon: float) : Architecture =
            Layers.LayerNorm(epsilon = orNone epsilon)

        /// <summary>φ(u) = u for u &gt; 0, αu for u &lt; 0.</summary>
        static member LeakyRelu(alpha: float) : Activation = Layers.LeakyRelu(expr alpha)

        /// <summary>φ(u) = a·min(u, 0) + b·max(u, 0).</summary>
        static member AbRelu(a: float, b: float) : Activation = Layers.AbRelu(expr a, expr b)

        /// <summary>φ(u) = √2 sin(√(2γ) u + π/4), whose dual is a radial basis function.</summary>
        static member Rbf(gamma: float) : Activation = Layers.Rbf(expr gamma)

        /// <summary>φ(u) = scale·exp(rate·u).</summary>
        static member Exponential(scale: float, rate: float) : Activation =
            Layers.Exponential(expr scale, expr rate)

        /// <summary>φ(u) = amplitude·sin(frequency·u + phase).</summary>
        static member Sine(amplitude: float, frequency: float, phase: float) : Activation =
            Layers.Sine(expr amplitude, expr frequency, expr phase)

        /// <summary>φ(u) = Σ_k coefficients[k] u^k.</summary>
        static member Polynomial([<ParamArray>] coefficients: float[]) : Activation =
            Layers.Polynomial(Array.map expr coefficients)
