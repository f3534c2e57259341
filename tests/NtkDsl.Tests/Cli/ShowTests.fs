module NtkDsl.Tests.Cli.ShowTests

open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Cli.Run
open NtkDsl.Tests.Text

let private text = "dense(512, sigmaW=s) >> erf >> dense(1)"
let private kernel = text |> Architecture.parse |> Kernel.compile

let private prints (expected: string) (arguments: string list) =
    let result = ntk ("show" :: text :: arguments)
    Assert.That(result.Error, Is.Empty)
    Assert.That(result.Text, equalTo (expected + "\n"))
    Assert.That(result.ExitCode, Is.Zero)

[<Test>]
let ``both kernels are shown by default`` () =
    [] |> prints (kernel.Formulas().ToUnicode())

[<Test>]
let ``a kernel without NTK is shown alone, and why`` () =
    let text = "dense(3) >> sign >> dense(1)"
    let reason = refusal (fun () -> (Architecture.parse text |> Kernel.compile).Ntk)

    for form in [ "unicode"; "latex"; "mathml"; "fsharp"; "csharp"; "python" ] do
        let result = ntk [ "show"; text; "--form"; form ]
        Assert.That(result.ExitCode, Is.Zero)
        Assert.That(result.Text, Does.Contain("There is no Θ (NTK). " + reason), form)

[<Test>]
let ``every notation and language prints`` () =
    let k = kernel.Formulas KernelKind.Nngp

    [
        "unicode", k.ToUnicode()
        "latex", k.ToLatex()
        "mathml", k.ToMathML()
        "fsharp", k.ToFSharp "nngp"
        "csharp", k.ToCSharp "Nngp"
        "python", k.ToPython "nngp"
    ]
    |> List.iter (fun (form, expected) -> [ "--kernel"; "nngp"; "--form"; form ] |> prints expected)

[<Test>]
let ``code returns both kernels by default`` () =
    [ "--form"; "python" ] |> prints (kernel.Formulas().ToPython "kernels")

[<Test>]
let ``formulas expand and differentiate`` () =
    [ "--kernel"; "ntk"; "--expand" ]
    |> prints (kernel.Formulas(KernelKind.Ntk).ToUnicode(expand = true))

    [ "--kernel"; "ntk"; "--derivative"; "s" ]
    |> prints (kernel.Formulas(KernelKind.Ntk).Derivative(Expr.Parameter "s").ToUnicode())

let private refused exitCode (message: string) arguments =
    let result = ntk arguments
    Assert.That(result.Error.TrimEnd(), equalTo message)
    Assert.That(result.Output, Is.Empty)
    Assert.That(result.ExitCode, equalTo exitCode)

[<Test>]
let ``refused inputs end in 1 and one message`` () =
    [ "show"; "dense(512) >> rleu" ]
    |> refused 1 (refusal (fun () -> Architecture.parse "dense(512) >> rleu"))

    [ "show"; text; "--derivative"; "t" ]
    |> refused 1 "The architecture has no free parameter t; it has s."

    [ "show"; "dense(3)"; "--derivative"; "t" ]
    |> refused 1 "The architecture has no free parameter t; it has none."

    [ "show"; "dense(3) >> sign"; "--kernel"; "ntk" ]
    |> refused 1 (refusal (fun () -> (Architecture.parse "dense(3) >> sign" |> Kernel.compile).Ntk))

[<Test>]
let ``wrong usage ends in 2`` () =
    let help = "\n'ntk show --help' shows how it is used."

    [ "show" ]
    |> refused 2 ("Required argument missing for command: 'show'." + help)

    [ "show"; text; "--form"; "python"; "--expand" ]
    |> refused 2 ("--expand is for formulas: --form unicode, latex or mathml." + help)

    [ "show"; text; "--form"; "word" ]
    |> ntk
    |> fun result ->
        Assert.That(result.ExitCode, equalTo 2)
        Assert.That(result.Error, Does.Contain "'word'")
