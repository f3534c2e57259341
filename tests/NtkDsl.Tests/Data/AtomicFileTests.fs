module NtkDsl.Tests.Data.AtomicFileTests

open System
open System.IO
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Text

let private write path (text: string) =
    AtomicFile.Write(path, fun stream -> stream.Write(ReadOnlySpan(Text.Encoding.UTF8.GetBytes text)))

[<Test>]
let ``a file is written and replaced`` () =
    use folder = new Folder()

    for text in [ "first"; "second" ] do
        write (folder.At "x") text
        Assert.That(File.ReadAllText(folder.At "x"), equalTo text)

    Assert.That(folder.Files, equalTo [ "x" ])

[<Test>]
let ``a failure leaves the earlier file and nothing else`` () =
    use folder = new Folder()
    write (folder.At "x") "first"

    let fail () =
        AtomicFile.Write(
            folder.At "x",
            fun stream ->
                stream.WriteByte 1uy
                raise (OperationCanceledException())
        )

    Assert.That(Action fail, Throws.TypeOf<OperationCanceledException>())
    Assert.That(File.ReadAllText(folder.At "x"), equalTo "first")
    Assert.That(folder.Files, equalTo [ "x" ])

[<Test>]
let ``a link stays, and the file that it leads to is replaced`` () =
    use folder = new Folder()
    File.CreateSymbolicLink(folder.At "link", folder.File("x", "first")) |> ignore
    write (folder.At "link") "second"
    Assert.That(File.ReadAllText(folder.At "x"), equalTo "second")
    Assert.That(FileInfo(folder.At "link").LinkTarget, Is.Not.Null)

[<Test>]
let ``a directory is refused`` () =
    let directory = Path.GetTempPath()

    Assert.That(
        Action(fun () -> write directory "x"),
        Throws.TypeOf<UnauthorizedAccessException>().With.Message.EqualTo($"'{directory}' is a directory, not a file.")
    )

[<Test; Platform("Unix")>]
let ``a device stays a device`` () =
    write "/dev/null" "x"
    Assert.That(FileInfo("/dev/null").Length, Is.Zero)
