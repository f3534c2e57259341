module NtkDsl.Tests.Numerics.GaussRulesTests

open System
open NUnit.Framework
open FsCheck
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Tests.Numerics.Near

let private sizes = [ 1; 2; 3; 4; 7; 20; 63; 127; 256; 511; 1024 ]

[<Test>]
let ``Legendre rules are exact up to degree 2n - 1`` ([<ValueSource(nameof sizes)>] n: int) =
    let rule = GaussLegendre.Rule n

    for degree in [ 0; 1; n - 1; n; 2 * n - 2; 2 * n - 1 ] do
        let exact = if degree % 2 = 0 then 2.0 / float (degree + 1) else 0.0
        rule.Integrate(fun x -> Math.Pow(x, degree)) |> near 4e-15 exact

[<Test>]
let ``rules are symmetric, ascending and positive`` ([<ValueSource(nameof sizes)>] n: int) =
    let rule = GaussLegendre.Rule n
    Assert.That(rule.Count, Is.EqualTo n)
    Assert.That(rule.Nodes, Is.Ordered)
    Assert.That(rule.Nodes, Is.Unique)
    Assert.That(rule.Weights |> Seq.forall (fun weight -> weight >= 0.0))

    for i in 0 .. n - 1 do
        Assert.That(rule.Nodes[i], Is.EqualTo(-rule.Nodes[n - 1 - i]))

[<Test>]
let ``small rules are the known ones`` () =
    let legendre = GaussLegendre.Rule 3
    legendre.Nodes[2] |> relativelyNear 3e-16 (sqrt 0.6)
    legendre.Weights[1] |> relativelyNear 1e-15 (8.0 / 9.0)

[<Property(MaxTest = 50)>]
let ``a rule integrates waves that it resolves`` (NormalFloat x, PositiveInt m) =
    let frequency, n = into 0.0 4.0 x, 30 + m % 100

    (GaussLegendre.Rule n).Integrate(fun x -> cos (frequency * x + 1.0))
    |> near
        2e-15
        (if frequency = 0.0 then
             2.0 * cos 1.0
         else
             2.0 * cos 1.0 * sin frequency / frequency)

[<Test>]
let ``a rule is computed once`` () =
    Assert.That(GaussLegendre.Rule 37, Is.SameAs(GaussLegendre.Rule 37))
    throws<ArgumentOutOfRangeException>(fun () -> GaussLegendre.Rule 0 |> ignore)
