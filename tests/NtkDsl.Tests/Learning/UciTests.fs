module NtkDsl.Tests.Learning.UciTests

open System.IO
open NUnit.Framework
open NtkDsl
open NtkDsl.Benchmarks

let private fixtures =
    Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "fixtures", "uci")

/// Depth, kernel, ridge and the accuracies in percent as an independent implementation found them.
let private reference =
    [
        "iris", (2, KernelKind.Ntk, 1.0, "92.00", "87.16")
        "wine", (1, KernelKind.Nngp, 0.01, "98.88", "98.86")
    ]

[<Test>]
let ``the UCI protocol chooses and scores as the reference does`` () =
    for name, expected in reference do
        let result = Uci.Evaluate(UciDataSet.Read(Path.Combine(fixtures, name)))

        let actual =
            result.Depth, result.Kind, result.Ridge, result.Validation.ToString "F2", result.Test.ToString "F2"

        Assert.That(actual, Is.EqualTo expected, (fun () -> name))
