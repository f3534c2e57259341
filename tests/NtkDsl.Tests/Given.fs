/// What tests start from, written as briefly as may be.
module internal NtkDsl.Tests.Given

open NtkDsl

/// The architecture that a text stands for.
let parse text = Architecture.Parse(text, [])

/// A set of points from its rows.
let rows (points: float[] list) : Points = Points.Of(points :> seq<float[]>)
