/// Every example that users read is run, and prints what the page says; every link leads somewhere.
module NtkDsl.Tests.Documentation.PageTests

open System
open System.IO
open System.Text.RegularExpressions
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Documentation.Pages
open NtkDsl.Tests.Documentation.Programs
open NtkDsl.Tests.Text

let private having kind =
    pages |> Array.filter (fun page -> not (List.isEmpty (blocksOf kind page)))

let private withCommands = having Shell

[<Test>]
let ``each block is code, a command or text`` () =
    for page in pages do
        for block in blocks page do
            Assert.That(block.Kind, Is.Not.EqualTo Unknown, $"{page}\n{block.Text}")

[<TestCaseSource(nameof withCommands)>]
let ``the commands of a page print what it says`` (page: string) =
    if OperatingSystem.IsWindows() then
        Assert.Ignore "The commands are typed into bash."

    use folder = new Folder()
    let examples = blocksOf Shell page |> List.collect examplesOf

    for example, printed in List.zip examples (List.truncate examples.Length (typed folder examples)) do
        let isMeasured = example.Command.StartsWith "ntk bench"

        Assert.That(
            isShown isMeasured example.Output printed,
            $"$ {example.Command}\n{printed}\ninstead of\n{example.Output}"
        )

/// What the code of a page in C# takes for given.
let private given =
    Map
        [
            "README.md", "static readonly Matrix<double> trainX = Matrix<double>.Build.Random(5, 3), testX = trainX;"
            "docs/guide.md",
            "static readonly Kernel kernel = (Dense(8) >> Relu >> Dense(1)).Compile(); static readonly Matrix<double> x = Matrix<double>.Build.Random(5, 3);"
            "docs/learning.md",
            "static readonly Architecture net = Dense(8, sigmaW: 1.5) >> Erf >> Dense(1);\
             static readonly Kernel kernel = net.Compile(), other = (Dense(8) >> Relu >> Dense(1)).Compile();\
             static readonly Matrix<double> x = Matrix<double>.Build.Random(9, 2), y = x.SubMatrix(0, 9, 0, 1).PointwiseSin(), testX = x, testY = y;"
            "docs/pictures.md",
            "static readonly Kernel kernel = (Dense(8) >> Relu >> Dense(1)).Compile(); static readonly Matrix<double> x = Matrix<double>.Build.Random(5, 3);\
             static readonly string[] labels = [\"a\", \"a\", \"b\", \"b\", \"b\"];"
            "docs/verification.md",
            "static readonly Activation softplus = Softplus; static readonly LawSettings few = new(4, 0, 100, 1, 100_000, 32, 0.03);"
        ]

let private all = Array.append [| "README.md" |] pages

[<Test>]
let ``the code of all pages runs and prints what they show`` () =
    use folder = new Folder()
    folder.File("wave.csv", read "data/wave.csv") |> ignore
    folder.File("new.csv", "x\n-4\n0\n2\n4\n") |> ignore

    FittedModel.save
        (folder.At "wave.ntk")
        (Model.Fit(Architecture.parse "dense(8) >> erf >> dense(1)", CsvTable.Read(folder.At "wave.csv"), "y"))

    let csharp =
        [
            for page in all do
                if not (List.isEmpty (blocksOf CSharp page)) then
                    page, Map.find page given
        ]

    let fsharp =
        [
            for page in all do
                if not (List.isEmpty (blocksOf FSharp page)) then
                    page
        ]

    let printed =
        [
            yield! Seq.zip (List.map fst csharp) (runCSharp folder csharp)
            yield! Seq.zip fsharp (runFSharp folder fsharp)
        ]

    for page in pages do
        let printed =
            String.concat
                "\n"
                [
                    for other, text in printed do
                        if other = page then
                            text
                ]

        for text in blocksOf Text page do
            Assert.That(isAmong text printed, $"{page} shows\n{text}\nbut its code prints\n{printed}")

    let spellings =
        [
            for page, text in printed do
                if page = "README.md" then
                    text
        ]

    Assert.That(spellings.Length, equalTo 2)

    let shown =
        Regex.Match(read "README.md", @"its NTK:\n\n```\n(.*?)```", RegexOptions.Singleline).Groups[1].Value

    for text in spellings do
        Assert.That(isAmong shown text, text)

/// A link, or a picture, to a file; and the headings that it may lead to.
[<Test>]
let ``every link leads to a file and to a heading in it`` () =
    let headings page =
        [
            for heading in Regex.Matches(read page, "^#+ (.+)$", RegexOptions.Multiline) -> slug heading.Groups[1].Value
        ]

    for page in Array.append [| "README.md"; "CONTRIBUTING.md"; "CHANGELOG.md"; "docs/design.md" |] pages do
        for link in Regex.Matches(read page, @"(?:\]\(|src="")(?!https?:)([^)""#\s]*)#?([^)""\s]*)[)""]") do
            let path, place = link.Groups[1].Value, link.Groups[2].Value
            let folder = Path.GetDirectoryName page
            let target = if path = "" then page else $"{folder}/{path}".TrimStart '/'
            Assert.That(File.Exists(Path.Combine(root, target)), $"{page} links to {path}")

            if place <> "" then
                Assert.That(List.contains place (headings target), $"{page} links to {link.Value}")
