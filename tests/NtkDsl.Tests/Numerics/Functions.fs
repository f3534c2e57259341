/// Activations written out plainly, independent of the library's own.
module internal NtkDsl.Tests.Numerics.Functions

open System
open NtkDsl

let sigmoid x = 1.0 / (1.0 + exp -x)
let softplus x = max x 0.0 + log (1.0 + exp -(abs x))
let relu x = max x 0.0
let step x = if x > 0.0 then 1.0 else 0.0
// Without the cancellation of exp(x) - 1.
let private expm1 x = 2.0 * exp (x / 2.0) * sinh (x / 2.0)

let elu x = if x > 0.0 then x else expm1 x

let selu x =
    1.0507009873554805 * (if x > 0.0 then x else 1.6732632423543772 * expm1 x)

let gelu x = x * Normal.Cdf x
let swish x = x * sigmoid x
let mish x = x * tanh (softplus x)

let byName =
    function
    | "tanh" -> tanh
    | "tanh'" -> fun x -> 1.0 / cosh x ** 2.0
    | "sigmoid" -> sigmoid
    | "sigmoid'" -> fun x -> sigmoid x * sigmoid -x
    | "softplus" -> softplus
    | "swish" -> swish
    | "swish'" -> fun x -> sigmoid x * (1.0 + x * sigmoid -x)
    | "mish" -> mish
    | "gelu" -> gelu
    | "gelu'" -> fun x -> Normal.Cdf x + x * Normal.Pdf x
    | "erf" -> Normal.Erf
    | "erf'" -> fun x -> 2.0 / sqrt Math.PI * exp (-x * x)
    | "elu" -> elu
    | "selu" -> selu
    | "selu'" -> fun x -> 1.0507009873554805 * (if x > 0.0 then 1.0 else 1.6732632423543772 * exp x)
    | "relu" -> relu
    | "step" -> step
    | name -> invalidArg (nameof name) name
