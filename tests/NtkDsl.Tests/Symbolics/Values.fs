/// The value of an expression by plain recursion: shares nothing with the library's evaluators but the function table.
module internal NtkDsl.Tests.Symbolics.Values

open System
open NtkDsl
open NtkDsl.Symbolics

/// The value where symbols have the given values and δ is the given function.
let rec valueWith (dirac: float -> float) (symbols: Map<string, float>) (expression: Expr) : float =
    let value = valueWith dirac symbols

    match expression with
    | :? Number as number -> number.ToDouble()
    | :? Symbol as symbol when symbol.Kind = SymbolKind.Constant -> Math.PI
    | :? Symbol as symbol -> symbols[symbol.Name]
    | :? Sum -> expression.Arguments |> Seq.sumBy value
    | :? Product ->
        expression.Arguments
        |> Seq.fold (fun product factor -> product * value factor) 1.0
    | :? Power as power -> Math.Pow(value power.Base, value power.Exponent)
    | :? Call as call when call.Function = Function.Dirac -> dirac (value call.Arguments[0])
    | :? Call as call -> call.Function.Value.Invoke(ReadOnlySpan(call.Arguments |> Seq.map value |> Seq.toArray))
    | :? Definition as definition -> value definition.Body
    | other -> invalidArg (nameof expression) $"no value for {other.GetType().Name}"

/// The value where symbols have the given values.
let value symbols expression =
    valueWith (fun _ -> nan) (Map.ofList symbols) expression

/// The derivative of a function by Richardson's extrapolation of central differences; about ten digits.
let derivative (f: float -> float) x =
    let central h = (f (x + h) - f (x - h)) / (2.0 * h)
    let h = 1e-2 * max 1.0 (abs x)
    let row0 = [ for k in 0..4 -> central (h / 2.0 ** float k) ]

    let rec improve order row =
        match row with
        | [ best ] -> best
        | _ ->
            let weight = 4.0 ** float order

            improve
                (order + 1)
                (row
                 |> List.pairwise
                 |> List.map (fun (coarse, fine) -> (weight * fine - coarse) / (weight - 1.0)))

    improve 1 row0
