module NtkDsl.Tests.Symbolics.SimplificationTests

open System
open NUnit.Framework
open FsCheck
open FsCheck.FSharp
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Symbolics
open NtkDsl.Tests.Symbolics.Values
open NtkDsl.Tests.Numerics.Near

let private x, y, z = Expr.Parameter "x", Expr.Parameter "y", Expr.Parameter "z"

let private p, q, u =
    Symbol.Make("p₊", SymbolKind.Input, Scope.None, true) :> Expr,
    Symbol.Make("q₊", SymbolKind.Input, Scope.None, true) :> Expr,
    Lambda.Variable :> Expr

let private number (n: int) : Expr = Expr.op_Implicit n
let private fraction (n: int) (d: int) = Expr.Fraction(n, d)
let private call f arguments = Raw.call f arguments
let private delta = Function.Dirac

/// For every rule, nodes that it must rewrite. x, y, z and u are any real numbers, p₊ and q₊ positive ones.
let private examples: (string * Expr list) list =
    [
        "flatten sums", [ Raw.sum [ x; y + z ]; Raw.sum [ x + y; y + z; number 1 ] ]
        "collect like terms",
        [
            Raw.sum [ x; number 2 * x ]
            Raw.sum [ x; y; -x ]
            Raw.sum [ number 1; x; fraction 1 3 ]
            Raw.sum [ x; number 0 ]
        ]
        "one term", [ Raw.sum [ x ]; Raw.sum [] ]
        "order terms", [ Raw.sum [ y; x ]; Raw.sum [ x; number 1 ]; Raw.sum [ Expr.Sin x; z ] ]
        "flatten products", [ Raw.product [ x; y * z ]; Raw.product [ x * y; y * z ] ]
        "zero annihilates", [ Raw.product [ x; number 0; y ] ]
        "fold numbers",
        [
            Raw.product [ number 2; fraction 3 4; x ]
            Raw.product [ number 1; x ]
            Raw.product [ fraction 1 2; x; number 2 ]
        ]
        "collect powers",
        [
            Raw.product [ x; x ]
            Raw.product [ x; y; Expr.Pow(x, 3) ]
            Raw.product [ Expr.Pow(p, x); Expr.Pow(p, y) ]
            Raw.product [ Expr.Sqrt p; number 2; p ]
            Raw.product [ Expr.Pow(x, -1); x ]
        ]
        "join exponentials",
        [
            Raw.product [ Expr.Exp x; Expr.Exp y; z ]
            Raw.product [ Expr.Exp x; Expr.Exp(-x) ]
        ]
        "one-sided products",
        [
            Raw.product [ x; Expr.Step x ]
            Raw.product [ Expr.Relu x; Expr.Step x; y ]
            Raw.product [ Expr.Pow(Expr.Relu x, 2); Expr.Step x ]
            Raw.product [ Expr.Cos u; call delta [ u ] ]
            Raw.product [ call delta [ u ]; Expr.Exp u; y ]
            Raw.product [ call delta [ u - y ]; u; Expr.Step u ]
        ]
        "one factor", [ Raw.product [ x ]; Raw.product [] ]
        "order factors", [ Raw.product [ y; x ]; Raw.product [ x; number 3 ] ]
        "trivial exponent", [ Raw.power x (number 0); Raw.power x (number 1) ]
        "trivial base", [ Raw.power (number 1) x; Raw.power (number 0) (fraction 1 2) ]
        "powers of numbers",
        [
            for b, e in
                [
                    fraction 2 3, number -3
                    fraction 4 9, fraction 1 2
                    number 8, fraction -2 3
                    number 2, fraction -1 2
                    number 2, fraction 7 3
                    fraction 1 2, fraction 1 2
                    number -2, number 5
                    fraction 3 5, fraction -5 2
                ] -> Raw.power b e
        ]
        "power of a power",
        [
            Raw.power (Expr.Pow(x, 3)) (number -2)
            Raw.power (Expr.Pow(p, 3)) (fraction 1 2)
            Raw.power (Expr.Pow(p, x)) y
        ]
        "power of a product",
        [
            Raw.power (x * y) (number 2)
            Raw.power (number -3 * x) (number 3)
            Raw.power (p * Expr.Exp x) (fraction 1 2)
            Raw.power (number 4 * p * Expr.Pow(x, 2)) (fraction 1 2)
        ]
        "power of an exponential", [ Raw.power (Expr.Exp x) (fraction 1 2); Raw.power (Expr.Exp x) y ]
        "even power of an absolute value", [ Raw.power (Expr.Abs x) (number 2); Raw.power (Expr.Abs x) (number -4) ]
        "value at zero",
        [
            for f in Raw.functions do
                if not (isNull (box f.AtZero)) then
                    yield call f [ number 0 ]
        ]
        "parity",
        [
            for f in Raw.functions do
                if f.Parity <> Parity.None && f <> delta then
                    yield! [ call f [ -x ]; call f [ number -2 * x ]; call f [ y * number -3 * x ] ]
        ]
        "quarter turns",
        [
            for f in [ Function.Sin; Function.Cos ] do
                for n in [ 1; 2; 3; 5; 8; -1; -6 ] -> call f [ fraction n 2 * Expr.Pi ]
        ]
        "the sine of π", [ call Function.SineMinus [ Expr.Pi ] ]
        "minus a sum", [ Raw.product [ number -1; x + y ]; Raw.product [ number -1; number 1 - x ] ]
        "a quantity and its reciprocal",
        [
            Raw.product [ x; y; call Function.Reciprocal [ x ] ]
            Raw.product [ Expr.Pow(x, 3); call Function.Reciprocal [ x ] ]
        ]
        "sine and area",
        [
            let pair = GaussianPair.Of(p, number 2, Expr.Sqrt p)

            for angle in [ pair.Theta; pair.CoTheta ] ->
                Raw.product [ Expr.Sin angle; y; call Function.Reciprocal [ pair.Area ] ]
        ]
        "reciprocals of what cannot be 0",
        [
            call Function.Reciprocal [ Expr.Exp x ]
            call Function.Reciprocal [ number 1 + p ]
        ]
        "one form", [ call Function.Nearer [ x; y; y; p; number 1 ] ]
        "positive factors leave",
        [
            for f in Raw.functions do
                if f.Homogeneity.HasValue then
                    yield!
                        [
                            call f [ number 3 * x ]
                            call f [ Expr.Pi * x ]
                            call f [ Expr.Sqrt(number 2) * x * Expr.Exp y ]
                        ]
            yield call delta [ number 2 * u ]
        ]
        "kinked functions of known signs",
        [
            call Function.Relu [ p ]
            call Function.Abs [ p ]
            call Function.Relu [ -p ]
            call Function.Step [ number 2 ]
            call Function.Sign [ Expr.Exp x ]
            call Function.Step [ number -2 ]
        ]
        "inverse functions",
        [
            call Function.Log [ Expr.Exp x ]
            call Function.Exp [ Expr.Log p ]
            call Function.Log [ number 1 ]
        ]
        "a point with itself",
        [
            yield!
                [
                    for f in [ Function.Angle; Function.Area; Function.Distance ] ->
                        call f [ p; p; p; number 0; number 4 * p ]
                ]
            yield call Function.Gap [ p; p; p ]
        ]
        "hypotenuse", [ call Function.Hypot [ p; number 0 ] ]
    ]

let private rule name =
    Simplifier.Rules |> Seq.find (fun rule -> rule.Name = name)

/// δ as a narrow normal density: what holds under an integral holds for it up to its width squared.
let private narrow width t =
    exp (-t * t / (2.0 * width * width)) / (width * sqrt (2.0 * Math.PI))

/// The integral against a test function, where an expression contains δ(u).
let private weak symbols (expression: Expr) =
    let width = 1e-3
    let h = width / 8.0

    Seq.sum
        [
            for k in -1000 .. 1000 ->
                let t = h * float k
                h * (1.0 + t) * valueWith (narrow width) (Map.add "u" t symbols) expression
        ]

let private hasDelta (expression: Expr) =
    (Fold<bool>(fun node below ->
        (match node with
         | :? Call as call -> call.Function = delta
         | _ -> false)
        || Seq.contains true below))
        .Of
        expression

[<Test>]
let ``every rule has an example`` () =
    let named = examples |> List.map fst
    Assert.That(named, Is.EquivalentTo(Simplifier.Rules |> Seq.map (fun rule -> rule.Name)))

type Rules =
    static member Names = examples |> List.map fst

[<TestCaseSource(typeof<Rules>, nameof Rules.Names)>]
let ``a rule fires, and preserves the value at random points`` (name: string) =
    let random = Random 20
    let nodes = examples |> List.find (fun (known, _) -> known = name) |> snd
    Assert.That(nodes, Is.Not.Empty)

    for node in nodes do
        let simpler =
            match (rule name).Apply.Invoke node with
            | null -> failwith $"{name} does not apply to an example"
            | simpler -> simpler

        for _ in 1..20 do
            let any () = 4.0 * random.NextDouble() - 2.0
            let positive () = 0.1 + 2.0 * random.NextDouble()

            let symbols =
                Map
                    [
                        "x", any ()
                        "y", any ()
                        "z", any ()
                        "u", any ()
                        "p₊", positive ()
                        "q₊", positive ()
                    ]

            if hasDelta node then
                weak symbols simpler |> near 1e-4 (weak symbols node)
            else
                let expected = value (Map.toList symbols) node

                // Outside the domain of arcsin and arccos neither side has a value.
                if Double.IsNaN expected then
                    Assert.That(value (Map.toList symbols) simpler, Is.NaN)
                else
                    value (Map.toList symbols) simpler
                    |> near (1e-12 * max 1.0 (abs expected)) expected

[<TestCase(-1.5)>]
[<TestCase(0.0)>]
[<TestCase(2.5)>]
let ``the table's values at 0, parities, homogeneities and signs are true`` (t: float) =
    for f in Raw.functions do
        match f.Unary with
        | null -> ()
        | unary ->
            if not (isNull (box f.AtZero)) then
                unary.Invoke 0.0 |> near 1e-15 (value [] (nonNull f.AtZero))

            match f.Parity with
            | Parity.Even -> unary.Invoke -t |> near 1e-15 (unary.Invoke t)
            | Parity.Odd -> unary.Invoke -t |> near 1e-15 -(unary.Invoke t)
            | _ -> ()

            if f.Homogeneity.HasValue then
                unary.Invoke(3.0 * t)
                |> near 1e-15 (3.0 ** float f.Homogeneity.Value * unary.Invoke t)

            // Outside their domains some functions are not numbers: sineMinus is one of an angle in [0, π], presence of a variance.
            if
                f.IsNonNegative
                && not (Double.IsNaN(unary.Invoke t))
                && (t >= 0.0 || not (List.contains f [ Function.SineMinus; Function.Presence ]))
            then
                Assert.That(unary.Invoke t, Is.GreaterThanOrEqualTo 0.0, f.Name)

// A sum that starts with a negative term, under a function with a parity, once flipped its sign back and forth for ever.
[<Test>]
let ``functions with a parity take sums with a negative first term`` () =
    for f in [ Expr.Sin; Expr.Cos; Expr.Tanh; Expr.Erf; Expr.Abs; Expr.Sign ] do
        for argument in
            [
                x - number 1
                -(x + number 1)
                number -1 - x
                -(x - number 1)
                number 2 * (x - number 1)
            ] do
            for t in [ -0.7; 0.3; 1.9 ] do
                let plain = value [ "x", t ] (Raw.call (f x :?> Call).Function [ argument ])
                value [ "x", t ] (f argument) |> near 1e-14 plain

[<Test>]
let ``a named cross covariance of one point is not taken to be positive`` () =
    let leaf = InputMoments.Row :> Expr

    let named isVariance =
        Definition.Of(
            DefinitionLabel("K", DefinitionIndex(Nullable 1), IsNonNegative = isVariance),
            -leaf * leaf + leaf
        )

    Assert.That((named false).IsNonNegative, Is.False)
    Assert.That((named true).IsNonNegative, Is.True)
    Assert.That(Expr.Sqrt(named false * named false), Is.Not.EqualTo(named false))
    Assert.That(Expr.Sqrt(named true * named true), Is.EqualTo(named true))
