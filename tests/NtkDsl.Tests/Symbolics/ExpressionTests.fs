module NtkDsl.Tests.Symbolics.ExpressionTests

open System
open System.Collections.Immutable
open NUnit.Framework
open FsCheck
open FsCheck.FSharp
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Symbolics
open NtkDsl.Tests.Symbolics.Values
open NtkDsl.Tests.Numerics.Near

let private number (n: int) : Expr = Expr.op_Implicit n

/// How to build an expression: what the properties shrink.
type Recipe =
    | Leaf of string
    | Constant of int * int
    | Plus of Recipe * Recipe
    | Times of Recipe * Recipe
    | ToThe of Recipe * int
    | Apply of string * Recipe

let private smooth: (string * (Expr -> Expr)) list =
    [
        "sin", Expr.Sin
        "cos", Expr.Cos
        "tanh", Expr.Tanh
        "erf", Expr.Erf
        "sigmoid", Expr.Sigmoid
        "softplus", Expr.Softplus
        "cdf", Expr.NormalCdf
        "bump", fun x -> Expr.Exp(-(x * x))
        "root", fun x -> Expr.Sqrt(number 1 + x * x)
        "log", fun x -> Expr.Log(number 2 + Expr.Cos x)
    ]

let rec private build recipe : Expr =
    match recipe with
    | Leaf name -> Expr.Parameter name
    | Constant(p, q) -> Expr.Fraction(p, q)
    | Plus(a, b) -> build a + build b
    | Times(a, b) -> build a * build b
    | ToThe(a, n) -> Expr.Pow(build a, n)
    | Apply(name, a) -> (smooth |> List.find (fun (known, _) -> known = name) |> snd) (build a)

/// The same expression built from right to left, so that every node is created in another order and with exchanged arguments.
let rec private buildReversed recipe : Expr =
    match recipe with
    | Plus(a, b) ->
        let right = buildReversed b
        right + buildReversed a
    | Times(a, b) ->
        let right = buildReversed b
        right * buildReversed a
    | ToThe(a, n) -> Expr.Pow(buildReversed a, n)
    | Apply(name, a) -> (smooth |> List.find (fun (known, _) -> known = name) |> snd) (buildReversed a)
    | leaf -> build leaf

/// The value straight from the recipe.
let rec private evaluate symbols recipe =
    let f name x =
        value [ "t", x ] ((smooth |> List.find (fun (known, _) -> known = name) |> snd) (Expr.Parameter "t"))

    match recipe with
    | Leaf name -> Map.find name symbols
    | Constant(p, q) -> float p / float q
    | Plus(a, b) -> evaluate symbols a + evaluate symbols b
    | Times(a, b) -> evaluate symbols a * evaluate symbols b
    | ToThe(a, n) -> evaluate symbols a ** float n
    | Apply(name, a) -> f name (evaluate symbols a)

let private recipes =
    let leaf =
        Gen.oneof
            [
                Gen.elements [ Leaf "x"; Leaf "y"; Leaf "z" ]
                Gen.map2 (fun p q -> Constant(p, q)) (Gen.choose (-3, 3)) (Gen.choose (1, 3))
            ]

    let rec recipe size =
        if size = 0 then
            leaf
        else
            let below = recipe (size / 2)

            Gen.frequency
                [
                    1, leaf
                    3, Gen.map2 (fun a b -> Plus(a, b)) below below
                    3, Gen.map2 (fun a b -> Times(a, b)) below below
                    1, Gen.map2 (fun a n -> ToThe(a, n)) below (Gen.choose (0, 3))
                    3, Gen.map2 (fun name a -> Apply(name, a)) (Gen.elements (List.map fst smooth)) below
                ]

    let rec shrink recipe =
        seq {
            match recipe with
            | Plus(a, b) ->
                yield! [ a; b ]
                yield! Seq.map (fun a -> Plus(a, b)) (shrink a)
                yield! Seq.map (fun b -> Plus(a, b)) (shrink b)
            | Times(a, b) ->
                yield! [ a; b ]
                yield! Seq.map (fun a -> Times(a, b)) (shrink a)
                yield! Seq.map (fun b -> Times(a, b)) (shrink b)
            | ToThe(a, n) ->
                yield a
                yield! Seq.map (fun a -> ToThe(a, n)) (shrink a)
            | Apply(name, a) ->
                yield a
                yield! Seq.map (fun a -> Apply(name, a)) (shrink a)
            | Constant(p, q) when (p, q) <> (1, 1) -> yield Constant(1, 1)
            | _ -> ()
        }

    Arb.fromGenShrink (Gen.choose (0, 12) |> Gen.bind recipe, shrink)

let private at = Map [ "x", 0.7; "y", -1.3; "z", 0.4 ]

/// Recipes whose values stay moderate, so that rounding can be bounded.
let private moderate recipe =
    let rec largest recipe =
        let here = abs (evaluate at recipe)

        match recipe with
        | Plus(a, b)
        | Times(a, b) -> List.max [ here; largest a; largest b ]
        | ToThe(a, _)
        | Apply(_, a) -> max here (largest a)
        | _ -> here

    largest recipe < 1e3

[<Property(MaxTest = 300)>]
let ``simplification preserves the value`` () =
    Prop.forAll recipes (fun recipe ->
        moderate recipe
        ==> lazy (valueWith (fun _ -> nan) at (build recipe) |> near 1e-9 (evaluate at recipe)))

[<Property(MaxTest = 300)>]
let ``equal expressions are one object, in whatever order they are built`` () =
    Prop.forAll recipes (fun recipe ->
        let first = build recipe
        Assert.That(obj.ReferenceEquals(first, build recipe))
        Assert.That(obj.ReferenceEquals(first, buildReversed recipe)))

[<Property(MaxTest = 200)>]
let ``the derivative is the limit of differences`` () =
    Prop.forAll recipes (fun recipe ->
        moderate recipe
        ==> lazy
            (let expression = build recipe
             let slope = Derivative.Of(expression, Expr.Parameter "x" :?> Symbol)
             let expected = derivative (fun t -> evaluate (Map.add "x" t at) recipe) 0.7

             valueWith (fun _ -> nan) at slope
             |> near (1e-6 * max 1.0 (abs expected)) expected))

[<Property(MaxTest = 200)>]
let ``substitution commutes with evaluation`` () =
    Prop.forAll recipes (fun recipe ->
        moderate recipe
        ==> lazy
            (let replaced =
                Rewriting.Substitute(build recipe, Expr.Parameter "x", Expr.Parameter "y" * Expr.Parameter "z")

             let direct = evaluate (Map.add "x" (-1.3 * 0.4) at) recipe

             valueWith (fun _ -> nan) at replaced
             |> near (1e-9 * max 1.0 (abs direct)) direct))

[<Property(MaxTest = 200)>]
let ``substituting a leaf by itself gives the same object`` () =
    Prop.forAll recipes (fun recipe ->
        let expression = build recipe
        obj.ReferenceEquals(expression, Rewriting.Substitute(expression, Expr.Parameter "x", Expr.Parameter "x")))

[<Property(MaxTest = 200)>]
let ``the order of nodes is total and the same both ways`` () =
    Prop.forAll (Arb.zip (recipes, recipes)) (fun (a, b) ->
        let x, y = build a, build b

        let forwards, backwards =
            StructuralOrder.Instance.Compare(x, y), StructuralOrder.Instance.Compare(y, x)

        sign forwards = -(sign backwards) && (forwards = 0) = obj.ReferenceEquals(x, y))

[<Test>]
let ``the order does not depend on the age of nodes`` () =
    let order names =
        let shuffled = names |> List.map (fun name -> Expr.Parameter name)
        let sum: Expr = shuffled |> List.reduce (fun a b -> a + b)
        sum.Arguments |> Seq.map string |> Seq.toList

    Assert.That(order [ "older"; "old"; "new1" ], Is.EqualTo<string list> [ "new1"; "old"; "older" ])
    Assert.That(order [ "new3"; "brand2"; "fresh1" ], Is.EqualTo<string list> [ "brand2"; "fresh1"; "new3" ])

[<Test>]
let ``functions of one variable have the derivatives that the table states`` () =
    for f in Raw.functions do
        match f.Unary with
        | null -> ()
        | unary when f <> Function.Dirac ->
            for t in [ 0.3; 1.7 ] do
                let slope = f.Partial([| Expr.Parameter "t" |].ToImmutableArray(), 0)

                valueWith (fun _ -> 0.0) (Map [ "t", t ]) slope
                |> near 1e-8 (derivative unary.Invoke t)
        | _ -> ()

[<Test>]
let ``functions of a Gaussian pair have the derivatives that the table states`` () =
    let pair = GaussianPair.Symbolic

    let call f (arguments: Expr list) =
        Call.Of(f, ImmutableArray.CreateRange arguments)

    let root = Expr.Sqrt(number 1 + pair.A + pair.B)

    let formulas =
        [
            "θ", pair.Theta
            "Δ", pair.Area
            "D", pair.Distance
            "hypot", call Function.Hypot [ root; pair.Area ]
            "arcsin",
            call
                Function.ArcSine
                [
                    number 1 + pair.A
                    number 1 + pair.B
                    pair.C
                    call Function.Hypot [ root; pair.Area ]
                ]
        ]

    for name, formula in formulas do
        for a, b, c in [ 1.0, 2.0, 0.5; 0.7, 0.3, -0.4; 3.0, 3.0, 2.9 ] do
            for variable in [ "a"; "b"; "c" ] do
                let point = Map [ "a", a; "b", b; "c", c ]

                let along t =
                    valueWith (fun _ -> nan) (Map.add variable t point) formula

                let symbol =
                    pair.Arguments
                    |> Seq.pick (fun s ->
                        match s with
                        | :? Symbol as s when s.Name = variable -> Some s
                        | _ -> None)

                let slope = valueWith (fun _ -> nan) point (Derivative.Of(formula, symbol))
                // Steps must stay inside ab > c².
                let step = 1e-3 * (a * b - c * c)
                let expected = derivative (fun s -> along (point[variable] + s * step)) 0.0 / step
                Assert.That(slope, Is.EqualTo(expected).Within(1e-7 * max 1.0 (abs expected)), $"∂{name}/∂{variable}")

let private exactly (x: float) =
    let expression: Expr = Expr.op_Implicit x
    expression :?> Number

[<Test>]
let ``doubles enter as the shortest decimal`` () =
    Assert.That(string (exactly 0.1), Is.EqualTo "1/10")
    Assert.That(string (exactly 1e-3), Is.EqualTo "1/1000")

[<Property>]
let ``a double survives the way through fractions`` (NormalFloat x) = (exactly x).ToDouble() = x

[<TestCase(5e-324)>]
[<TestCase(2.2250738585072014e-308)>]
[<TestCase(1.7976931348623157e308)>]
[<TestCase(-4.0)>]
[<TestCase(-5e-324)>]
let ``extreme doubles survive too`` (x: float) =
    Assert.That((exactly x).ToDouble(), Is.EqualTo x)
