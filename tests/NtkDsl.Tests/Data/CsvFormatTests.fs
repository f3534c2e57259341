/// CSV as people have it: other delimiters and decimal marks, headers of numbers, missing values, dates.
module NtkDsl.Tests.Data.CsvFormatTests

open System
open System.IO
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Text

let private readAs (format: CsvFormat) (text: string) =
    CsvTable.Read(new StringReader(text), "x.csv", format)

let private read = readAs CsvFormat.Detected
let private numbers (table: Table) = table.ToMatrix().ToArray()
let private expected = array2D [ [ 1.5; -2.0 ]; [ 3e-5; 4.25 ] ]

[<TestCase("a;b\n1.5;-2\n3e-5;4.25\n")>]
[<TestCase("a;b\n1,5;-2\n3e-5;4,25\n")>]
[<TestCase("a\tb\n1.5\t-2\n3e-5\t4.25")>]
[<TestCase("a\tb\r\n1,5\t-2\r\n3e-5\t4,25\r\n")>]
[<TestCase("a|b\n1.5|-2\n3e-5|4.25\n")>]
[<TestCase("a,b\n1.5,-2\n3e-5,4.25\n")>]
[<TestCase("a;b\n\"1,5\";\"-2\"\n\"3e-5\";\"4,25\"\n")>]
let ``delimiter and decimal mark are found`` (text: string) =
    Assert.That((read text).Columns, equalTo [ "a"; "b" ])
    Assert.That(read text |> numbers, equalTo expected)

[<Test>]
let ``a file without header and with decimal commas between semicolons is read alike`` () =
    Assert.That(read "1,5;-2\n3e-5;4,25\n" |> numbers, equalTo expected)
    Assert.That(read "1,5;-2,0\n3,0e-5;4,25" |> numbers, equalTo expected)

[<Test>]
let ``semicolons within the cells of another file do not count`` () =
    let table = read "a,b\n1.5,x; y\n2,\"p;q,r\"\n"
    Assert.That(table["b"], equalTo [ "x; y"; "p;q,r" ])

[<Test>]
let ``a row with a cell too few is named, whatever the delimiter`` () =
    Assert.That(
        refusal (fun () -> read "a;b\n1;2\n3\n5;6\n"),
        equalTo "x.csv, line 3: the row has 1 cell, but the first row has 2."
    )

[<Test>]
let ``one column of decimal commas is one column`` () =
    let one = array2D [ [ 1.5 ]; [ -0.25 ] ]
    Assert.That(read "y\n1,5\n-0,25\n" |> numbers, equalTo one)
    let nameless = "1,5\n-0,25\n"

    Assert.That(
        refusal (fun () -> (read nameless).ToMatrix()),
        equalTo (Messages.CsvOneColumnOrTwo("x.csv", [| "1"; "5" |]))
    )

    Assert.That(Messages.CsvOneColumnOrTwo("x.csv", [| "1"; "5" |]), Does.Contain "--decimal , or --delimiter ,")
    Assert.That(nameless |> readAs (CsvFormat(DecimalMark = Nullable ',')) |> numbers, equalTo one)
    let two = array2D [ [ 1.0; 5.0 ]; [ 0.0; 25.0 ] ]
    Assert.That(nameless |> readAs (CsvFormat(Delimiter = Nullable ',')) |> numbers, equalTo two)
    Assert.That(nameless |> readAs (CsvFormat(DecimalMark = Nullable '.')) |> numbers, equalTo two)
    Assert.That((read nameless).ToMatrix([ "1"; "2" ]).ToArray(), equalTo two)

[<TestCase("1,2\n3,4.5\n")>]
[<TestCase("1,2\n3,-4\n")>]
[<TestCase("1,2,3\n3,4,5\n")>]
let ``two columns that are no decimals are two`` (text: string) =
    Assert.That((read text).ToMatrix().ColumnCount, Is.GreaterThan 1)

[<Test>]
let ``a number with the other decimal mark is refused with a way out`` () =
    let refused text mark (message: string) =
        Assert.That(refusal (fun () -> text |> readAs (CsvFormat(DecimalMark = mark)) |> numbers), equalTo message)

    let reason place cell mark =
        $"x.csv, {place}: '{cell}' is not a number, unless its decimal mark is '{mark}' (--decimal {mark}; in code CsvFormat.DecimalMark)."

    refused "a;b\n1,5;2.5\n" (Nullable()) (reason "line 2, column 1 (a)" "1,5" ',')
    refused "a;b\n1,5;2.5\n" (Nullable ',') (reason "line 2, column 2 (b)" "2.5" '.')
    Assert.That(refusal (fun () -> numbers (read "a,b\n\"1,234\",2\n")), Does.Contain "'1,234' is not a number, unless")
    Assert.That(refusal (fun () -> numbers (read "a;b\n1.234,5;2\n")), Does.Contain "'1.234,5' is not a number.")

[<Test>]
let ``names that are numbers are no point, if one says so`` () =
    for first in [ "0,1,2"; "2023,2024,2025" ] do
        let text = $"{first}\n7,8,9\n"

        Assert.That(refusal (fun () -> read text), equalTo (Messages.CsvHeaderOrPoint("x.csv", first.Split ',')))

        Assert.That((text |> readAs (CsvFormat(HasHeader = true))).Columns, equalTo (first.Split ','))
        Assert.That((text |> readAs (CsvFormat(HasHeader = false))).RowCount, equalTo 2)

    for text in [ "0,1,3\n7,8,9\n"; "0,1.5\n7,8\n"; "1,2,3\n4,5,6\n" ] do
        Assert.That((read text).RowCount, equalTo 2)

[<TestCase("")>]
[<TestCase("NA")>]
[<TestCase("N/A")>]
[<TestCase("NaN")>]
[<TestCase("nan")>]
[<TestCase("null")>]
[<TestCase("?")>]
let ``a missing value is refused with its place, or its row left out`` (cell: string) =
    let table = read $"a,b,kind\n1,2,x\n3,{cell},y\n5,6,{cell}\n"

    Assert.That(
        refusal (fun () -> table.ToMatrix [ "a"; "b" ]),
        equalTo
            "x.csv, line 3, column 2 (b): the value is missing. Fill it in, leave such rows out (--missing drop; in code table.WithoutMissing), or take the mean of a feature (--missing mean; fillMissing)."
    )

    Assert.That(
        refusal (fun () -> table["kind"]),
        Does.StartWith "x.csv, line 4, column 3 (kind): the value is missing."
    )

    Assert.That(
        (table.WithoutMissing [ "b" ]).ToMatrix([ "a"; "b" ]).ToArray(),
        equalTo (array2D [ [ 1.0; 2.0 ]; [ 5.0; 6.0 ] ])
    )

    Assert.That(table.CompleteRows [ "b"; "kind" ], equalTo [ 0 ])
    Assert.That((table.WithoutMissing [ "a" ]).RowCount, equalTo 3)
    Assert.That(table.IsNumeric "b", Is.True)
    Assert.That(table.IsNumeric "kind", Is.False)

[<Test>]
let ``a table without a complete row is refused`` () =
    Assert.That(
        refusal (fun () -> (read "a,b\n,2\n3,\n").WithoutMissing [ "a"; "b" ]),
        equalTo "x.csv has no row without a missing value."
    )

[<Test>]
let ``sodium is a name, and missing values alone are none`` () =
    Assert.That((read "RI,Na\n1,2\n").Columns, equalTo [ "RI"; "Na" ])
    Assert.That((read "NA,?\n1,2.5\n").RowCount, equalTo 2)

[<TestCase("2024-01-31")>]
[<TestCase("2024-01-31T12:30:00Z")>]
[<TestCase("31.1.2024")>]
[<TestCase("1/31/24")>]
[<TestCase("12:30")>]
[<TestCase("31 Jan 2024")>]
[<TestCase("January 31, 2024")>]
let ``a date is called a date`` (cell: string) =
    Assert.That(
        refusal (fun () -> (read $"a,when\n1,\"{cell}\"\n").ToMatrix()),
        equalTo (Messages.IsDate("x.csv, line 2, column 2 (when)", cell))
    )

[<TestCase("B12")>]
[<TestCase("12b")>]
[<TestCase("may 1x")>]
let ``a word with a number is no date`` (cell: string) =
    Assert.That(refusal (fun () -> (read $"a,b\n1,{cell}\n").ToMatrix()), Does.Contain $"'{cell}' is not a number.")

[<Test>]
let ``tables stand side by side`` () =
    let left, right = read "a,b\n1,2\n3,4\n", read "y\n5\n?\n"
    let both = left.Beside right
    Assert.That(both.Columns, equalTo [ "a"; "b"; "y" ])
    Assert.That((both.ToMatrix [ "b"; "a" ]).ToArray(), equalTo (array2D [ [ 2.0; 1.0 ]; [ 4.0; 3.0 ] ]))
    Assert.That(both.CompleteRows [ "y" ], equalTo [ 0 ])
    Assert.That(refusal (fun () -> both["y"]), Does.StartWith "x.csv, line 3, column 1 (y): the value is missing.")

    Assert.That(refusal (fun () -> left.Beside(read "y\n1\n")), equalTo "x.csv has 2 rows, but x.csv has 1.")

[<Test>]
let ``a stream is an array or CSV, as it starts`` () =
    use folder = new Folder()
    Npy.Write(folder.At "x.npy", (read "1.5,2\n3,4\n").ToMatrix())

    for file in [ folder.At "x.npy"; folder.File("x.csv", "1,5;2\n3;4\n") ] do
        use stream = File.OpenRead file
        Assert.That(DataFile.ReadTable(stream, "-") |> numbers, equalTo (array2D [ [ 1.5; 2.0 ]; [ 3.0; 4.0 ] ]))

[<Test>]
let ``a format is for CSV files of any name`` () =
    use folder = new Folder()
    let path = folder.File("x.data", "1;2\n")
    Assert.That((DataFile.ReadMatrix(path, CsvFormat(HasHeader = false))).ToArray(), equalTo (array2D [ [ 1.0; 2.0 ] ]))

    Assert.That(
        (DataFile.ReadTable(path, CsvFormat(Delimiter = Nullable ' ', HasHeader = false)))["1"],
        equalTo [ "1;2" ]
    )
