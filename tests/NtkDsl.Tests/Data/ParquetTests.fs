module NtkDsl.Tests.Data.ParquetTests

open System
open System.IO
open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open Parquet
open Parquet.Schema
open NtkDsl
open NtkDsl.Tests.Cli.Run
open NtkDsl.Tests.Text

/// A file with a column of each kind, in two groups of two rows.
let private write (path: string) =
    let a, b, c =
        DataField<float> "a", DataField<Nullable<int>> "b", DataField<bool> "c"

    let kind, day = DataField<string> "kind", DataField<DateTime> "day"
    let schema = ParquetSchema(a, b, c, kind, day)

    task {
        use file = File.Create path
        use! writer = ParquetWriter.CreateAsync(schema, file)

        for first in [ 0; 2 ] do
            use group = writer.CreateRowGroup()
            do! group.WriteAsync(a, ReadOnlyMemory [| for i in 0..1 -> 0.5 + float (first + i) |])
            let second = if first = 0 then Nullable 7 else Nullable()
            do! group.WriteAsync(b, ReadOnlyMemory [| Nullable first; second |])
            do! group.WriteAsync(c, ReadOnlyMemory [| true; false |])
            do! group.WriteAsync(kind, [| "x"; "y" |])
            do! group.WriteAsync(day, ReadOnlyMemory [| DateTime.UnixEpoch; DateTime.UnixEpoch |])
            group.CompleteValidate()
    }
    |> _.Wait()

[<Test>]
let ``columns hold numbers, truth values and text`` () =
    use folder = new Folder()
    let path = folder.At "x.parquet"
    write path
    let table = ParquetFile.Read path
    Assert.That(table.Name, equalTo "x.parquet")
    Assert.That(table.Columns, equalTo [ "a"; "b"; "c"; "kind"; "day" ])
    Assert.That((table.RowCount, table.HasHeader), equalTo ((4, true)))
    Assert.That(table["kind"], equalTo [ "x"; "y"; "x"; "y" ])
    Assert.That(table["a"], equalTo [ "0.5"; "1.5"; "2.5"; "3.5" ])

    Assert.That(
        (table.ToMatrix [ "c"; "a" ]).ToArray(),
        equalTo (array2D [ [ 1.0; 0.5 ]; [ 0.0; 1.5 ]; [ 1.0; 2.5 ]; [ 0.0; 3.5 ] ])
    )

[<Test>]
let ``every refusal names row and column`` () =
    use folder = new Folder()
    let path = folder.At "x.parquet"
    write path

    let refused (column: string) (message: string) =
        Assert.That(refusal (fun () -> (ParquetFile.Read path).ToMatrix [ column ]), equalTo message)

    refused
        "b"
        "x.parquet, row 4, column 2 (b): the value is missing. Fill it in, leave such rows out (--missing drop; in code table.WithoutMissing), or take the mean of a feature (--missing mean; fillMissing)."

    refused
        "kind"
        "x.parquet, row 1, column 4 (kind): 'x' is not a number. Words can be classes (--classify) or categories (--one-hot); or leave the column out (--features)."

    refused "day" "x.parquet: column 'day' holds DateTime values; read are numbers, truth values and text."
    refused "z" "x.parquet has no column 'z'; it has a, b, c, kind, day."

[<Test>]
let ``what is no Parquet file is refused`` () =
    use folder = new Folder()
    let path = folder.At "x.parquet"
    write path
    let bytes = File.ReadAllBytes path
    let message = "bad.parquet is not in the Parquet format, or is damaged."

    for content in
        [
            [||]
            "a,b\n1,2\n"B
            bytes[.. bytes.Length / 2]
            Array.append bytes[.. bytes.Length / 3] bytes[bytes.Length / 2 ..]
        ] do
        File.WriteAllBytes(folder.At "bad.parquet", content)
        Assert.That(refusal (fun () -> ParquetFile.Read(folder.At "bad.parquet")), equalTo message)

    Assert.That(
        refusal (fun () -> DataFile.ReadTable path),
        equalTo "x.parquet is a Parquet file, which the package NtkDsl.Parquet reads: ParquetFile.Read(path)."
    )

    Assert.Throws<FileNotFoundException>(Action(fun () -> ParquetFile.Read(folder.At "none.parquet") |> ignore))
    |> ignore

[<Test>]
let ``the tool reads them`` () =
    use folder = new Folder()
    write (folder.At "x.parquet")
    let network = "dense(8) >> relu >> dense(1)"

    let fit =
        ntk
            [
                "fit"
                network
                "--train"
                folder.At "x.parquet"
                "--target"
                "kind"
                "--classify"
                "--features"
                "a,c"
                "--noise"
                "0.1"
                "--output"
                folder.At "m"
            ]

    Assert.That(fit.Error, Is.Empty)

    let predict =
        ntk
            [
                "predict"
                folder.At "m"
                folder.At "x.parquet"
                "--output"
                folder.At "p.csv"
            ]

    Assert.That(predict.Text, Does.Contain "accuracy 100.0 %")

    let chart =
        [
            "chart"
            "heatmap"
            network
            "--train"
            folder.At "x.parquet"
            "--target"
            "kind"
            "--features"
            "a,c"
        ]
        |> ntk

    Assert.That(chart.Error, Is.Empty)
    Assert.That(chart.Text, Does.Contain "x (2), y (2)")
