/// Types the commands of the pages under `docs` into a shell, and compares what they print with what the pages say.
module NtkDsl.Tests.Cli.DocumentationTests

open System
open System.Globalization
open System.IO
open System.Text.RegularExpressions
open NUnit.Framework
open NtkDsl.Tests.Text

type private Example = { Command: string; Output: string }

let private root =
    Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", "..", ".."))

/// The examples of a page: in a fence a command follows a `$`, and its output ends with the next one.
let private examplesOf page =
    [
        for fence in Regex.Matches(page, @"^```\n(\$ .*?)^```$", RegexOptions.Multiline ||| RegexOptions.Singleline) do
            for example in
                Regex.Matches(fence.Groups[1].Value, @"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", RegexOptions.Multiline) ->
                {
                    Command = example.Groups[1].Value
                    Output = example.Groups[2].Value
                }
    ]

/// Scripts have a test of their own, and a verdict on 128,000 networks takes its time.
let private isTyped example =
    not (
        example.Command.StartsWith "dotnet fsi"
        || example.Command.StartsWith "ntk verify"
    )

/// What the commands print, typed one after the other in a folder. `cat` shows a file that the reader is to write.
let private outputs (folder: string) examples =
    let separator = "=== next ==="

    let lines =
        [
            $"cd '{folder}'"
            $"cp -r '{root}/data' . && mkdir -p docs/pictures"
            $"""ntk() {{ dotnet '{Path.Combine(AppContext.BaseDirectory, "ntk.dll")}' "$@"; }}"""
            for example in examples do
                let shown = Regex.Match(example.Command, @"^cat (\S+)$")

                if shown.Success then
                    File.WriteAllText(Path.Combine(folder, shown.Groups[1].Value), example.Output)

                example.Command
                $"echo '{separator}'"
        ]

    use shell = start "bash" [ "-c"; "exec 2>&1\n" + String.concat "\n" lines ]
    let printed = shell.StandardOutput.ReadToEnd()
    shell.WaitForExit()
    printed.Split separator

let private words text =
    [
        for word in Regex.Matches(text, @"\d+(?:,\d{3})+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[^\s\d]+") -> word.Value
    ]

let private number (word: string) =
    match Double.TryParse(word, NumberStyles.Float ||| NumberStyles.AllowThousands, CultureInfo.InvariantCulture) with
    | true, value -> ValueSome value
    | _ -> ValueNone

/// Numbers may differ in what rounding and the order of a sum do to them.
let private agree isMeasured (shown: string) (printed: string) =
    match number shown, number printed with
    | ValueSome shown, ValueSome printed -> isMeasured || abs (printed - shown) <= 1e-4 * abs shown
    | _ -> shown = printed

/// Lines may be broken elsewhere; `…` on a line stands for any lines.
let private isShown isMeasured (example: Example) (printed: string) =
    let rec fits shown printed =
        match shown, printed with
        | [], [] -> true
        | "…" :: rest, _ ->
            fits rest printed
            || (not (List.isEmpty printed) && fits shown (List.tail printed))
        | s :: shown, p :: printed -> agree isMeasured s p && fits shown printed
        | _ -> false

    fits (words example.Output) (words printed)

[<TestCase "guide.md">]
[<TestCase "learning.md">]
[<TestCase "pictures.md">]
let ``the commands of a page print what it says`` (page: string) =
    if OperatingSystem.IsWindows() then
        Assert.Ignore "The commands are typed into bash."

    use folder = new Folder()

    let examples =
        File.ReadAllText(Path.Combine(root, "docs", page))
        |> examplesOf
        |> List.filter isTyped

    Assert.That(examples, Is.Not.Empty)

    for example, printed in Seq.zip examples (outputs (folder.At "") examples) do
        // The time that a benchmark takes is another one on each machine.
        let isMeasured = example.Command.StartsWith "ntk bench"
        Assert.That(isShown isMeasured example printed, $"$ {example.Command}\n{printed}\ninstead of\n{example.Output}")
