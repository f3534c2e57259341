/// Values, refusals, files and programs in tests.
module internal NtkDsl.Tests.Text

open System
open System.Collections
open System.Diagnostics
open System.IO
open NUnit.Framework
open NtkDsl

/// NUnit's `Is.EqualTo`, without the overloads that F# cannot choose among; a list equals any sequence of its elements.
let equalTo (expected: 'Value) =
    match box expected with
    | :? IEnumerable as items when (items :? IStructuralEquatable) && not (items :? Array) ->
        Is.EqualTo(box (ResizeArray(Seq.cast<obj> items)))
    | other -> Is.EqualTo other

/// The message of the refusal that an action ends in.
let refusal (action: unit -> 'Result) =
    match Assert.Throws<NtkDslException>(Action(action >> ignore)) with
    | null -> ""
    | refusal -> refusal.Message

/// Starts a program whose output and errors are read.
let start (program: string) (arguments: string list) =
    let info =
        ProcessStartInfo(program, arguments, RedirectStandardOutput = true, RedirectStandardError = true)

    match Process.Start info with
    | null -> failwith $"{program} did not start"
    | started -> started

/// An empty folder, which is gone afterwards.
type Folder() =
    let path = Directory.CreateTempSubdirectory("ntkdsl").FullName

    /// The path of a file in it.
    member _.At name = Path.Combine(path, name)

    /// Writes a file and returns its path.
    member this.File(name, content: string) =
        File.WriteAllText(this.At name, content)
        this.At name

    /// The names of its files.
    member _.Files = Directory.GetFiles path |> Array.map (fun file -> FileInfo(file).Name)

    interface IDisposable with
        member _.Dispose() = Directory.Delete(path, true)
