module NtkDsl.Tests.Numerics.AnglesTests

open System
open NUnit.Framework
open FsCheck
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Tests.Numerics.Near

// mpmath 1.3, 40 digits: sin(x) - x cos(x).
[<TestCase(1e-8, 3.3333333333333335092256067262568e-25)>]
[<TestCase(0.001, 3.3333330000000121129284667261025e-10)>]
[<TestCase(0.25, 0.0051758538268617335606998424758419)>]
[<TestCase(0.75, 0.13287210836796850199936288802983)>]
[<TestCase(1.25, 0.5548316663615003825390676564885)>]
[<TestCase(1.5, 0.89138918410250006580943859399008)>]
[<TestCase(1.75, 1.2959165442605480569013475888676)>]
[<TestCase(2.5, 2.6013311829712907811356116783545)>]
[<TestCase(3.125, 3.1411617206096184805018854655212)>]
let ``sine minus keeps its relative accuracy`` (theta, expected) =
    Angles.SineMinus theta |> relativelyNear 6e-16 expected

[<Test>]
let ``sine minus at the ends`` () =
    Angles.SineMinus 0.0 |> near 0.0 0.0
    Angles.SineMinus Math.PI |> near 1e-15 Math.PI
    Assert.That(Angles.SineMinus nan, Is.NaN)

[<Test>]
let ``the supplement knows more digits of pi than a double`` () =
    Angles.Supplement Math.PI |> relativelyNear 1e-15 1.2246467991473532e-16
