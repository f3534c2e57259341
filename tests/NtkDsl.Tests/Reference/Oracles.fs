/// Kernels computed by others: the peer, 60-digit arithmetic, and the scripts of tests/oracle.
module internal NtkDsl.Tests.Reference.Oracles

open System
open System.IO
open System.Text.Json
open System.Globalization

/// One architecture with its kernels among named points.
type Case =
    {
        Name: string
        Architecture: string
        X1: float[][]
        X2: float[][] option
        Nngp: float[][]
        Ntk: float[][] option
    }

    override case.ToString() = case.Name

let private text (element: JsonElement) = nonNull (element.GetString())

let private number (element: JsonElement) =
    if element.ValueKind = JsonValueKind.String then
        Double.Parse(text element, CultureInfo.InvariantCulture)
    else
        element.GetDouble()

let private matrix (element: JsonElement) =
    [|
        for row in element.EnumerateArray() -> [| for entry in row.EnumerateArray() -> number entry |]
    |]

let private orNone read (element: JsonElement) =
    if element.ValueKind = JsonValueKind.Null then
        None
    else
        Some(read element)

/// The cases of one file beside the tests.
let cases file =
    let path = Path.Combine(__SOURCE_DIRECTORY__, file)
    use document = JsonDocument.Parse(File.ReadAllText path)
    let root = document.RootElement

    let points (name: JsonElement) =
        root.GetProperty("inputs").GetProperty(text name) |> matrix

    [
        for case in root.GetProperty("cases").EnumerateArray() ->
            {
                Name = case.GetProperty "name" |> text
                Architecture = case.GetProperty "architecture" |> text
                X1 = case.GetProperty "x1" |> points
                X2 = case.GetProperty "x2" |> orNone points
                Nngp = case.GetProperty "nngp" |> matrix
                Ntk = case.GetProperty "ntk" |> orNone matrix
            }
    ]
