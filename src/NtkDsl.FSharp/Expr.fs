namespace NtkDsl

open NtkDsl.Symbolics

/// <summary>
/// Symbolic expressions. F#'s own operators and functions work on them: <c>fun u -&gt; 0.5 * u * tanh u</c>.
/// The patterns take nodes apart, one kind each.
/// </summary>
[<RequireQualifiedAccess>]
module Expr =

    /// <summary>The number π.</summary>
    let pi: Expr = Expr.Pi

    /// <summary>A number, as the shortest decimal that names it: 0.1 is exactly 1/10.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The value is NaN or infinite.</exception>
    let number (value: float) : Expr = Expr.op_Implicit value

    /// <summary>The exact fraction numerator/denominator.</summary>
    /// <exception cref="T:System.DivideByZeroException">The denominator is 0.</exception>
    let fraction (numerator: int) (denominator: int) : Expr = Expr.Fraction(numerator, denominator)

    /// <summary>The free parameter of that name.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The name is not a letter followed by letters, digits or underscores.</exception>
    let parameter (name: string) : Expr = Expr.Parameter name

    /// <summary>∂e/∂p for the free parameter p called <paramref name="parameter"/>.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The name is none of a parameter.</exception>
    let derivative (parameter: string) (expression: Expr) : Expr =
        expression.Derivative(Expr.Parameter parameter)

    /// <summary>∂e/∂x for a free parameter or an input kernel x, such as <see cref="P:NtkDsl.Kernel.Input"/>.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">x is neither.</exception>
    let derivativeBy (variable: Expr) (expression: Expr) : Expr = expression.Derivative variable

    /// <summary>The expression in plain text: its definitions in order, then its value.</summary>
    let unicode (expression: Expr) : string = expression.ToUnicode()

    /// <summary>The expression in LaTeX with amsmath, to stand in a displayed equation.</summary>
    let latex (expression: Expr) : string = expression.ToLatex()

    /// <summary>The expression as a <c>math</c> element of presentation MathML.</summary>
    let mathML (expression: Expr) : string = expression.ToMathML()

    /// <summary>A C# class of that name with a method of two sets of points, to be pasted and run.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The name is no identifier, or a part of the expression has no code.</exception>
    let csharp (name: string) (expression: Expr) : string = expression.ToCSharp name

    /// <summary>An F# function of that name, of two sets of points, to be pasted and run.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The name is no identifier, or a part of the expression has no code.</exception>
    let fsharp (name: string) (expression: Expr) : string = expression.ToFSharp name

    /// <summary>A Python function of that name, of two sets of points, that needs NumPy alone.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The name is no identifier, or a part of the expression has no code.</exception>
    let python (name: string) (expression: Expr) : string = expression.ToPython name

    /// <summary>A constant: its nearest double.</summary>
    let (|Number|_|) (expression: Expr) : float option =
        match expression with
        | :? Number as number -> Some(number.ToDouble())
        | _ -> None

    /// <summary>A free parameter: its name.</summary>
    let (|Parameter|_|) (expression: Expr) : string option =
        match expression with
        | :? Symbol as symbol when symbol.Kind = SymbolKind.Parameter -> Some symbol.Name
        | _ -> None

    /// <summary>A leaf with a name: what it stands for, and the name.</summary>
    let (|Symbol|_|) (expression: Expr) : (SymbolKind * string) option =
        match expression with
        | :? Symbol as symbol -> Some(symbol.Kind, symbol.Name)
        | _ -> None

    /// <summary>A sum: its terms.</summary>
    let (|Sum|_|) (expression: Expr) : Expr list option =
        match expression with
        | :? Sum -> Some(List.ofSeq expression.Arguments)
        | _ -> None

    /// <summary>A product: its factors.</summary>
    let (|Product|_|) (expression: Expr) : Expr list option =
        match expression with
        | :? Product -> Some(List.ofSeq expression.Arguments)
        | _ -> None

    /// <summary>A power: base and exponent.</summary>
    let (|Power|_|) (expression: Expr) : (Expr * Expr) option =
        match expression with
        | :? Power as power -> Some(power.Base, power.Exponent)
        | _ -> None

    /// <summary>A function applied to arguments: the function's name, and the arguments.</summary>
    let (|Call|_|) (expression: Expr) : (string * Expr list) option =
        match expression with
        | :? Call as call -> Some(call.Function.Name, List.ofSeq call.Arguments)
        | _ -> None

    /// <summary>A named subexpression: letter, index and what the name stands for, as in ("K", "2", body) for K₂.</summary>
    let (|Definition|_|) (expression: Expr) : (string * string * Expr) option =
        match expression with
        | :? Definition as definition -> Some(definition.Symbol, definition.Index, definition.Body)
        | _ -> None
