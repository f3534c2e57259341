module NtkDsl.Tests.Architecture.TextTests

open NUnit.Framework
open FsCheck
open FsCheck.FSharp
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Generators
open NtkDsl.Generators.Architectures
open NtkDsl.Tests.Given

[<Property(MaxTest = 500)>]
let ``parsing undoes printing`` () =
    Prop.forAll any (fun architecture ->
        let text = string architecture
        let again = parse text
        Assert.That(again, Is.EqualTo architecture, text)
        Assert.That(string again, Is.EqualTo text))

[<Test>]
let ``every word of the vocabulary prints and parses`` () =
    for activation in Activations.all do
        Assert.That(parse (string activation), Is.EqualTo(activation :> Architecture))

[<TestCase("dense(512, sigmaW=1.5, sigmaB=0.1) >> relu >> residual(dense(512) >> tanh >> dense(512), scale=0.5) >> denseNet(3, dense(64) >> relu) >> dense(1)")>]
[<TestCase("dense(8, sigmaW=sqrt(2), parameterization=standard, biasInit=zero, trainable=false, init=orthogonal)")>]
[<TestCase("concat(relu, identity) >> shared(w, dense(4)) >> sign(surrogate=erf)")>]
[<TestCase("leakyRelu(0.1, surrogate=sin(1, 2, 0.5))")>]
let ``printing undoes parsing of what is in normal form`` (text: string) =
    Assert.That(string (parse text), Is.EqualTo text)

[<TestCase("dense(8)>>relu", "dense(8) >> relu")>]
[<TestCase("(dense(8) >> (relu >> dense(1)))", "dense(8) >> relu >> dense(1)")>]
[<TestCase(" dense ( width = 8 ,\n sigmaW = 1 )", "dense(8)")>]
[<TestCase("dense(8, 1.5, 0.5)", "dense(8, sigmaW=1.5, sigmaB=0.5)")>]
[<TestCase("dense(8, sigmaW=2*3/4 - 1/2)", "dense(8)")>]
[<TestCase("dense(8, sigmaW=2^-1)", "dense(8, sigmaW=0.5)")>]
[<TestCase("dense(8, sigmaW=-2^2)", "dense(8, sigmaW=-4)")>]
[<TestCase("dense(8, sigmaW=2^3^0)", "dense(8, sigmaW=2)")>]
[<TestCase("dense(8, sigmaW=.5e1)", "dense(8, sigmaW=5)")>]
let ``spellings have one normal form`` (text: string, normal: string) =
    Assert.That(string (parse text), Is.EqualTo normal)

[<Test>]
let ``a number beyond the range of doubles prints, though it is not read`` () =
    let scale: Architecture = Layers.Scale(Expr.Pow(Expr.op_Implicit 10, 400))
    Assert.That(string scale, Is.EqualTo $"scale(1{System.String('0', 400)})")

[<Test>]
let ``architectures are equal by structure`` () =
    let text =
        "dense(8, sigmaW=s) >> residual(relu >> dense(8), scale=1/3) >> polynomial(1, 2)"

    Assert.That(parse text, Is.EqualTo(parse text))
    Assert.That((parse text).GetHashCode(), Is.EqualTo((parse text).GetHashCode()))
    Assert.That(parse text, Is.Not.EqualTo(parse (text.Replace("1/3", "1/4"))))

[<Test>]
let ``a defined activation parses where it is made known`` () =
    let cubic = Activation.Define("cubic", fun u -> u * u * u)
    let network = Architecture.Sequence [ Layers.Dense 4; cubic; Layers.Dense 1 ]
    Assert.That(Architecture.Parse(string network, [ cubic ]), Is.EqualTo network)
    Assert.That(network.Compile().Nngp, Is.EqualTo((parse "dense(4) >> monomial(3) >> dense(1)").Compile().Nngp))

[<Property(MaxTest = 500)>]
let ``any text is an architecture or refused with a mark`` () =
    let word =
        Gen.elements
            [
                "dense"
                "relu"
                "("
                ")"
                ">>"
                ","
                "="
                "8"
                "sigmaW"
                "1e400"
                "^"
                "-"
                "/"
                "0"
                "residual"
                "sqrt"
                "s"
                "surrogate"
                "λ"
                "sin"
                "shared"
                "true"
                "."
            ]

    let text = Gen.listOf word |> Gen.map (String.concat " ")

    Prop.forAll (Arb.fromGen text) (fun text ->
        try
            parse text |> ignore
        with :? NtkDslException as refusal ->
            Assert.That(refusal.Message.Split('\n').Length, Is.EqualTo 2)
            Assert.That(refusal.Message, Does.Match @"\n *\^ "))
