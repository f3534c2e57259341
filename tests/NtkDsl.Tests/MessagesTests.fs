/// Every message of the core's Messages is provoked once; those of the parser by ParserErrorTests, those of points by PointsTests.
module NtkDsl.Tests.MessagesTests

open System
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Given

let private refused (message: string) (action: unit -> unit) =
    Assert.That(Action action, Throws.TypeOf<NtkDslException>().With.Message.EqualTo message)

let private compile text =
    fun () -> (parse text).Compile() |> ignore

let private points: float[][] = [| [| 1.0; 2.0 |]; [| 3.0; 4.0 |] |]
let private u = Lambda.Variable

[<Test>]
let ``the derivative of a delta`` () =
    refused Messages.DerivativeOfDelta (fun () -> Derivative.Of(Derivative.Of(Expr.Step u, u), u) |> ignore)

[<Test>]
let ``a product of deltas`` () =
    let outside =
        Activation.Define("outside", fun u -> Expr.Step(u * u - Expr.op_Implicit 1))

    let kernel =
        (Architecture.Sequence [ Layers.Dense 4; outside.WithSurrogate Layers.Tanh; Layers.Dense 1 ]).Compile()

    refused Messages.ProductOfDeltas (fun () -> kernel.Ntk |> ignore)

[<TestCase(Double.NaN)>]
[<TestCase(Double.NegativeInfinity)>]
let ``a number that is not finite`` (value: float) =
    refused (Messages.NumberNotFinite value) (fun () -> Layers.Scale(Expr.op_Implicit value) |> ignore)

[<TestCase("")>]
[<TestCase("2x")>]
[<TestCase("a b")>]
[<TestCase("pi")>]
let ``a name that is no parameter`` (name: string) =
    refused (Messages.BadParameterName name) (fun () -> Expr.Parameter name |> ignore)

[<Test>]
let ``a name that is no activation or shared layer`` () =
    refused (Messages.BadActivationName "my relu") (fun () ->
        Activation.Define("my relu", fun u -> Expr.Relu u) |> ignore)

    refused (Messages.BadSharedName "w/1") (fun () -> Layers.Shared("w/1", Layers.Dense 4) |> ignore)

[<Test>]
let ``counts and widths`` () =
    refused Messages.NoCoefficients (fun () -> Layers.Polynomial [||] |> ignore)
    refused (Messages.WidthNotPositive 0) (fun () -> Layers.Dense 0 |> ignore)
    refused (Messages.CountNotPositive("repeat", 0)) (fun () -> Layers.Repeat(0, Layers.Relu) |> ignore)
    refused (Messages.CountNotPositive("denseNet", -1)) (fun () -> Layers.DenseNet(-1, Layers.Relu) |> ignore)
    refused (Messages.CountNotPositive("monomial", 0)) (fun () -> Layers.Monomial 0 |> ignore)
    refused (Messages.CountNotPositive("rectifiedMonomial", 0)) (fun () -> Layers.RectifiedMonomial 0 |> ignore)
    refused (Messages.CountNotPositive("hermite", 0)) (fun () -> Layers.Hermite 0 |> ignore)
    refused (Messages.DegreeTooHigh("hermite", 65, 64)) (fun () -> Layers.Hermite 65 |> ignore)
    refused (Messages.KeepOutOfRange 0.0) (fun () -> Layers.Dropout 0 |> ignore)
    refused (Messages.KeepOutOfRange 1.5) (fun () -> Layers.Dropout 1.5 |> ignore)

    let none: Architecture[] = [||]
    refused (Messages.NoBranches "sum") (fun () -> Layers.Sum none |> ignore)
    refused (Messages.NoBranches "product") (fun () -> Layers.Product none |> ignore)
    refused (Messages.NoBranches "concat") (fun () -> Layers.Concat none |> ignore)

[<Test>]
let ``shared layers that differ`` () =
    refused
        (Messages.SharedLayersDiffer("w", "3 (shared)"))
        (compile "shared(w, dense(4)) >> relu >> shared(w, dense(5))")

[<Test>]
let ``widths that differ`` () =
    refused (Messages.WidthsDiffer("4", "5", "2 (residual)")) (compile "dense(4) >> residual(dense(5))")
    refused (Messages.WidthsDiffer("3", "4", "")) (fun () -> (parse "residual(dense(4))").Compile 3 |> ignore)

[<Test>]
let ``widths that cannot be compared`` () =
    refused
        (Messages.WidthsNotComparable("d", "4", "1 (sum)"))
        (compile "sum(concat(identity, dense(4)), concat(dense(4), identity)) >> dense(1)")

[<Test>]
let ``functions of several signals`` () =
    let text = "dense(4) >> relu >> residual(dense(4) >> relu) >> tanh >> dense(1)"

    let message =
        try
            compile text () |> fun () -> ""
        with :? NtkDslException as refusal ->
            refusal.Message

    Assert.That(message, Does.StartWith "No exact infinite-width kernel is known for")
    Assert.That(message, Does.Contain "4 (tanh)")
    Assert.That(message, Does.Contain "Put a dense layer before the activation")

[<Test>]
let ``products of dependent signals`` () =
    let text = "dense(4) >> product(sum(identity, dense(4)) >> tanh, relu) >> dense(1)"

    let message =
        try
            compile text () |> fun () -> ""
        with :? NtkDslException as refusal ->
            refusal.Message

    Assert.That(message, Does.StartWith "No exact infinite-width kernel is known for a product of dependent signals")

[<TestCase("sign")>]
[<TestCase("step")>]
let ``an activation without tangent kernel`` (word: string) =
    let kernel = (parse $"dense(4) >> {word} >> dense(1)").Compile()
    Assert.That(kernel.HasNtk, Is.False)

    let message =
        try
            string kernel.Ntk
        with :? NtkDslException as refusal ->
            refusal.Message

    Assert.That(message, Does.Contain("surrogate=erf").And.Contain word)
    refused message (fun () -> kernel.NtkDiagonal |> ignore)
    refused message (fun () -> kernel.EvaluateSymmetric(points).Ntk |> ignore)
    Assert.That(kernel.EvaluateSymmetric(points).Nngp[0, 0], Is.GreaterThan 0.0)

[<Test>]
let ``points that do not fit`` () =
    let kernel = (parse "residual(dense(4))").Compile()
    let scaled = (parse "dense(4, sigmaW=s)").Compile()
    refused Messages.NoPoints (fun () -> rows [] |> ignore)
    refused Messages.NoPoints (fun () -> rows [ [||] ] |> ignore)
    refused (Messages.PointNotFinite(nan, 1, 0)) (fun () -> rows [ [| 1.0; 2.0 |]; [| nan; 0.0 |] ] |> ignore)
    refused (Messages.PointNotFinite(-infinity, 0, 1)) (fun () -> rows [ [| 1.0; -infinity |] ] |> ignore)
    Assert.That(Messages.PointNotFinite(nan, 1, 0), Does.Contain "row 2, column 1")
    refused (Messages.RaggedPoints(1, 1, 2)) (fun () -> rows [ [| 1.0; 2.0 |]; [| 1.0 |] ] |> ignore)

    refused (Messages.FeaturesDiffer(2, 1)) (fun () ->
        scaled.Bind("s", 1.0).Evaluate(points, rows [ [| 1.0 |] ]) |> ignore)

    refused (Messages.WrongFeatures(4, 2)) (fun () -> kernel.EvaluateSymmetric points |> ignore)
    refused (Messages.ParameterNotBound "s") (fun () -> scaled.EvaluateSymmetric points |> ignore)
    refused (Messages.UnknownParameter("t", [| "s" |])) (fun () -> scaled.Bind("t", 1.0) |> ignore)
    Assert.That((Messages.UnknownParameter("t", [||])), Does.Contain "it has none")
    refused (Messages.ParameterNotFinite("s", nan)) (fun () -> scaled.Bind("s", nan) |> ignore)
