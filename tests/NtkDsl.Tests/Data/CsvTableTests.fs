module NtkDsl.Tests.Data.CsvTableTests

open System
open System.IO
open MathNet.Numerics.LinearAlgebra
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Text

let private read (text: string) =
    CsvTable.Read(new StringReader(text), "x.csv")

let private matrix (text: string) = (read text).ToMatrix()

[<Test>]
let ``numbers are read with and without a header`` () =
    let expected = array2D [ [ 1.0; -2.5 ]; [ 3e-5; 4.0 ] ]
    let plain, named = read "1,-2.5\n3e-5,4\n", read "a,b\n1,-2.5\n3e-5,4\n"
    Assert.That(plain.HasHeader, Is.False)
    Assert.That(plain.Columns, equalTo [ "1"; "2" ])
    Assert.That(named.HasHeader, Is.True)
    Assert.That(named.Columns, equalTo [ "a"; "b" ])

    for table in [ plain; named ] do
        Assert.That(table.RowCount, equalTo 2)
        Assert.That(table.ToMatrix().ToArray(), equalTo expected)

[<Test>]
let ``a header may be claimed or denied`` () =
    let years =
        CsvTable.Read(new StringReader "2024,2025\n1,2\n", "x.csv", CsvFormat(HasHeader = true))

    Assert.That(years.Columns, equalTo [ "2024"; "2025" ])

    let words =
        CsvTable.Read(new StringReader "red,blue\ngreen,red\n", "x.csv", CsvFormat(HasHeader = false))

    Assert.That(words["1"], equalTo [ "red"; "green" ])

[<Test>]
let ``quotes, spaces, blank lines, CRLF and a byte order mark`` () =
    let table = read "\"a, \"\"b\"\"\" , c \r\n\r\n 1 ,\"2\"\r\n"
    Assert.That(table.Columns, equalTo [ "a, \"b\""; "c" ])
    Assert.That(table.ToMatrix().ToArray(), equalTo (array2D [ [ 1.0; 2.0 ] ]))
    use folder = new Folder()
    File.WriteAllText(folder.At "bom.csv", "1,2.5\n", Text.UTF8Encoding true)
    Assert.That((CsvTable.Read(folder.At "bom.csv")).ToMatrix().ToArray(), equalTo (array2D [ [ 1.0; 2.5 ] ]))

[<Test>]
let ``columns are chosen by name, as numbers or text`` () =
    let table = read "length,width,kind\n1,2,x\n3,4,y\n"

    Assert.That((table.ToMatrix [ "width"; "length" ]).ToArray(), equalTo (array2D [ [ 2.0; 1.0 ]; [ 4.0; 3.0 ] ]))

    Assert.That(table["kind"], equalTo [ "x"; "y" ])

[<Test>]
let ``some rows are a table, and keep their places in messages`` () =
    let table = read "length,kind\n1,x\n#,y\n3,z\n"
    let some = table.Rows [| 2; 0 |]
    Assert.That(some.Columns, equalTo table.Columns)
    Assert.That(some.HasHeader, Is.True)
    Assert.That(some["kind"], equalTo [ "z"; "x" ])
    Assert.That((some.ToMatrix [ "length" ]).ToArray(), equalTo (array2D [ [ 3.0 ]; [ 1.0 ] ]))

    Assert.That(
        refusal (fun () -> table.Rows([| 1 |]).ToMatrix [ "length" ]),
        equalTo
            "x.csv, line 3, column 1 (length): '#' is not a number. Words can be classes (--classify) or categories (--one-hot); or leave the column out (--features)."
    )

    for row in [ -1; 3 ] do
        Assert.That(
            refusal (fun () -> table.Rows [| 0; row |]),
            equalTo $"x.csv has 3 rows, numbered from 0, so there is no row {row}."
        )

[<Test>]
let ``a table of numbers may name its columns`` () =
    let values = Matrix<float>.Build.DenseOfArray(array2D [ [ 1.0; 2.0 ] ])
    Assert.That(Table.Of("t", values).Columns, equalTo [ "1"; "2" ])
    let named = Table.Of("t", values, [| "a"; "b" |])
    Assert.That(named.HasHeader, Is.True)
    Assert.That(named["b"], equalTo [ "2" ])
    Assert.That(refusal (fun () -> Table.Of("t", values, [| "a" |])), equalTo "t has 2 columns, but 1 name of columns.")

[<Test>]
let ``every refusal names line and column`` () =
    let refused text (message: string) =
        Assert.That(refusal (fun () -> matrix text), equalTo message)

    refused
        "1,2\nx,4\n"
        "x.csv, line 2, column 1: 'x' is not a number. Words can be classes (--classify) or categories (--one-hot); or leave the column out (--features)."

    refused "1,2\n3,1e999\n" "x.csv, line 2, column 2: every value must be a finite number, but this one is 1e999."
    refused "1,2\n3\n" "x.csv, line 2: the row has 1 cell, but the first row has 2."
    refused "1,2\n3,4,5\n" "x.csv, line 2: the row has 3 cells, but the first row has 2."

    refused
        "1,2\n3,4\"5\n"
        "x.csv, line 2: quotes do not match. A cell with quotes stands in quotes, and those inside are doubled."

    refused
        "1,2\n3,\"4\n"
        "x.csv, line 2: quotes do not match. A cell with quotes stands in quotes, and those inside are doubled."

    refused "" "x.csv has no rows."
    refused "a,b\n" "x.csv has no rows."

[<Test>]
let ``columns that are not there or not alone are refused`` () =
    Assert.That(refusal (fun () -> (read "a,b\n1,2\n")["c"]), equalTo "x.csv has no column 'c'; it has a, b.")
    Assert.That(refusal (fun () -> (read "a,a\n1,2\n")["a"]), equalTo "x.csv has more than one column 'a'.")

[<Test>]
let ``a matrix is written with quoted names`` () =
    use text = new StringWriter()
    CsvTable.Write(text, Matrix.Build.DenseOfArray(array2D [ [ 0.1; 2.0 ] ]), [ "a,b"; "c" ])
    Assert.That(text.ToString(), equalTo "\"a,b\",c\n0.1,2\n")

[<FsCheck.NUnit.Property>]
let ``what is written reads back to the last bit`` (FsCheck.NormalFloat first) (rest: FsCheck.NormalFloat list) =
    use folder = new Folder()
    let values = Matrix.Build.DenseOfColumns [ first :: [ for x in rest -> x.Get ] ]
    CsvTable.Write(folder.At "x.csv", values)
    (CsvTable.Read(folder.At "x.csv")).ToMatrix().Equals values
