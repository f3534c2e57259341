module NtkDsl.Tests.Facade.ModuleTests

open System
open System.Reflection
open System.Xml.Linq
open FSharp.Reflection
open MathNet.Numerics.LinearAlgebra
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Text
open NtkDsl.Symbolics
open type NtkDsl.Layers

let private net = Dense(8, sigmaW = Expr.parameter "s") --> Erf --> Dense 1
let private kernel = net |> Kernel.compile |> Kernel.bind "s" 1.5
let private rows = [ [| 1.0; 2.0 |]; [| -0.5; 3.0 |]; [| 0.0; 1.0 |] ]

[<Test>]
let ``points may be rows, arrays, a matrix or points`` () =
    let matrix = Matrix.Build.DenseOfRowArrays rows
    let expected = kernel.EvaluateSymmetric(Points.Of matrix).Ntk

    let same (pair: KernelPair) = Assert.That(pair.Ntk, equalTo expected)

    kernel |> Kernel.evaluateSymmetric rows |> same
    kernel |> Kernel.evaluateSymmetric (List.toArray rows) |> same
    kernel |> Kernel.evaluateSymmetric (seq rows) |> same
    kernel |> Kernel.evaluateSymmetric (array2D rows) |> same
    kernel |> Kernel.evaluateSymmetric matrix |> same
    kernel |> Kernel.evaluateSymmetric (Points.from matrix) |> same
    kernel |> Kernel.evaluateSymmetric (List.map List.ofArray rows) |> same

    kernel
    |> Kernel.evaluateSymmetric (seq { for row in rows -> Seq.ofArray row })
    |> same

    kernel
    |> Kernel.evaluateSymmetric [ for row in rows -> Vector.Build.DenseOfArray row ]
    |> same

    Assert.That(Points.rows (Points.from [ [ 1; 2 ] ]), equalTo [ [| 1.0; 2.0 |] ])

/// Neither inline nor annotated.
[<Test>]
let ``functions of points are wrapped`` () =
    let ntk points =
        (kernel |> Kernel.evaluateSymmetric points).Ntk

    Assert.That(ntk rows, equalTo (ntk (array2D rows)))
    Assert.That(ntk (List.map List.ofArray rows), equalTo (ntk (Points.Of rows)))

[<Test>]
let ``what is no set of points is refused`` () =
    let refused (message: string) (points: unit -> Points) =
        Assert.That(Action(points >> ignore), Throws.TypeOf<NtkDslException>().With.Message.EqualTo message)

    refused (FacadeMessages.notPoints [ 1.0 ]) (fun () -> Points.from [ 1.0; 2.0 ])
    refused (FacadeMessages.notPoints "x") (fun () -> Points.from "x")
    let nothing = Unchecked.defaultof<float list list>
    refused (FacadeMessages.notPoints nothing) (fun () -> Points.from nothing)
    refused Messages.NoPoints (fun () -> Points.from ([]: float list list))

[<Test>]
let ``evaluate takes rows of x1 and columns of x2`` () =
    let pair = kernel |> Kernel.evaluate rows [ [| 2.0; 1.0 |] ]
    let expected = kernel.Evaluate(Points.Of rows, Points.Of [ [| 2.0; 1.0 |] ])
    Assert.That(pair.Nngp, equalTo expected.Nngp)
    Assert.That(pair.Ntk, equalTo expected.Ntk)

[<Test>]
let ``blocks, files and forecasts are those of an evaluation`` () =
    use folder = new Folder()
    let columns = [ [| 2.0; 1.0 |] ]

    let pair, symmetric =
        kernel |> Kernel.evaluate rows columns, kernel |> Kernel.evaluateSymmetric rows

    for expected, blocks in
        [
            pair, kernel |> Kernel.evaluateBlocks rows columns
            symmetric, kernel |> Kernel.evaluateSymmetricBlocks rows
        ] do
        let block = Seq.exactlyOne blocks
        Assert.That(block.Nngp, equalTo expected.Nngp)
        Assert.That(block.Ntk, equalTo expected.Ntk)

    use two = kernel |> Kernel.evaluateToFile (folder.At "two.npy") rows columns
    use one = kernel |> Kernel.evaluateSymmetricToFile (folder.At "one.npy") rows
    Assert.That(two.ReadMatrix KernelKind.Ntk, equalTo pair.Ntk)
    Assert.That(one.ReadMatrix KernelKind.Nngp, equalTo symmetric.Nngp)

    // Two matrices of doubles.
    Assert.That((kernel |> Kernel.forecast rows columns).ResultBytes, equalTo (2L * 8L * 3L))
    Assert.That((kernel |> Kernel.forecastSymmetric rows).ResultBytes, equalTo (2L * 8L * 9L))

[<Test>]
let ``points come back as rows and as a matrix`` () =
    let points = Points.from rows
    Assert.That((Points.count points, Points.features points), equalTo ((3, 2)))
    Assert.That(Points.rows points, equalTo rows)
    Assert.That(Points.toMatrix points, equalTo (Matrix.Build.DenseOfRowArrays rows))

[<Test>]
let ``bindAll binds every parameter of the map`` () =
    let net = Dense(8, sigmaW = Expr.parameter "s", sigmaB = Expr.parameter "b")
    let free = Kernel.compile net
    let bound = free |> Kernel.bindAll (Map [ "s", 1.5; "b", 0.5 ])
    let expected = free.Bind("s", 1.5).Bind("b", 0.5)
    Assert.That(Kernel.parameters free, equalTo [ "b"; "s" ])

    Assert.That(
        (bound |> Kernel.evaluateSymmetric rows).Nngp,
        equalTo ((expected |> Kernel.evaluateSymmetric rows).Nngp)
    )

[<Test>]
let ``compileFor fixes the number of features`` () =
    let kernel = net |> Kernel.compileFor 2
    let expected = net.Compile(Nullable 2)
    Assert.That(kernel.Features, equalTo expected.Features)

[<Test>]
let ``a compilation has a limit and can be cancelled`` () =
    let options = CompileOptions.Default
    let kernel = net |> Kernel.compileWith { options with Features = Some 2 }
    Assert.That(kernel.Nngp, Is.SameAs (Kernel.compile net).Nngp)

    Assert.That(
        Action(fun () -> net |> Kernel.compileWith { options with Limit = 5L } |> ignore),
        Throws.TypeOf<NtkDslException>()
    )

    let cancelled = Threading.CancellationToken true

    Assert.That(
        Action(fun () ->
            net
            |> Kernel.compileWith
                { options with
                    Cancellation = cancelled
                }
            |> ignore),
        Throws.InstanceOf<OperationCanceledException>()
    )

[<Test>]
let ``the formulas are those of the kernel`` () =
    let kernel = Architecture.compile net
    Assert.That(Kernel.nngp kernel, Is.SameAs kernel.Nngp)
    Assert.That(Kernel.ntk kernel, Is.SameAs kernel.Ntk)
    let places, parts = kernel |> Kernel.ntkContributions |> List.unzip
    Assert.That(places, Has.Length.EqualTo 2)
    Assert.That(parts, equalTo [ for part in kernel.NtkContributions() -> part.Ntk ])

[<Test>]
let ``derivatives are those of the core`` () =
    let k = (Architecture.compile net).Nngp
    Assert.That(k |> Expr.derivative "s", Is.SameAs(k.Derivative(Expr.Parameter "s")))
    Assert.That(k |> Expr.derivativeBy Kernel.Input, Is.SameAs(k.Derivative Kernel.Input))

[<Test>]
let ``formulas print in every notation`` () =
    let k = (Kernel.compile net).Nngp
    Assert.That(Expr.unicode k, equalTo (k.ToUnicode()))
    Assert.That(Expr.latex k, equalTo (k.ToLatex()))
    Assert.That(Expr.mathML k, equalTo (k.ToMathML()))
    Assert.That(k |> Expr.csharp "Nngp", equalTo (k.ToCSharp "Nngp"))
    Assert.That(k |> Expr.fsharp "nngp", equalTo (k.ToFSharp "nngp"))
    Assert.That(k |> Expr.python "nngp", equalTo (k.ToPython "nngp"))

[<Test>]
let ``F# operators and functions build expressions`` () =
    let u = Expr.parameter "u"
    let half = Expr.fraction 1 2
    Assert.That(0.5 * u, Is.SameAs(half * u))
    Assert.That(u * 0.5, Is.SameAs(half * u))
    Assert.That(u / 2.0, Is.SameAs(half * u))
    Assert.That(1.0 / u, Is.SameAs(Expr.Pow(u, -1)))
    Assert.That(1.0 + u, Is.SameAs(u + Expr.number 1.0))
    Assert.That(u - 1.0, Is.SameAs(u + Expr.number -1.0))
    Assert.That(1.0 - u, Is.SameAs(-u + Expr.number 1.0))
    Assert.That(u ** Expr.number 2.0, Is.SameAs(u * u))
    Assert.That(u ** 2, Is.SameAs(u * u))
    Assert.That(u ** 0.5, Is.SameAs(sqrt u))
    Assert.That(pown u 3, Is.SameAs(u * u * u))
    Assert.That(List.sum [ u; u ], Is.SameAs(2 * u))
    Assert.That(2 * u + 1, Is.SameAs(1.0 + u * 2.0))
    Assert.That(1 - u / 2, Is.SameAs(-half * u + 1))
    Assert.That(3 / (u - 1), Is.SameAs(3.0 / (-1 + u)))
    Assert.That(Expr.Max(u, 0), Is.SameAs(Expr.Relu u))
    Assert.That(Expr.Min(u, 0), Is.SameAs(u - Expr.Relu u))
    Assert.That(tanh u + sqrt u + exp u, Is.SameAs(Expr.Tanh u + Expr.Sqrt u + Expr.Exp u))
    Assert.That(sin u + cos u + abs u + log u, Is.SameAs(Expr.Sin u + Expr.Cos u + Expr.Abs u + Expr.Log u))

[<Test>]
let ``an activation from a function is that of the core`` () =
    let cubic = Activation.define "cubic" (fun u -> u * u * u)
    Assert.That(cubic, equalTo (Activation.Define("cubic", fun u -> u * u * u)))
    let u = Expr.parameter "u"
    Assert.That(cubic |> Activation.apply u, Is.SameAs(u * u * u))

    let kernels f =
        Dense(3, sigmaW = sqrt 2.0) --> f --> Dense 1
        |> Kernel.compile
        |> Kernel.evaluateSymmetric rows

    for written, known in
        [
            (fun u -> Expr.Max(u, 0.1 * u)), LeakyRelu 0.1
            (fun u -> Expr.Where(u, u, 0.1 * u)), LeakyRelu 0.1
            (fun u -> Expr.Where(u, u, exp (Expr.Min(u, 0)) - 1)), Elu
        ] do
        let mine, theirs = kernels (Activation.define "mine" written), kernels known
        Assert.That((mine.Nngp - theirs.Nngp).L2Norm(), Is.LessThan 1e-12)
        Assert.That((mine.Ntk - theirs.Ntk).L2Norm(), Is.LessThan 1e-12)

    let text = Architecture.toText (Dense 3 --> cubic)
    Assert.That(text |> Architecture.parseWith [ cubic ], equalTo (Dense 3 --> cubic))
    Assert.That((Sign |> Activation.withSurrogate Erf).Surrogate, equalTo Erf)

[<Test>]
let ``patterns take expressions apart`` () =
    let a, b = Expr.parameter "a", Expr.parameter "b"

    let rec text expression =
        match expression with
        | Expr.Number value -> string value
        | Expr.Parameter name -> name
        | Expr.Symbol(SymbolKind.Constant, name) -> name
        | Expr.Sum terms -> terms |> List.map text |> String.concat " + "
        | Expr.Product factors -> factors |> List.map text |> String.concat "*"
        | Expr.Power(x, n) -> $"{text x}^{text n}"
        | Expr.Call(name, arguments) -> arguments |> List.map text |> String.concat ", " |> sprintf "%s(%s)" name
        | Expr.Definition(symbol, index, _) -> symbol + index
        | other -> failwith $"{other}"

    Assert.That(text (2.0 * a * Expr.pi), equalTo "2*π*a")
    Assert.That(text (a ** b), equalTo "a^b")
    Assert.That(text (tanh a + b), Does.Contain "tanh(a)")

[<Test>]
let ``definitions are found by their pattern`` () =
    let rec definitions (expression: Expr) =
        [
            match expression with
            | Expr.Definition(symbol, index, body) ->
                symbol + index
                yield! definitions body
            | other ->
                for argument in other.Arguments do
                    yield! definitions argument
        ]

    let deep =
        Dense(3, sigmaW = 2) --> Relu --> Dense(3, sigmaW = 2) --> Relu --> Dense 1

    let found = deep |> Kernel.compile |> Kernel.ntk |> definitions |> Set
    Assert.That(found, Is.SupersetOf [ "K1"; "K2"; "Θ2" ])

[<Test>]
let ``patterns take architectures apart`` () =
    let rec text architecture =
        match architecture with
        | Architecture.Chain layers -> layers |> List.map text |> String.concat ">"
        | Architecture.Activation a -> a.Name
        | Architecture.Dense d -> string d.Width
        | Architecture.Residual(f, Expr.Number scale) -> $"residual({text f},{scale})"
        | Architecture.Sum branches -> $"sum({each branches})"
        | Architecture.Product branches -> $"product({each branches})"
        | Architecture.Concat branches -> $"concat({each branches})"
        | Architecture.DenseNet(n, block) -> $"denseNet({n},{text block})"
        | Architecture.Repeat(n, block) -> $"repeat({n},{text block})"
        | Architecture.Scale(Expr.Number s) -> $"scale({s})"
        | Architecture.Shared(name, layer) -> $"shared({name},{text layer})"
        | Architecture.LayerNorm _ -> "layerNorm"
        | Architecture.Dropout(Expr.Number keep) -> $"dropout({keep})"
        | other -> failwith $"{other}"

    and each branches =
        branches |> List.map text |> String.concat ","

    let all =
        network
            [
                Dense 3
                Residual(Relu, 0.5)
                Sum(Relu, Erf)
                Product(Relu, Erf)
                Concat(Relu, Erf)
                DenseNet(2, Relu)
                Repeat(2, Relu)
                Scale 2
                Shared("w", Dense 4)
                LayerNorm()
                Dropout 0.5
            ]

    Assert.That(
        text all,
        equalTo
            "3>residual(relu,0.5)>sum(relu,erf)>product(relu,erf)>concat(relu,erf)>denseNet(2,relu)>repeat(2,relu)>scale(2)>shared(w,4)>layerNorm>dropout(0.5)"
    )

[<Test>]
let ``networks are drawn and verdicts taken apart`` () =
    let net = Dense(16, sigmaW = 1.5) --> Erf --> Dense 1
    let x = Points.from rows
    let drawn = net |> MonteCarlo.estimate 50 rows
    Assert.That(drawn.Nngp.Mean, equalTo (MonteCarlo.Estimate(net, x, draws = 50).Nngp.Mean))
    let wide = net |> MonteCarlo.estimateAt 32 50 rows
    Assert.That(wide.Nngp.Mean, equalTo (MonteCarlo.Estimate(net, x, draws = 50, width = 32).Nngp.Mean))

    let word =
        function
        | Verification.Agrees -> "agrees"
        | Verification.Disagrees -> "disagrees"
        | Verification.Undecided draws -> $"undecided {Option.isSome draws}"

    Assert.That(net |> Verification.checkWithin 0.1 rows |> word, Is.EqualTo "agrees")
    let unhurried = System.TimeSpan.FromMinutes 5.0
    Assert.That(net |> Verification.checkFor unhurried 0.1 rows |> word, Is.EqualTo "agrees")
    let short = Verification.Check(net, x, draws = 50)
    Assert.That(word short, Is.EqualTo $"undecided {short.DrawsToDecide.HasValue}")

    // One point and one layer: 1 % needs few networks.
    let linear = Dense 1 |> Verification.check [ [| 1.0; 2.0 |] ]
    Assert.That(linear.Tolerance, Is.EqualTo 0.01)

[<Test>]
let ``every function of the F# modules is documented`` () =
    let assembly = typeof<CompileOptions>.Assembly
    let documentation = XDocument.Load(assembly.Location.Replace(".dll", ".xml"))
    let named = XName.Get "name"

    let documented =
        documentation.Descendants(XName.Get "member")
        |> Seq.filter (fun m -> m.Elements(XName.Get "summary") |> Seq.isEmpty |> not)
        |> Seq.collect (fun m -> m.Attributes named)
        |> Seq.map (fun name -> name.Value.Substring(2).Split('(', '`')[0])
        |> Set.ofSeq

    let undocumented =
        [
            for t in assembly.GetExportedTypes() do
                yield string t.FullName

                for m in
                    t.GetMembers(
                        BindingFlags.Public
                        ||| BindingFlags.Static
                        ||| BindingFlags.Instance
                        ||| BindingFlags.DeclaredOnly
                    ) do
                    match m with
                    | :? MethodInfo as m when m.IsSpecialName || m.Name.Contains '$' -> ()
                    // What the compiler adds to a record.
                    | _ when FSharpType.IsRecord t && (m.Name = ".ctor" || m.Name = "ToString") -> ()
                    | _ -> yield $"{t.FullName}.{m.Name}"
        ]
        |> List.filter (fun name -> not (documented.Contains name))

    Assert.That(undocumented, Is.Empty)
