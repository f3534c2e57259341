module internal NtkDsl.Tests.Numerics.Near

open System
open NUnit.Framework

/// Asserts that two numbers agree to an absolute tolerance.
let near tolerance (expected: float) (actual: float) =
    Assert.That(actual, Is.EqualTo(expected).Within(tolerance: float))

/// Asserts that two numbers agree to a tolerance relative to the expected one.
let relativelyNear tolerance (expected: float) (actual: float) =
    near (tolerance * abs expected) expected actual

/// Maps any finite number into [low, high], densely near both ends.
let into low high (x: float) =
    low + (high - low) * (0.5 + 0.5 * sin x)

/// Maps any finite number to an angle in [0, π].
let angle x = into 0.0 Math.PI x

/// Asserts that an action throws an exception of a type.
let throws<'Error when 'Error :> exn> (action: unit -> unit) =
    Assert.That(Action action, Throws.InstanceOf<'Error>())
