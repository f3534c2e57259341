/// What tests start from, written as briefly as may be.
module internal NtkDsl.Tests.Given

open System
open NtkDsl

/// The architecture that a text stands for.
let parse text = Architecture.Parse(text, [])

/// A set of points from its rows.
let rows (points: float[] list) : Points = Points.Of(points :> seq<float[]>)

/// A function with its kinks off zero.
let hardTanh =
    let one = Expr.op_Implicit 1.0
    Activation.Define("hardTanh", Func<Expr, Expr>(fun u -> Expr.Relu(u + one) - Expr.Relu(u - one) - one))
