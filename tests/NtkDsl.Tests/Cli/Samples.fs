/// Small data for the learning commands, and what their tests share.
module internal NtkDsl.Tests.Cli.Samples

open System
open System.Globalization
open System.Text.Json
open NUnit.Framework
open NtkDsl.Tests.Cli.Run
open NtkDsl.Tests.Text

let private number (value: float) =
    value.ToString("R", CultureInfo.InvariantCulture)

let private rows =
    [
        for i in 0..11 do
            let a, b = sin (1.7 * float i), cos (2.3 * float i)
            a, b, 10.0 + 3.0 * a - b, (if a > b then "up" else "down")
    ]

/// Features a and b, the number y and the class kind.
let train =
    "a,b,y,kind\n"
    + String.concat "" [ for a, b, y, kind in rows -> $"{number a},{number b},{number y},{kind}\n" ]

let test = "kind,b,a,y\nup,0.1,0.5,11.4\ndown,0.6,-0.3,8.5\n"

let network = "dense(16, sigmaW=s, sigmaB=0.3) >> erf >> dense(1)"

let succeeds (arguments: string list) =
    let result = ntk arguments
    Assert.That(result.Error, Is.Empty)
    Assert.That(result.ExitCode, Is.Zero)
    result

let refused exitCode (message: string) arguments =
    let result = ntk arguments
    Assert.That(result.Error.TrimEnd(), equalTo message)
    Assert.That(result.Output, Is.Empty)
    Assert.That(result.ExitCode, equalTo exitCode)

/// The lines of CSV output, cell by cell.
let cells (result: Result) =
    [
        for line in result.Text.TrimEnd().Split '\n' -> List.ofArray (line.Split ',')
    ]

/// The number in a row, counted from the header at 0, and a column of CSV output.
let numberAt row column (lines: string list list) =
    Double.Parse(lines[row][column], CultureInfo.InvariantCulture)

let json (result: Result) =
    JsonDocument.Parse(result.Output).RootElement

let names (element: JsonElement) =
    [ for property in element.EnumerateObject() -> property.Name ]

/// Points on a wave, so many that a fit takes its time.
let longTrain =
    String.concat
        "\n"
        ("x,y"
         :: [
             for i in 1..150 -> FormattableString.Invariant $"{float i / 20.0},{sin (float i / 10.0)}"
         ])

/// Fits a model and returns its path.
let fitted (folder: Folder) (extra: string list) =
    let path = folder.At "model.ntk"

    succeeds (
        [
            "fit"
            network
            "--train"
            folder.File("train.csv", train)
            "--features"
            "a,b"
            "--starts"
            "1"
            "--output"
            path
        ]
        @ extra
    )
    |> ignore

    path
