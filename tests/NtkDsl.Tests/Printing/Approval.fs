/// Outputs that a person has read and approved, kept as text beside the tests.
module NtkDsl.Tests.Printing.Approval

open System
open System.IO
open NUnit.Framework
open NtkDsl

let private folder = Path.Combine(__SOURCE_DIRECTORY__, "Approved")

/// The message of the refusal that an action ends in.
let refusalOf (action: unit -> 'a) =
    match Assert.Throws<NtkDslException>(Action(action >> ignore)) with
    | null -> ""
    | refusal -> refusal.Message

/// Compares with the approved text of that name. To approve what there is now, run with NTKDSL_APPROVE=1.
let verify (name: string) (received: string) =
    let path = Path.Combine(folder, name)

    if Environment.GetEnvironmentVariable "NTKDSL_APPROVE" = "1" then
        File.WriteAllText(path, received)

    Assert.That(received, Is.EqualTo(File.ReadAllText(path).ReplaceLineEndings "\n"))
