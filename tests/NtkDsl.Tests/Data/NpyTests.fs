module NtkDsl.Tests.Data.NpyTests

open System
open System.Buffers.Binary
open System.IO
open System.IO.Compression
open System.Text
open FsCheck
open MathNet.Numerics.LinearAlgebra
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Text

/// The bytes of a file, put together as the format's description says.
let private npy (major: byte) (header: string) (elements: byte[] list) =
    let header = Encoding.UTF8.GetBytes(header + "\n")

    let length =
        if major = 1uy then
            BitConverter.GetBytes(uint16 header.Length)
        else
            BitConverter.GetBytes(uint32 header.Length)

    Array.concat [ [| 0x93uy |]; "NUMPY"B; [| major; 0uy |]; length; header; yield! elements ]

let private header descr order shape =
    $"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}"

let private little: float list -> byte[] list = List.map BitConverter.GetBytes

let private readBytes (bytes: byte[]) =
    use folder = new Folder()
    File.WriteAllBytes(folder.At "x.npy", bytes)
    Npy.Read(folder.At "x.npy")

let private reads (expected: float list list) bytes =
    Assert.That((readBytes bytes).ToArray(), equalTo (array2D expected))

let private table = [ [ 1.0; 2.0; 3.0 ]; [ 4.0; 5.0; 6.0 ] ]

[<Test>]
let ``rows come one after the other in C order, columns in Fortran order`` () =
    npy 1uy (header "<f8" "False" "(2, 3)") (little [ 1; 2; 3; 4; 5; 6 ])
    |> reads table

    npy 1uy (header "<f8" "True" "(2, 3)") (little [ 1; 4; 2; 5; 3; 6 ])
    |> reads table

[<Test>]
let ``versions 1 to 3 are read`` () =
    for version in [ 1uy; 2uy; 3uy ] do
        npy version (header "<f8" "False" "(2, 3)") (little [ 1; 2; 3; 4; 5; 6 ])
        |> reads table

[<Test>]
let ``a vector is a column`` () =
    npy 1uy (header "<f8" "False" "(2,)") (little [ 1; 2 ])
    |> reads [ [ 1 ]; [ 2 ] ]

[<Test>]
let ``numbers of any size are read in both byte orders`` () =
    let types =
        [
            "f2", (fun (x: float) -> BitConverter.GetBytes(Half.op_Explicit x: Half))
            "f4", (fun x -> BitConverter.GetBytes(float32 x))
            "f8", BitConverter.GetBytes
            "i1", (fun x -> [| byte (sbyte x) |])
            "i2", (fun x -> BitConverter.GetBytes(int16 x))
            "i4", (fun x -> BitConverter.GetBytes(int x))
            "i8", (fun x -> BitConverter.GetBytes(int64 x))
        ]

    for name, bytes in types do
        for order, turn in [ "<", id; ">", Array.rev ] do
            npy 1uy (header (order + name) "False" "(1, 2)") [ turn (bytes -3.0); turn (bytes 7.0) ]
            |> reads [ [ -3; 7 ] ]

[<Test>]
let ``unsigned integers and truth values are read`` () =
    let types =
        [
            "u1", (fun (x: uint64) -> [| byte x |])
            "u2", (fun x -> BitConverter.GetBytes(uint16 x))
            "u4", (fun x -> BitConverter.GetBytes(uint32 x))
            "u8", BitConverter.GetBytes
        ]

    for name, bytes in types do
        npy 1uy (header ("<" + name) "False" "(1, 2)") [ bytes 200UL; bytes 7UL ]
        |> reads [ [ 200; 7 ] ]

    npy 1uy (header "|b1" "False" "(2,)") [ [| 1uy |]; [| 0uy |] ]
    |> reads [ [ 1 ]; [ 0 ] ]

[<Test>]
let ``what is written is aligned and in C order`` () =
    use stream = new MemoryStream()
    Npy.Write(stream, Matrix.Build.DenseOfArray(array2D table))
    let bytes = stream.ToArray()

    let length =
        int (BinaryPrimitives.ReadUInt16LittleEndian(ReadOnlySpan(bytes, 8, 2)))

    Assert.That((10 + length) % 64, Is.Zero)

    Assert.That(
        Encoding.ASCII.GetString(bytes, 10, length),
        Does.Match @"^\{'descr': '<f8', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$"
    )

    Assert.That(bytes[10 + length ..], equalTo (Array.concat (little [ 1; 2; 3; 4; 5; 6 ])))

[<FsCheck.NUnit.Property>]
let ``what is written reads back to the last bit`` (PositiveInt columns) (NonEmptyArray(values: NormalFloat[])) =
    use folder = new Folder()

    let rows =
        [
            for NormalFloat x in values -> List.init columns (fun j -> x / float (j + 1))
        ]

    let matrix = Matrix.Build.DenseOfRows(rows |> List.map Seq.ofList)
    Npy.Write(folder.At "x.npy", matrix)
    (Npy.Read(folder.At "x.npy")).Equals matrix

[<Test>]
let ``what is no matrix of numbers is refused`` () =
    let refused bytes (message: string) =
        Assert.That(refusal (fun () -> readBytes bytes), equalTo message)

    refused [||] "x.npy is not in NumPy's .npy format."
    refused "1,2\n3,4\n"B "x.npy is not in NumPy's .npy format."
    refused (npy 1uy "{'descr': '<f8'}" []) "x.npy is not in NumPy's .npy format."

    refused
        (npy 4uy (header "<f8" "False" "(1, 1)") [])
        "x.npy is in version 4.0 of NumPy's .npy format; versions 1.0 to 3.0 are read."

    for descr in [ "<c16"; "<U3"; "|O"; "<f16" ] do
        refused
            (npy 1uy (header descr "False" "(1, 1)") [])
            $"x.npy has elements of type '{descr}'; read are real numbers and truth values, as after x.astype('float64')."

    for shape in [ "()"; "(0, 3)"; "(2, 3, 4)"; "(99999999999, 1)" ] do
        refused
            (npy 1uy (header "<f8" "False" shape) [])
            $"x.npy has shape {shape}; a matrix needs two axes, neither of length 0, as after x.reshape(len(x), -1)."

    let whole = npy 1uy (header "<f8" "False" "(2, 3)") (little [ 1; 2; 3; 4; 5; 6 ])

    for length in [ 8; 9; 20; whole.Length - 1 ] do
        refused whole[.. length - 1] "x.npy ends before all of its elements."

    refused (npy 1uy (header "<f8" "False" "(2000000000, 2000000000)") []) "x.npy ends before all of its elements."

let private npz (folder: Folder) arrays =
    let path = folder.At "x.npz"
    use archive = ZipFile.Open(path, ZipArchiveMode.Create)

    for name: string, matrix: float list list in arrays do
        use stream = archive.CreateEntry(name + ".npy").Open()
        Npy.Write(stream, Matrix.Build.DenseOfArray(array2D matrix))

    path

[<Test>]
let ``arrays of an archive are read by name`` () =
    use folder = new Folder()
    let path = npz folder [ "x", table; "y", [ [ 7.0 ] ] ]
    Assert.That(Npz.Names path, equalTo [ "x"; "y" ])
    Assert.That((Npz.Read(path, "x")).ToArray(), equalTo (array2D table))

    Assert.That(refusal (fun () -> Npz.Read path), equalTo "x.npz holds the arrays x, y; say which, as in x.npz:x.")

    Assert.That(refusal (fun () -> Npz.Read(path, "z")), equalTo "x.npz holds no array 'z'; it holds x, y.")

[<Test>]
let ``an archive with one array needs no name`` () =
    use folder = new Folder()
    Assert.That((Npz.Read(npz folder [ "x", table ])).ToArray(), equalTo (array2D table))

[<Test>]
let ``archives without arrays and other files are refused`` () =
    use folder = new Folder()
    Assert.That(refusal (fun () -> Npz.Read(npz folder [])), equalTo "x.npz holds no array.")

    Assert.That(
        refusal (fun () -> Npz.Names(folder.File("y.npz", "no archive"))),
        equalTo "y.npz is not in NumPy's .npz format, a ZIP archive."
    )

[<Test>]
let ``a value that is not finite is refused with row and column, and NaN is missing`` () =
    use folder = new Folder()
    Npy.Write(folder.At "x.npy", Matrix.Build.DenseOfArray(array2D [ [ 1.0; 2.0 ]; [ 3.0; infinity ]; [ nan; 4.0 ] ]))
    let table = DataFile.ReadTable(folder.At "x.npy")
    Assert.That(table.CompleteRows [ "1"; "2" ], equalTo [ 0; 1 ])

    Assert.That(
        refusal (fun () -> table.ToMatrix [ "1" ]),
        Does.StartWith "x.npy, row 3, column 1: the value is missing."
    )

    Assert.That(
        refusal (fun () -> table.ToMatrix [ "2" ]),
        equalTo "x.npy, row 2, column 2: every value must be a finite number, but this one is Infinity."
    )

[<Test>]
let ``DataFile reads one of several arrays by its name`` () =
    use folder = new Folder()
    let path = npz folder [ "x", table; "y", [ [ 7.0 ] ] ]
    let read = DataFile.ReadTable(path + ":y")
    Assert.That((read.Name, read.HasHeader), equalTo (("x.npz:y", false)))
    Assert.That(read.Columns, equalTo [ "1" ])
    Assert.That(read["1"], equalTo [ "7" ])
    Assert.That(DataFile.ReadMatrix(path + ":x").ToArray(), equalTo (array2D table))
    Assert.That(refusal (fun () -> DataFile.ReadTable(path + ":z")), equalTo "x.npz holds no array 'z'; it holds x, y.")

[<Test>]
let ``DataFile reads by the ending of the name`` () =
    use folder = new Folder()
    let matrix = Matrix.Build.DenseOfArray(array2D table)
    Npy.Write(folder.At "x.NPY", matrix)
    CsvTable.Write(folder.At "x.txt", matrix)

    for path in [ folder.At "x.NPY"; folder.At "x.txt"; npz folder [ "x", table ] ] do
        Assert.That(DataFile.ReadMatrix path, equalTo matrix)

    let directory = Path.GetTempPath()
    Assert.That(refusal (fun () -> DataFile.ReadMatrix directory), equalTo $"'{directory}' is a directory, not a file.")
