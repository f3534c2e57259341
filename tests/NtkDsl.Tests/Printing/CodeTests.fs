/// Generated programs run, and agree with the reference evaluation of the expression they came from.
module NtkDsl.Tests.Printing.CodeTests

open System
open System.Diagnostics
open System.Globalization
open System.IO
open NUnit.Framework
open NtkDsl

let private X = array2D [ [ 0.5; -1.2; 0.3; 2.0 ]; [ 1.0; 0.7; -0.4; 0.1 ] ]

let private Y =
    array2D [ [ -0.6; 0.2; 1.5; 0.4 ]; [ 1.1; 0.6; -0.3; 0.2 ]; [ 0.1; 0.1; -0.2; 0.3 ] ]

let private joined (separator: string) (items: string list) = String.Join(separator, items)

let private literal (x: float) =
    x.ToString("0.0###############", CultureInfo.InvariantCulture)

let private rows (points: float[,]) =
    [ for i in 0 .. Array2D.length1 points - 1 -> List.ofArray points[i, *] ]

/// A matrix as a list of lists.
let private nested (opening: string, separator: string, closing: string) points =
    let list items =
        opening + joined separator items + closing

    rows points |> List.map (List.map literal >> list) |> list

let private functionName i = $"Kernel{i}"

/// A matrix that a generated function returns: all of its result, or a part of it.
type private Output =
    {
        Function: int
        Part: int option
        Sample: Samples.Sample
        Value: Expr
    }

let private outputs =
    [
        for i, sample in List.indexed Samples.all do
            for part, value in List.indexed sample.Values do
                {
                    Function = i
                    Part = if sample.Values.Length = 1 then None else Some part
                    Sample = sample
                    Value = value
                }
    ]

let private start (info: ProcessStartInfo) =
    match Process.Start info with
    | null -> invalidOp "The program did not start."
    | running -> running

/// Runs a program and reads the numbers that it prints, a line for each sample.
let private run (program: string) (arguments: string list) =
    let info =
        ProcessStartInfo(program, arguments, RedirectStandardOutput = true, RedirectStandardError = true)

    use running = start info
    let errors = running.StandardError.ReadToEndAsync()
    let output = running.StandardOutput.ReadToEnd()
    running.WaitForExit()
    Assert.That(running.ExitCode, Is.Zero, output + errors.Result)

    let words (separator: char) (text: string) =
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries) |> List.ofArray

    words '\n' output
    |> List.map (
        words ' '
        >> List.map (fun word -> Double.Parse(word, CultureInfo.InvariantCulture))
    )

let private inFile (extension: string) (text: string) (use': string -> float list list) =
    let folder = Directory.CreateTempSubdirectory "ntkdsl"

    try
        let path = Path.Combine(folder.FullName, "program" + extension)
        File.WriteAllText(path, text)
        use' path
    finally
        folder.Delete(recursive = true)

let private expected =
    lazy
        [
            for output in outputs ->
                let parameters = Collections.Generic.Dictionary(dict output.Sample.Parameters)

                let entry x y =
                    ReferenceEvaluator(Array.ofList x, Array.ofList y, parameters).Of output.Value

                [
                    for x in rows X do
                        for y in rows Y -> entry x y
                ]
        ]

let private agree (results: float list list) =
    Assert.That(results.Length, Is.EqualTo outputs.Length)

    for output, result, expected in List.zip3 outputs results expected.Value do
        let scale = expected |> List.map abs |> List.max
        Assert.That(result.Length, Is.EqualTo expected.Length, output.Sample.Name)

        for actual, value in List.zip result expected do
            Assert.That(actual, Is.EqualTo(value).Within(1e-11 * scale), output.Sample.Name)

[<Test>]
let ``F# runs and agrees`` () =
    let matrix = nested ("[ ", "; ", " ]")

    let calls =
        [
            for output in outputs ->
                let arguments = output.Sample.Parameters |> List.map (snd >> literal) |> joined " "

                let part =
                    output.Part
                    |> Option.map (List.item >> (|>) [ "fst"; "snd" ])
                    |> Option.defaultValue "id"

                $"show ({part} ({functionName output.Function} X Y {arguments}))"
        ]

    let functions =
        [
            for i, sample in List.indexed Samples.all -> sample.Formulas.ToFSharp(functionName i)
        ]

    let show =
        """let show (K: float[,]) = K |> Seq.cast<float> |> Seq.map (sprintf "%.17g") |> String.concat " " |> printfn "%s" """

    let text =
        joined
            "\n"
            [
                show
                $"let X, Y = array2D {matrix X}, array2D {matrix Y}"
                yield! functions
                yield! calls
            ]

    inFile ".fsx" text (fun path -> run "dotnet" [ "fsi"; "--quiet"; "--optimize+"; path ])
    |> agree

[<Test>]
let ``C# runs and agrees`` () =
    let matrix = nested ("{ ", ", ", " }")

    let classes =
        [
            for i, sample in List.indexed Samples.all -> sample.Formulas.ToCSharp(functionName i)
        ]

    let usings, bodies =
        classes
        |> List.map (fun text -> text.Split '\n' |> Array.partition _.StartsWith("using "))
        |> List.unzip

    let calls =
        [
            for output in outputs ->
                let arguments =
                    joined ", " [ "X"; "Y"; yield! output.Sample.Parameters |> List.map (snd >> literal) ]

                let part =
                    output.Part
                    |> Option.map (List.item >> (|>) [ ".K"; ".Theta" ])
                    |> Option.defaultValue ""

                $"Show({functionName output.Function}.Evaluate({arguments}){part});"
        ]

    let show =
        """static void Show(double[,] K) =>
            Console.WriteLine(string.Join(" ", K.Cast<double>().Select(k => k.ToString("R", CultureInfo.InvariantCulture))));"""

    let text =
        joined
            "\n"
            [
                "#:property PublishAot=false"
                "#:property TreatWarningsAsErrors=true"
                yield! usings |> Array.concat |> Array.distinct
                "using System.Globalization;"
                $"double[,] X = {matrix X}, Y = {matrix Y};"
                yield! calls
                show
                yield! bodies |> List.map (joined "\n" << List.ofArray)
            ]

    inFile ".cs" text (fun path -> run "dotnet" [ "run"; "-c"; "Release"; path ])
    |> agree

/// A Python that has NumPy, if there is one.
let private python =
    lazy
        ([ "python3"; "/usr/bin/python3"; "python" ]
         |> List.tryFind (fun program ->
             try
                 use running =
                     start (ProcessStartInfo(program, [ "-c"; "import numpy" ], RedirectStandardError = true))

                 running.WaitForExit()
                 running.ExitCode = 0
             with :? ComponentModel.Win32Exception ->
                 false))

[<Test>]
let ``Python runs and agrees`` () =
    match python.Value with
    | None -> Assert.Ignore "No Python with NumPy here."
    | Some program ->
        let matrix = nested ("[", ", ", "]")

        let calls =
            [
                for output in outputs ->
                    let arguments =
                        joined ", " [ "X"; "Y"; yield! output.Sample.Parameters |> List.map (snd >> literal) ]

                    let part = output.Part |> Option.map (sprintf "[%d]") |> Option.defaultValue ""
                    $"print(*(repr(float(v)) for v in {functionName output.Function}({arguments}){part}.ravel()))"
            ]

        let functions =
            [
                for i, sample in List.indexed Samples.all -> sample.Formulas.ToPython(functionName i)
            ]

        let text =
            joined "\n" [ yield! functions; $"X, Y = {matrix X}, {matrix Y}"; yield! calls ]

        inFile ".py" text (fun path -> run program [ path ]) |> agree

[<Test>]
let ``code is as approved`` () =
    let names =
        [
            "rectifier"
            "parameters"
            "input"
            "kink aside"
            "clipped"
            "blocks"
            "dense-net"
            "no NTK"
        ]

    let chosen =
        Samples.all |> List.filter (fun sample -> List.contains sample.Name names)

    let listing (write: FormulaList -> string) =
        joined "\n" [ for sample in chosen -> $"== {sample.Name}\n{write sample.Formulas}" ]

    Approval.verify "FSharp.txt" (listing _.ToFSharp("kernel"))
    Approval.verify "CSharp.txt" (listing _.ToCSharp("Kernel"))
    Approval.verify "Python.txt" (listing _.ToPython("kernel"))

let private languages: (string * (FormulaList -> string)) list =
    [
        "F#", _.ToFSharp("kernels")
        "C#", _.ToCSharp("Kernels")
        "Python", _.ToPython("kernels")
    ]

/// The shape of a network of any depth.
let private deep: (string * (int -> string)) list =
    [
        "chain", (fun depth -> $"repeat({depth}, dense(8) >> tanh) >> dense(1)")
        "chain with biases", (fun depth -> $"repeat({depth}, dense(8, sigmaB=0.1) >> relu) >> dense(1)")
        "residual", (fun depth -> $"repeat({depth}, residual(dense(8) >> relu >> dense(8), scale=0.1)) >> dense(1)")
        "dense-net", (fun depth -> $"dense(64) >> denseNet({depth}, dense(32) >> relu) >> dense(1)")
    ]

[<Test>]
let ``code does not get longer with depth`` () =
    for shape, text in deep do
        let small = Samples.kernel(text 12).Formulas()

        let large =
            Samples.kernel(text (if shape = "dense-net" then 60 else 500)).Formulas()

        for language, write in languages do
            let lines (formulas: FormulaList) = (write formulas).Split('\n').Length
            Assert.That(lines large, Is.EqualTo(lines small), $"{language}, {shape}")

[<Test>]
let ``a parameter may be called like a keyword or a local name`` () =
    let kernel =
        Samples.kernel("dense(8, sigmaW=lambda, sigmaB=K1) >> relu >> dense(1)").Nngp

    Assert.That(kernel.ToPython "kernel", Does.Contain("def kernel(X, Y, K1_, lambda_):"))

[<TestCase "1st">]
[<TestCase "let me">]
[<TestCase "class">]
let ``a name that is no identifier is refused`` (name: string) =
    let expression = Samples.all.Head.Formulas

    for write in [ expression.ToCSharp; expression.ToFSharp; expression.ToPython ] do
        Assert.That(Approval.refusalOf (fun () -> write name), Does.Contain($"'{name}'"))

[<Test>]
let ``a kink that is not on a straight line is refused`` () =
    let bump =
        Activation.Define("bump", fun u -> Expr.Relu(u * u - Expr.Fraction(1I, 1I)))

    let kernel =
        Architecture.Parse("dense(8) >> bump >> dense(1)", [ bump ]).Compile().Nngp

    Assert.That(Approval.refusalOf (fun () -> kernel.ToPython "kernel"), Does.Contain("u² − 1 = 0"))
