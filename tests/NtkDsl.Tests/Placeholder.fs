module NtkDsl.Tests.Placeholder

// In this order: both have a PropertyAttribute, and FsCheck's is meant.
open NUnit.Framework
open FsCheck.NUnit

[<Test>]
let ``the internals of the core are visible to the tests`` () =
    Assert.That(NtkDsl.Placeholder.Name, Is.EqualTo "NtkDsl")

[<Property>]
let ``addition commutes`` (x: int) (y: int) = x + y = y + x
