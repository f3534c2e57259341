/// What formulas show in place of a function has its value.
module NtkDsl.Tests.Printing.OnPaperTests

open System
open NUnit.Framework
open FsCheck
open FsCheck.FSharp
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Symbolics

let private evaluator = ReferenceEvaluator([| 1.0 |], [| 1.0 |])
let private value (x: Expr) = evaluator.Of x
let private number (x: float) : Expr = Expr.op_Implicit x

let private agree (f: Function) (arguments: Expr list) =
    let call =
        value (Call.Of(f, Seq.toArray arguments |> Collections.Immutable.ImmutableArray.Create<Expr>))

    let visible =
        arguments
        |> List.indexed
        |> List.filter (fun (i, _) -> not (f.IsHint i))
        |> List.map snd

    let paper =
        value (f.OnPaper.Invoke(Collections.Immutable.ImmutableArray.CreateRange visible))

    abs (call - paper) <= 1e-7 * (1.0 + abs paper)

/// a, b and c of two Gaussian variables at an angle that is not too small for arccos to resolve.
let private moments =
    gen {
        let! a = Gen.choose (1, 400)
        let! b = Gen.choose (1, 400)
        let! cosine = Gen.choose (-99, 99)
        return number (float a / 100.0), number (float b / 100.0), number (float cosine / 100.0)
    }
    |> Arb.fromGen

[<Property>]
let ``of a pair`` () =
    Prop.forAll moments (fun (a, b, cosine) ->
        let c = cosine * Expr.Sqrt(a * b)
        let pair = GaussianPair.Of(a, b, c)
        let five = List.ofSeq pair.Arguments

        [ Function.Angle; Function.CoAngle; Function.Area; Function.Distance ]
        |> List.forall (fun f -> agree f five)
        && agree Function.ArcSine [ a; b; c; pair.Area ])

[<Property>]
let ``of angles and sides`` () =
    Prop.forAll moments (fun (a, b, _) ->
        let theta = Expr.Sqrt(a + Expr.Pi)

        agree Function.SineMinus [ theta ]
        && agree Function.SineMinus [ Expr.Pi - theta ]
        && agree Function.Hypot [ a; b ]
        && agree Function.Reciprocal [ a ]
        && agree Function.Nearer [ theta; theta; theta; a; b ])

[<Test>]
let ``surrogates show the function itself`` () =
    Assert.That(agree Function.Surrogate [ number 2.0; number 3.0 ])
