/// What packages carry beside code: sources, pages, and the runtimes that run the tool.
module NtkDsl.Tests.Facade.PackageTests

open System
open System.IO
open System.Linq
open System.Reflection.Metadata
open System.Reflection.PortableExecutable
open System.Text.Json
open System.Xml.Linq
open NUnit.Framework
open NtkDsl.Tests.Text

let private source =
    Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "..", "src"))

let private projects =
    [|
        "NtkDsl"
        "NtkDsl.FSharp"
        "NtkDsl.FsCheck"
        "NtkDsl.Parquet"
        "NtkDsl.Charts"
        "NtkDsl.Cli"
    |]

/// The kind of debug information that a source embedded in a PDB is.
let private embeddedSource = Guid "0e8a571b-6926-466e-b4ad-8ab04611f5fe"

[<TestCaseSource(nameof projects)>]
let ``stack traces name no folder of the machine that built it, and the sources are within`` (project: string) =
    let name = if project = "NtkDsl.Cli" then "ntk" else project

    use assembly =
        new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll")))

    let entry =
        assembly.ReadDebugDirectory().First(fun entry -> entry.Type = DebugDirectoryEntryType.EmbeddedPortablePdb)

    use symbols = assembly.ReadEmbeddedPortablePdbDebugDirectoryData entry
    let reader = symbols.GetMetadataReader()
    Assert.That(reader.Documents.Count, Is.Positive)

    for handle in reader.Documents do
        let path = reader.GetString(reader.GetDocument(handle).Name)
        Assert.That(path, Does.StartWith "/_/")

        let embedded =
            reader.GetCustomDebugInformation(DocumentHandle.op_Implicit handle: EntityHandle)
            |> Seq.exists (fun info -> reader.GetGuid(reader.GetCustomDebugInformation(info).Kind) = embeddedSource)

        Assert.That(embedded, path)

[<TestCaseSource(nameof projects)>]
let ``each package has a page of its own, and tags`` (project: string) =
    let page = File.ReadAllText(Path.Combine(source, project, "README.md"))
    Assert.That(page, Does.Contain $" {project}\n```", "how it is installed")

    let file =
        Directory.GetFiles(Path.Combine(source, project), "*.*proj") |> Array.exactlyOne

    Assert.That(
        (XDocument.Load file).Descendants(XName.Get "PackageTags").Single().Value,
        Does.StartWith "$(PackageTags);"
    )

[<Test>]
let ``newer runtimes run the tool`` () =
    let settings =
        Path.Combine(source, "NtkDsl.Cli", "bin", "Release", "net10.0", "ntk.runtimeconfig.json")

    use json = JsonDocument.Parse(File.ReadAllText settings)

    Assert.That(json.RootElement.GetProperty("runtimeOptions").GetProperty("rollForward").GetString(), equalTo "Major")
