module NtkDsl.Tests.Facade.LayersTests

open System.Reflection
open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Text
open type NtkDsl.Layers

/// Every member of Layers, as F# writes it; that it compiles is most of the test.
let private uses: (string * Architecture) list =
    [
        nameof Abs, Abs
        "AbRelu", AbRelu(0.1, 2)
        nameof Concat, Concat(Relu, Dense 3 --> Tanh)
        nameof Cos, Cos
        nameof Dense,
        Dense(
            512,
            sigmaW = 1.5,
            sigmaB = Expr.parameter "b",
            parameterization = Parameterization.Standard,
            bias = true,
            biasInit = BiasInit.Zero,
            learningRate = 2,
            biasLearningRate = 0.5,
            trainable = false,
            init = WeightInit.Orthogonal
        )
        nameof DenseNet, DenseNet(3, Dense 64 --> Relu)
        nameof Dropout, Dropout 0.9
        nameof Elu, Elu
        nameof Erf, Erf
        nameof Exp, Exp
        "Exponential", Exponential(1, 0.5)
        nameof Gabor, Gabor
        nameof Gaussian, Gaussian
        nameof Gelu, Gelu
        nameof Hermite, Hermite 3
        nameof Identity, Identity
        nameof LayerNorm, LayerNorm()
        nameof LeakyRelu, LeakyRelu 0.1
        nameof Mish, Mish
        nameof Monomial, Monomial 2
        nameof Polynomial, Polynomial(0, 1, 0.5)
        nameof Product, Product(Dense 3, Dense 3 --> Sigmoid)
        nameof Rbf, Rbf 0.5
        nameof RectifiedMonomial, RectifiedMonomial 2
        nameof Relu, Relu
        nameof Repeat, Repeat(3, Dense 64 --> Relu)
        nameof Residual, Residual(Relu, scale = 0.5)
        nameof Scale, Scale 0.5
        nameof Selu, Selu
        nameof Shared, Shared("w", Dense 8)
        nameof Sigmoid, Sigmoid
        nameof Sign, Sign
        nameof Sin, Sin
        "Sine", Sine(1, 2, 0.5)
        nameof Softplus, Softplus
        nameof Step, Step
        nameof Sum, Sum(Identity, Tanh)
        nameof Swish, Swish
        nameof Tanh, Tanh
    ]

[<Test>]
let ``every member of Layers is used from F#`` () =
    let members =
        typeof<Layers>.GetMembers(BindingFlags.Public ||| BindingFlags.Static)
        |> Array.filter (fun m -> m.DeclaringType = typeof<Layers>)
        |> Array.filter (function
            | :? MethodInfo as m -> not m.IsSpecialName
            | _ -> true)
        |> Array.map _.Name

    Assert.That(List.map fst uses, Is.EquivalentTo members)

[<Test>]
let ``what F# writes reads back from the text form`` () =
    for name, architecture in uses do
        Assert.That(architecture |> Architecture.toText |> Architecture.parse, equalTo architecture, name)

/// What a float is where an expression is wanted; that each line compiles is most of the test.
[<Test>]
let ``numbers that are computed are arguments of layers`` () =
    let half = Expr.fraction 1 2
    let b = Expr.parameter "b"

    for written, expected in
        [
            Dense(256, sigmaW = sqrt 4.0), Dense(256, sigmaW = Expr.number 2.0)
            Dense(256, sigmaW = sqrt 4.0, sigmaB = b), Dense(256, sigmaW = Expr.number 2.0, sigmaB = b)
            Dense(256, sigmaW = 1.0 / 2.0, sigmaB = 1), Dense(256, sigmaW = half, sigmaB = Expr.number 1.0)
            Dense(
                9,
                sigmaW = sqrt 4.0,
                sigmaB = sqrt 0.25,
                parameterization = Parameterization.Standard,
                biasInit = BiasInit.Zero,
                learningRate = sqrt 4.0,
                biasLearningRate = sqrt 0.25,
                trainable = false,
                init = WeightInit.Orthogonal
            ),
            Architecture.parse
                "dense(9, sigmaW=2, sigmaB=0.5, parameterization=standard, biasInit=zero, learningRate=2, biasLearningRate=0.5, trainable=false, init=orthogonal)"
            Dense(9, sigmaW = sqrt 4.0, bias = false), Dense(9, sigmaW = Expr.number 2.0, bias = false)
            Residual(Relu, scale = sqrt 0.25), Residual(Relu, scale = half)
            Scale(sqrt 0.25), Scale half
            Dropout(1.0 - 0.5), Dropout half
            LayerNorm(epsilon = sqrt 0.25), LayerNorm half
            LeakyRelu(sqrt 0.25), LeakyRelu half
            AbRelu(sqrt 0.25, sqrt 0.25), AbRelu(half, half)
            Rbf(sqrt 0.25), Rbf half
            Exponential(sqrt 0.25, sqrt 0.25), Exponential(half, half)
            Sine(sqrt 0.25, sqrt 0.25, sqrt 0.25), Sine(half, half, half)
            Polynomial(sqrt 0.25, sqrt 0.25), Polynomial(half, half)
        ] do
        Assert.That(written, equalTo (expected: Architecture))

[<Test>]
let ``the sample of the design compiles and prints`` () =
    let block = Dense 512 --> Tanh --> Dense 512

    let net =
        Dense(512, sigmaW = 1.5, sigmaB = 0.1)
        --> Relu
        --> Residual(block, scale = 0.5)
        --> DenseNet(3, Dense 64 --> Relu)
        --> Dense 1

    Assert.That(
        Architecture.toText net,
        equalTo
            "dense(512, sigmaW=1.5, sigmaB=0.1) >> relu >> residual(dense(512) >> tanh >> dense(512), scale=0.5) >> denseNet(3, dense(64) >> relu) >> dense(1)"
    )

    Assert.That(net |> Kernel.compile |> Kernel.ntk |> Expr.latex, Does.Contain "\\Theta")

[<Test>]
let ``the list form is the chain of its layers`` () =
    let block = Dense 512 --> Tanh

    let net =
        network
            [
                Dense 512
                Relu
                Residual block
                for _ in 1..3 do
                    Dense 512
                    Tanh
            ]

    let chain =
        Dense 512
        --> Relu
        --> Residual block
        --> Dense 512
        --> Tanh
        --> Dense 512
        --> Tanh
        --> Dense 512
        --> Tanh

    Assert.That(net, equalTo chain)
    Assert.That(network [], equalTo (Identity :> Architecture))
