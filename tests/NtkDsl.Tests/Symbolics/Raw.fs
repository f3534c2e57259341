/// Nodes exactly as written, without simplification: what simplification rules are applied to.
module internal NtkDsl.Tests.Symbolics.Raw

open System.Collections.Immutable
open System.Reflection
open NtkDsl
open NtkDsl.Symbolics

let private make<'Node when 'Node :> Expr> (arguments: obj[]) =
    let constructor =
        typeof<'Node>.GetConstructors(BindingFlags.NonPublic ||| BindingFlags.Instance)
        |> Array.exactlyOne

    constructor.Invoke arguments :?> Expr

let private immutable (items: Expr list) = ImmutableArray.CreateRange items

let sum (terms: Expr list) = make<Sum> [| immutable terms |]
let product (factors: Expr list) = make<Product> [| immutable factors |]
let power (x: Expr) (n: Expr) = make<Power> [| x; n |]
let call (f: Function) (arguments: Expr list) = make<Call> [| f; immutable arguments |]

/// The rows of the function table.
let functions =
    [
        for property in
            typeof<Function>.GetProperties(BindingFlags.NonPublic ||| BindingFlags.Static ||| BindingFlags.Public) do
            if property.PropertyType = typeof<Function> then
                nonNull (property.GetValue null) :?> Function
    ]
