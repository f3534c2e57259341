/// The pages that users read: their blocks of code and output, and what agrees with what they show.
module internal NtkDsl.Tests.Documentation.Pages

open System
open System.Globalization
open System.IO
open System.Text.RegularExpressions

let root = Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", "..", ".."))

/// What a block is, by the word behind its first fence: code in a language, or else text. Commands begin with `$`.
type Kind =
    | Shell
    | CSharp
    | FSharp
    | Text
    | Unknown

type Block =
    {
        Kind: Kind
        Text: string
        /// The page says above the block that the tests do not run it, and why.
        IsRun: bool
    }

let private kindOf language (text: string) =
    match language with
    | "" when text.StartsWith "$ " -> Shell
    | "csharp" -> CSharp
    | "fsharp" -> FSharp
    | "text" -> Text
    | _ -> Unknown

let read page =
    File.ReadAllText(Path.Combine(root, page))

let blocks page =
    let marked = @"(^\*Not run by the tests: .+\*\n\n)?^```(\S*)\n(.*?)^```$"

    [
        for block in Regex.Matches(read page, marked, RegexOptions.Multiline ||| RegexOptions.Singleline) ->
            {
                Kind = kindOf block.Groups[2].Value block.Groups[3].Value
                Text = block.Groups[3].Value
                IsRun = not block.Groups[1].Success
            }
    ]

let blocksOf kind page =
    [
        for block in blocks page do
            if block.Kind = kind && block.IsRun then
                block.Text
    ]

/// All pages below docs; the page on the design has no examples.
let pages =
    [|
        for path in Directory.GetFiles(Path.Combine(root, "docs"), "*.md") |> Array.sort do
            if Path.GetFileName path <> "design.md" then
                $"docs/{Path.GetFileName path}"
    |]

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
let private fits isMeasured shown printed =
    let rec fits shown printed =
        match shown, printed with
        | [], [] -> true
        | "…" :: rest, _ ->
            fits rest printed
            || (not (List.isEmpty printed) && fits shown (List.tail printed))
        | s :: shown, p :: printed -> agree isMeasured s p && fits shown printed
        | _ -> false

    fits shown printed

/// Whether what is printed is what a page shows. The time that a benchmark takes is another one on each machine.
let isShown isMeasured shown printed =
    fits isMeasured (words shown) (words printed)

/// Whether it is shown somewhere among what is printed.
let isAmong shown printed =
    fits false [ "…"; yield! words shown; "…" ] (words printed)

/// What links to a heading call it.
let slug (heading: string) =
    Regex.Replace(heading.Trim().ToLowerInvariant(), @"[^\p{L}\p{N}\s_-]", "").Replace(' ', '-')
