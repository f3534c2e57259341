/// Every text in which a violated law is told.
module internal NtkDsl.LawMessages

open System.Globalization

let private number (x: float) =
    x.ToString("R", CultureInfo.InvariantCulture)

let private point (x: float[]) =
    x |> Seq.map number |> String.concat ", " |> sprintf "(%s)"

let network (architecture: Architecture, points: float[][]) =
    let points = points |> Seq.map point |> String.concat ", "
    $"{architecture} at {points}"

let moments (a: float, b: float, rho: float) =
    $"a = {number a}, b = {number b}, ρ = {number rho}"

let entry name i j (value: float) = $"{name}[{i}, {j}] = {number value}"

let notFinite name i j value =
    $"{entry name i j value}: not a finite number"

let notSymmetric name i j (value: float) (mirror: float) =
    $"{entry name i j value}, but {entry name j i mirror}"

let notSemidefinite name (eigenvalue: float) (largest: float) =
    $"{name} has the eigenvalue {number eigenvalue}, beyond rounding for entries up to {number largest}"

let beyondBound name i j (value: float) (bound: float) =
    $"{entry name i j value}: larger than √({name}(x,x) {name}(x′,x′)) = {number bound}"

let differs what (actual: float) reference (expected: float) =
    $"{what} = {number actual}, but {reference} = {number expected}"

let threw (error: exn) =
    $"{error.GetType().Name}: {error.Message}"

let counterexample subject law original shrunk reason shrinks =
    let from =
        if shrinks = 0 then
            ""
        else
            $"\n  shrunk {shrinks} times from: {original}"

    $"{subject} violates the law '{law}'\n  counterexample: {shrunk}\n  {reason}{from}"
