/// Makes programs of the blocks of pages, and runs them as a reader would.
module internal NtkDsl.Tests.Documentation.Programs

open System
open System.IO
open System.Text.RegularExpressions
open NtkDsl.Tests.Documentation.Pages
open NtkDsl.Tests.Text

let private separator = "=== next ==="

/// What a program prints between two separators, and that it ends well.
let private run (program: string) arguments =
    use started = start program arguments
    let errors = started.StandardError.ReadToEndAsync()
    let printed = started.StandardOutput.ReadToEnd()
    started.WaitForExit()

    if started.ExitCode <> 0 then
        failwith $"{errors.Result}\n{printed}"

    printed.Split separator

/// A command of a page, and what it prints according to the page.
type Example = { Command: string; Output: string }

/// The examples of a block: a command follows a `$`, and its output ends with the next one.
let examplesOf block =
    [
        for example in Regex.Matches(block, @"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", RegexOptions.Multiline) ->
            {
                Command = example.Groups[1].Value
                Output = example.Groups[2].Value
            }
    ]

/// What the commands print, typed one after the other in a folder. `cat` shows a file that the reader is to write.
let typed (folder: Folder) examples =
    let tool = Path.Combine(AppContext.BaseDirectory, "ntk.dll")

    let lines =
        [
            "exec 2>&1"
            $"cd '{folder.At String.Empty}'"
            $"cp -r '{root}/data' . && mkdir -p docs/pictures"
            $"""ntk() {{ dotnet '{tool}' "$@"; }}"""
            for example in examples do
                let shown = Regex.Match(example.Command, @"^cat (\S+)$")

                if shown.Success then
                    folder.File(shown.Groups[1].Value, example.Output) |> ignore

                example.Command
                $"echo '{separator}'"
        ]

    run "bash" [ "-c"; String.concat "\n" lines ] |> Array.toList

let private libraries names =
    [
        for name in names -> name, Path.Combine(AppContext.BaseDirectory, $"{name}.dll")
    ]

/// What both languages use. The facade is for F# alone: its modules have the names of types.
let private common =
    [ "MathNet.Numerics"; "NtkDsl"; "NtkDsl.Charts"; "NtkDsl.FsCheck"; "FsCheck" ]

/// A name of a page that is one of code.
let private nameOf (page: string) =
    FileInfo(page).Name.Replace(".md", "").ToLowerInvariant()

let private indented (text: string) =
    Regex.Replace(text, "^(?=.)", "    ", RegexOptions.Multiline)

/// What is left out, in braces or behind a sign of equality, is nothing to the compiler.
let private withoutEllipsis (emptyValue: string) (code: string) =
    code.Replace("{ … }", "{ }").Replace("= …", $"= {emptyValue}")

/// One program in C# of the blocks of some pages, each page with what it takes for given. Blocks see what is given, not each other's
/// variables. Laws are checked in few cases, since they have tests of their own.
let runCSharp (folder: Folder) (pages: (string * string) list) =
    let methodOf (page, given) =
        let members, statements =
            blocksOf CSharp page
            |> List.map (fun block ->
                Regex.Replace(withoutEllipsis "" block, @"Laws\.OfActivation\((\w+)\)", "Laws.OfActivation($1, few)"))
            |> List.partition (fun block -> block.StartsWith "public ")

        let statements =
            statements
            |> List.map (fun block -> "{\n" + Regex.Replace(block, "^using .*;\n", "", RegexOptions.Multiline) + "}\n")

        let body = String.concat "" statements
        let members = String.concat "" members
        $"static class {nameOf page}\n{{\n{given}\n{members}public static void Run()\n{{\n{body}}}\n}}\n"

    let references =
        [
            for name, path in libraries ("FSharp.Core" :: common) ->
                $"<Reference Include=\"{name}\" HintPath=\"{path}\" />"
        ]
        |> String.concat ""

    let project =
        folder.File(
            "Pages.csproj",
            $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>\
<ImplicitUsings>enable</ImplicitUsings><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup><ItemGroup>{references}</ItemGroup></Project>"
        )

    let calls =
        [
            for page, _ in pages -> $"{nameOf page}.Run(); Console.WriteLine(\"{separator}\");\n"
        ]
        |> String.concat ""

    let program =
        "using MathNet.Numerics.LinearAlgebra;\nusing NtkDsl;\nusing static NtkDsl.Layers;\n\n"
        + $"Directory.SetCurrentDirectory(@\"{folder.At String.Empty}\");\n"
        + calls
        + String.concat "" (List.map methodOf pages)

    folder.File("Program.cs", program) |> ignore
    run "dotnet" [ "run"; "--project"; project; "-v"; "quiet" ]

/// One F# script of the blocks of some pages. The first law that does not hold is printed, and the script goes on.
let runFSharp (folder: Folder) (pages: string list) =
    let moduleOf page =
        let code =
            blocksOf FSharp page
            |> List.map (fun block ->
                (withoutEllipsis "true" block)
                    .Replace("|> Laws.check", "|> firstViolation")
                    .Replace("Laws.ofActivation |>", "Laws.ofActivationWith few |>"))
            |> String.concat "\n"

        $"module {nameOf page} =\n{indented code}\n    printfn \"{separator}\"\n\n"

    let references =
        [
            for _, path in libraries ([ "NtkDsl.FSharp"; "nunit.framework"; "FsCheck.NUnit" ] @ common) ->
                $"#r @\"{path}\"\n"
        ]
        |> String.concat ""

    let opened =
        "open System\nopen NUnit.Framework\nopen FsCheck.NUnit\nopen NtkDsl\n\n"
        + "let few = { LawSettings.Default with Cases = 4 }\n"
        + "let firstViolation (laws: Law list) = try (for law in laws do law.Check()) with failure -> printfn \"%s\" failure.Message\n\n"

    let script =
        folder.File("pages.fsx", references + opened + String.concat "" (List.map moduleOf pages))

    run "dotnet" [ "fsi"; "--quiet"; script ]
