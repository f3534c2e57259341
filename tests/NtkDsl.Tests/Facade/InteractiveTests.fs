/// What F# Interactive shows of values that it is not told how to print.
module NtkDsl.Tests.Facade.InteractiveTests

open System.Diagnostics
open System.IO
open NUnit.Framework

let private loader =
    Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "..", "examples", "NtkDsl.fsx"))

/// Types lines into F# Interactive, and returns what it prints.
let private typed (lines: string list) =
    let info =
        ProcessStartInfo(
            "dotnet",
            [ "fsi"; "--nologo"; "--readline-" ],
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        )

    use fsi = nonNull (Process.Start info)
    let output = fsi.StandardOutput.ReadToEndAsync()
    let error = fsi.StandardError.ReadToEndAsync()

    for line in lines do
        fsi.StandardInput.WriteLine(line + ";;")

    fsi.StandardInput.Close()
    fsi.WaitForExit()
    Assert.That(error.Result, Is.Empty)
    output.Result

[<Test>]
let ``values print as a person wants to see them`` () =
    let output =
        typed
            [
                $"#load @\"{loader}\""
                "open NtkDsl"
                "open type NtkDsl.Layers"
                "let net = Dense(8, sigmaW = sqrt 4.0, sigmaB = Expr.parameter \"b\") --> Relu --> Dense 1"
                "let free = Kernel.compile net"
                "let kernel = free |> Kernel.bind \"b\" 0.5"
                "let x = [ [ 1.0; 0.0 ]; [ 0.0; 1.0 ] ]"
                "let pair = kernel |> Kernel.evaluateSymmetric x"
                "pair"
                "kernel |> GaussianProcess.condition (Ridge.Absolute 0.5) x [ 1.0; 2.0 ]"
                "it |> GaussianProcess.predict x"
                "Table.ofRows [ \"size\"; \"price\" ] [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ] ]"
                "Dense(8) |> Verification.checkWithin 0.5 x"
            ]

    for expected in
        [
            "val free: Kernel =\n  K and Θ of dense(8, sigmaW=2, sigmaB=b) >> relu >> dense(1), b free\n"
            "val kernel: Kernel =\n  K and Θ of dense(8, sigmaW=2, sigmaB=b) >> relu >> dense(1), b = 0.5\n"
            "val it: KernelPair =\n  NNGP K\n"
            "val it: GaussianProcess =\n  Gaussian process (NNGP) on 2 points, noise 0.5, log evidence -"
            "val it: Posterior =\n  point"
            "mean    ± s.d.\n1"
            "   size  price\n1     1      2\n2     3      4\n"
            "Verdict: agrees (tolerance 50.0 %"
        ] do
        Assert.That(output, Does.Contain expected)

    // The text alone: no list of properties follows.
    Assert.That(output, Does.Not.Contain "{")
