/// The rules by which formulas are rewritten for readers: each by itself, at random points.
module NtkDsl.Tests.Printing.PaperRulesTests

open System.Collections.Immutable
open NUnit.Framework
open NtkDsl
open NtkDsl.Symbolics

let private a, b, c = Expr.Parameter "a", Expr.Parameter "b", Expr.Parameter "c"
let private q = InputMoments.Features :> Expr
let private number (n: int) : Expr = Expr.op_Implicit n

let private call f (x: Expr) =
    Call.Of(f, ImmutableArray.Create<Expr> x)

let private half = Expr.Fraction(1I, 2I)

let private samples =
    [
        "hyperbolic cosine",
        [
            Expr.Exp(-(a + b - number 2 * c) * half)
            + Expr.Exp(-(a + b + number 2 * c) * half)
            a * Expr.Exp(b + c) - a * Expr.Exp(b - c) + b
        ]
        "hyperbolic sine",
        [
            b * Expr.Tanh a * call Function.Cosh a
            b * Expr.Tanh a * (number 1 + Expr.Exp(number -2 * a))
        ]
        "no hyperbolic tangent",
        [
            Expr.Tanh a * (b * call Function.Sinh a + call Function.Cosh a * c)
            + (number 1 - Expr.Pow(Expr.Tanh a, number 2)) * call Function.Cosh a * b
        ]
        "power of fractions",
        [
            Expr.Sqrt(a * a / q + number 1)
            Expr.Pow(a * a / q + b * b / q, number -1)
            Expr.Pow(a * a / (q * q) + b * b / q, Expr.Fraction(-3I, 2I))
        ]
        "exponent with common factors", [ Expr.Exp(a / q + b / q); Expr.Exp((a + b) * c - c / q) ]
    ]

let private random = System.Random 7

let private valueAt (points: Map<string, float>) (x: Expr) =
    let filled =
        Map.fold
            (fun (x: Expr) name (value: float) ->
                let leaf: Expr = if name = "q" then q else Expr.Parameter name
                Rewriting.Substitute(x, leaf, Expr.op_Implicit value))
            x
            points

    ReferenceEvaluator([| 1.0 |], [| 1.0 |]).Of filled

[<Test>]
let ``every rule has samples`` () =
    Assert.That([ for rule in PaperRules.All -> rule.Name ], Is.EquivalentTo(List.map fst samples))

[<Test>]
let ``every rule applies to its samples and keeps their values`` () =
    for name, expressions in samples do
        let rule = PaperRules.All |> Seq.find (fun rule -> rule.Name = name)

        for expression in expressions do
            match rule.Apply.Invoke expression with
            | null -> Assert.Fail $"{name} does not apply to {expression}"
            | simpler ->
                Assert.That(simpler, Is.Not.EqualTo expression, name)

                for _ in 1..20 do
                    let points =
                        Map [ for name in [ "a"; "b"; "c"; "q" ] -> name, 0.2 + 1.5 * random.NextDouble() ]

                    let expected = valueAt points expression

                    Assert.That(
                        valueAt points simpler,
                        Is.EqualTo(expected).Within(1e-12 * (1.0 + abs expected)),
                        $"{name}: {expression}"
                    )
